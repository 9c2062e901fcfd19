//! Which commands may have a receipt: a filter in memory, so that the usual command, never seen before, costs no
//! look-up.
//!
//! An index on command ids takes a page of the file for every receipt, because ids are chance. Receipts are therefore
//! indexed by chunks of arrival, whose few pages are written together; this filter (Bloom, a cache line a key) says
//! that no chunk needs to be asked. It may say yes wrongly, once in a thousand times, which costs a look-up a chunk; it
//! never says no wrongly.

use rusqlite::Connection;

/// Keys of the first layer; each later layer has room for twice as many as the one before.
const FIRST_ROOM: usize = 1 << 15;
/// Keys in a block of 512 bits, on average: 20 bits a key.
const KEYS_A_BLOCK: usize = 25;
/// Bits that a key sets in its block, nine of its hash for each.
const BITS_A_KEY: u32 = 7;

/// The newest receipt.
pub(super) const NEWEST: &str = "SELECT max(number) FROM receipts";
/// All receipts, from the index alone: their rows are ten times as long.
const ALL: &str = "SELECT number, space, command FROM receipts INDEXED BY receipts_by_arrival WHERE number >> 11 >= 0";
/// Those after one.
const AFTER: &str = "SELECT number, space, command FROM receipts WHERE number > ?1";

/// The filter over all receipts of a store.
#[derive(Debug, Default)]
pub(super) struct ReceiptFilter {
    layers: Vec<Layer>,
    /// Every receipt up to this number is in the layers. Only ever raised to a number that was committed.
    covers: i64,
}

#[derive(Debug)]
struct Layer {
    blocks: Vec<[u64; 8]>,
    left: usize,
}

impl ReceiptFilter {
    /// Adds the receipts that were committed since, by whichever process. Inside a transaction: call it before
    /// inserting anything.
    pub(super) fn catch_up(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let newest: Option<i64> = connection.prepare_cached(NEWEST)?.query_row([], |row| row.get(0))?;
        let Some(newest) = newest.filter(|newest| *newest > self.covers) else { return Ok(()) };
        let mut statement = connection.prepare_cached(if self.covers == 0 { ALL } else { AFTER })?;
        let mut rows = if self.covers == 0 { statement.query([])? } else { statement.query([self.covers])? };
        while let Some(row) = rows.next()? {
            self.add(row.get(1)?, row.get(2)?);
        }
        self.covers = newest;
        Ok(())
    }

    /// Notes a receipt that is being inserted. When it is not committed after all, a yes too many is all that remains.
    pub(super) fn add(&mut self, space: i64, command: [u8; 16]) {
        if self.layers.last().is_none_or(|layer| layer.left == 0) {
            self.layers.push(Layer::with_room(FIRST_ROOM << self.layers.len()));
        }
        if let Some(layer) = self.layers.last_mut() {
            layer.add(hash(space, command));
        }
    }

    /// After a commit: every receipt up to this number was added.
    pub(super) fn committed(&mut self, number: i64) {
        self.covers = self.covers.max(number);
    }

    /// Whether a command may have a receipt among those that were added.
    pub(super) fn may_have(&self, space: i64, command: [u8; 16]) -> bool {
        let key = hash(space, command);
        self.layers.iter().any(|layer| layer.may_have(key))
    }
}

impl Layer {
    fn with_room(room: usize) -> Self {
        Self { blocks: vec![[0; 8]; room.div_ceil(KEYS_A_BLOCK)], left: room }
    }

    fn add(&mut self, (place, mut bits): (u64, u64)) {
        let block = self.block(place);
        if let Some(block) = self.blocks.get_mut(block) {
            for _ in 0..BITS_A_KEY {
                block[(bits >> 6 & 7) as usize] |= 1 << (bits & 63);
                bits >>= 9;
            }
        }
        self.left = self.left.saturating_sub(1);
    }

    fn may_have(&self, (place, bits): (u64, u64)) -> bool {
        self.blocks.get(self.block(place)).is_some_and(|block| {
            (0..BITS_A_KEY)
                .map(|bit| bits >> (9 * bit))
                .all(|bits| block[(bits >> 6 & 7) as usize] & 1 << (bits & 63) != 0)
        })
    }

    fn block(&self, place: u64) -> usize {
        ((u128::from(place) * self.blocks.len() as u128) >> 64) as usize
    }
}

/// Two numbers spread evenly over a key: one chooses the block, the other its bits.
fn hash(space: i64, command: [u8; 16]) -> (u64, u64) {
    let (low, high) = ((u128::from_le_bytes(command)) as u64, (u128::from_le_bytes(command) >> 64) as u64);
    let place = mix(low ^ mix(high ^ mix(space.unsigned_abs())));
    (place, mix(place ^ high))
}

/// The finaliser of SplitMix64: each bit of the argument changes half of those of the result.
const fn mix(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> [u8; 16] {
        let mut id = [0x5a; 16];
        id[12..].copy_from_slice(&number.to_be_bytes());
        id
    }

    #[test]
    fn the_filter_never_denies_a_receipt_and_rarely_grants_another() {
        let mut filter = ReceiptFilter::default();
        assert!(!filter.may_have(1, id(0)));
        for number in 0..200_000 {
            filter.add(1, id(number));
        }
        assert!((0..200_000).all(|number| filter.may_have(1, id(number))));
        let wrongly = (200_000..300_000).filter(|number| filter.may_have(1, id(*number))).count();
        assert!(wrongly < 300, "{wrongly} of 100,000 unknown commands were granted");
        let elsewhere = (0..100_000).filter(|number| filter.may_have(2, id(*number))).count();
        assert!(elsewhere < 300, "{elsewhere} of 100,000 commands were granted in another space");
    }
}
