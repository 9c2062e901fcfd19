//! Which partition a space's records go to.
//!
//! Producers must partition by `murmur2_random` (Kafka's own default for Java, not librdkafka's): then every member of
//! the group can tell which spaces are its own without having seen a record of them. A producer that partitions
//! otherwise costs double work, never a figure.

use maillage_events::id::SpaceId;

/// The partition of a space among `count`; `None` while the topic has none.
pub fn partition_of(space: &SpaceId, count: i32) -> Option<i32> {
    let positive = i32::try_from(murmur2(space.as_str().as_bytes()) & 0x7fff_ffff).unwrap_or(0);
    (count > 0).then(|| positive % count)
}

/// MurmurHash2 with the seed that Kafka's clients agree on.
fn murmur2(key: &[u8]) -> u32 {
    const MIX: u32 = 0x5bd1_e995;
    let length = u32::try_from(key.len()).unwrap_or(u32::MAX);
    let (words, rest) = key.as_chunks::<4>();
    let mut hash = 0x9747_b28c ^ length;
    for word in words {
        let mut mixed = u32::from_le_bytes(*word).wrapping_mul(MIX);
        mixed ^= mixed >> 24;
        hash = hash.wrapping_mul(MIX) ^ mixed.wrapping_mul(MIX);
    }
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |tail, byte| (tail << 8) | u32::from(*byte));
        hash = (hash ^ tail).wrapping_mul(MIX);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(MIX);
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_kafkas_own_clients() {
        // Values that the Java client gives.
        let known: [(&str, u32); 4] =
            [("kafka", 0xd067_cf64), ("giberish123456789", 0x8f55_2b0c), ("1234", 0x9fc9_7b14), ("", 0x106e_08d9)];
        for (key, hash) in known {
            assert_eq!(murmur2(key.as_bytes()), hash, "{key:?}");
        }
    }

    #[test]
    fn a_topic_without_partitions_has_none_for_a_space() {
        let space = SpaceId::new("lille").unwrap();
        assert_eq!(partition_of(&space, 0), None);
        assert!((0..7).contains(&partition_of(&space, 7).unwrap()));
    }
}
