//! One thing to record, and the chance that is no chance.

use jiff::civil::Date;
use maillage_events::decide::Ask;
use maillage_events::id::StreamId;
use maillage_events::when::OccurredOn;

/// Something to record on a day.
#[derive(Debug, Clone)]
pub(super) struct DatedAsk {
    /// The day on which it is recorded.
    pub(super) recorded: Date,
    pub(super) stream: StreamId,
    pub(super) occurred: OccurredOn,
    pub(super) ask: Ask,
}

/// A fixed scramble (SplitMix64): the same numbers always give the same, and neighbours look unrelated.
pub(super) const fn scramble(a: u64, b: u64, c: u64) -> u64 {
    let mut mixed = a.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ b.wrapping_mul(0xbf58_476d_1ce4_e5b9)
        ^ c.wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
