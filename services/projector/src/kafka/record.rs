//! A record of the topic, read as a fact.

use std::borrow::Cow;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use maillage_log::log::StoredFact;
use serde::Deserialize;

/// Why a record is not a fact. The message repeats nothing of its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    #[error("it has no value")]
    Empty,
    #[error("its value is not the canonical bytes of a fact")]
    Unreadable,
    #[error("its key is not the space of its fact")]
    Misplaced,
}

/// What is read of the canonical bytes: the payload stays bytes.
#[derive(Deserialize)]
struct Wire<'a> {
    id: FactId,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    occurred: Cow<'a, str>,
    position: u64,
    recorded_at: RecordedAt,
    #[serde(borrow)]
    space: Cow<'a, str>,
    #[serde(borrow)]
    stream: Cow<'a, str>,
    version: u64,
}

/// Reads a record: its key names the space, its value is the fact as the log stores it.
pub(super) fn read(key: Option<&[u8]>, value: Option<&[u8]>) -> Result<(SpaceId, StoredFact), Unfit> {
    let bytes = value.filter(|bytes| !bytes.is_empty()).ok_or(Unfit::Empty)?;
    let wire: Wire<'_> = serde_json::from_slice(bytes).map_err(|_| Unfit::Unreadable)?;
    if key != Some(wire.space.as_bytes()) {
        return Err(Unfit::Misplaced);
    }
    let space = SpaceId::new(wire.space).map_err(|_| Unfit::Unreadable)?;
    if wire.position == 0 {
        return Err(Unfit::Unreadable);
    }
    let fact = StoredFact {
        position: wire.position,
        recorded_at: wire.recorded_at,
        id: wire.id,
        stream: wire.stream.into_owned(),
        version: wire.version,
        kind: wire.kind.into_owned(),
        occurred: wire.occurred.into_owned(),
        bytes: bytes.to_vec(),
    };
    Ok((space, fact))
}
