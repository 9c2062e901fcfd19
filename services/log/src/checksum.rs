//! The checksum that stands beside each fact, and is looked at wherever one is read: a bit that turned on the disk is
//! found before it is served or folded. It guards against accidents; whoever may write to the store may write it, too.

use maillage_events::id::SpaceId;
use maillage_events::view::FactView;
use xxhash_rust::xxh3::xxh3_64;

/// Columns up to this size are put together on the stack: all but the longest streams.
const USUAL: usize = 384;

/// XXH3-64 over the columns that are read and the checksum of the bytes, each text behind its length; the space by its
/// name, so that a fact that came into another space is found.
pub fn of_fact(space: &SpaceId, fact: &FactView<'_>, version: u64) -> i64 {
    let bytes = xxh3_64(fact.bytes).to_le_bytes();
    let (position, recorded_at) = (fact.position.to_le_bytes(), fact.recorded_at.0.to_le_bytes());
    let (version, id) = (version.to_le_bytes(), *fact.id.0.as_bytes());
    let texts = [space.as_str(), fact.stream, fact.kind, fact.occurred];
    let lengths = texts.map(|text| (text.len() as u64).to_le_bytes());
    let [space, stream, kind, occurred] = texts.map(str::as_bytes);
    let [of_space, of_stream, of_kind, of_occurred] = &lengths;
    checksum(&[
        &bytes,
        &position,
        &recorded_at,
        &version,
        &id,
        of_space,
        space,
        of_stream,
        stream,
        of_kind,
        kind,
        of_occurred,
        occurred,
    ])
}

/// XXH3-64 of some pieces, one after the other.
fn checksum(pieces: &[&[u8]]) -> i64 {
    let mut usual = [0; USUAL];
    let mut end = 0;
    for piece in pieces {
        let Some(place) = usual.get_mut(end..end + piece.len()) else {
            return xxh3_64(&pieces.concat()).cast_signed();
        };
        place.copy_from_slice(piece);
        end += piece.len();
    }
    xxh3_64(&usual[..end]).cast_signed()
}

/// What is said of a fact that does not go with its checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its bytes or its columns are not those that were recorded")]
pub(crate) struct Altered;

/// The fact, if it goes with the checksum that stands beside it.
pub(crate) fn verified<'f>(
    space: &SpaceId,
    fact: FactView<'f>,
    version: u64,
    stored: i64,
) -> Result<FactView<'f>, Altered> {
    if of_fact(space, &fact, version) == stored { Ok(fact) } else { Err(Altered) }
}

#[cfg(test)]
mod tests {
    use maillage_events::envelope::RecordedAt;
    use maillage_events::id::FactId;
    use uuid::Uuid;

    use super::*;

    fn space(name: &str) -> SpaceId {
        SpaceId::new(name).unwrap()
    }

    const FACT: FactView<'static> = FactView {
        position: 7,
        recorded_at: RecordedAt(1_700_000_000_000_000),
        id: FactId(Uuid::from_u128(3)),
        stream: "session/s-1",
        kind: "session.held",
        occurred: "2016-03-01",
        bytes: b"{\"data\":{\"visits\":12}}",
    };

    #[test]
    fn each_column_and_each_bit_of_the_bytes_counts() {
        let sum = of_fact(&space("lille"), &FACT, 2);
        let others = [
            of_fact(&space("lilla"), &FACT, 2),
            of_fact(&space("lille"), &FACT, 3),
            of_fact(&space("lille"), &FactView { position: 8, ..FACT }, 2),
            of_fact(&space("lille"), &FactView { recorded_at: RecordedAt(1_700_000_000_000_001), ..FACT }, 2),
            of_fact(&space("lille"), &FactView { id: FactId(Uuid::from_u128(2)), ..FACT }, 2),
            of_fact(&space("lille"), &FactView { stream: "session/s-2", ..FACT }, 2),
            of_fact(&space("lille"), &FactView { kind: "session.helf", ..FACT }, 2),
            of_fact(&space("lille"), &FactView { occurred: "2016-03-02", ..FACT }, 2),
            // What one column loses, the next one gains.
            of_fact(&space("lille"), &FactView { kind: "session.hel", occurred: "d2016-03-01", ..FACT }, 2),
        ];
        assert!(others.iter().all(|other| *other != sum), "{sum} {others:?}");
        for at in 0..FACT.bytes.len() * 8 {
            let mut bytes = FACT.bytes.to_vec();
            bytes[at / 8] ^= 1 << (at % 8);
            assert_ne!(of_fact(&space("lille"), &FactView { bytes: &bytes, ..FACT }, 2), sum, "bit {at}");
        }
        assert_eq!(verified(&space("lille"), FACT, 2, sum).map(|fact| fact.position), Ok(7), "the control");
        assert_eq!(verified(&space("lille"), FACT, 2, sum ^ 1).map(|fact| fact.position), Err(Altered));
    }

    #[test]
    fn long_columns_count_to_their_last_letter() {
        let stream = |last: char| format!("organisation/{}{last}", "a".repeat(2 * USUAL));
        let (one, other) = (stream('x'), stream('y'));
        let sum = |stream: &str| of_fact(&space("lille"), &FactView { stream, ..FACT }, 2);
        assert_ne!(sum(&one), sum(&other));
        assert_eq!(sum(&one), sum(&stream('x')), "the control");
    }

    /// Files outlive programs.
    #[test]
    fn the_checksum_of_a_fact_is_the_same_for_ever() {
        assert_eq!(of_fact(&space("lille"), &FACT, 2), -4_940_870_887_060_673_963);
    }
}
