//! Chance that one number decides, so that a history that fails can be told again.

use std::collections::BTreeSet;

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `sides`.
    pub fn below(&mut self, sides: u64) -> u64 {
        self.next() % sides.max(1)
    }

    pub fn from(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    pub fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap();
        &all[at]
    }

    /// A date of the years that histories are about, with the precision that people have: mostly a day.
    pub fn date(&mut self) -> String {
        let (year, month, day) = (self.from(2014, 2017), self.from(1, 12), self.from(1, 28));
        match self.below(12) {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            2 => "unknown".to_owned(),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }

    /// A day that was never given before.
    pub fn new_day(&mut self, given: &mut BTreeSet<u64>) -> String {
        let day = loop {
            let day = self.below(4 * 12 * 28);
            if given.insert(day) {
                break day;
            }
        };
        format!("{}-{:02}-{:02}", 2014 + day / (12 * 28), day / 28 % 12 + 1, day % 28 + 1)
    }
}
