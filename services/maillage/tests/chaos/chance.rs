//! Chance that can be had again: the same seed gives the same numbers.

/// SplitMix64.
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub const fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) % bound
    }
}
