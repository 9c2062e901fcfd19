//! Streams as the rules take them, out of facts as stored.

use std::collections::BTreeMap;

use maillage_events::decide::{PastFact, StreamPast};
use maillage_events::envelope::Recorded;
use maillage_events::happened::Happened;
use maillage_events::id::{SpaceId, StreamId};

use super::stream_state::StreamState;
use crate::log::{FactReads, ReadError, StoredFact};

/// The streams of a command as the log holds them now.
pub(super) fn streams(
    space: &SpaceId,
    streams: &[StreamId],
    stored: Vec<Vec<StoredFact>>,
) -> Result<BTreeMap<StreamId, StreamState>, ReadError> {
    let load = |(stream, facts): (&StreamId, _)| {
        Ok((stream.clone(), StreamState::new(StreamPast::new(stream.clone(), past(space, facts)?))))
    };
    streams.iter().zip(stored).map(load).collect()
}

/// One stream's past, read from the log.
pub(crate) async fn read_past(
    log: &dyn FactReads,
    space: &SpaceId,
    stream: &StreamId,
) -> Result<Vec<PastFact>, ReadError> {
    past(space, log.read_stream(space, stream).await?)
}

fn past(space: &SpaceId, stored: Vec<StoredFact>) -> Result<Vec<PastFact>, ReadError> {
    let read = |fact: StoredFact| match Recorded::read(&fact.bytes) {
        Ok(recorded) => Ok(PastFact {
            id: fact.id,
            position: fact.position,
            recorded_at: fact.recorded_at,
            happened: Happened { on: recorded.occurred, fact: recorded.fact },
        }),
        Err(why) => Err(ReadError::Corrupt { space: space.clone(), position: fact.position, why: why.to_string() }),
    };
    stored.into_iter().map(read).collect()
}
