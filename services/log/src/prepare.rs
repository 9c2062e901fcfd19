//! What can be done to an append before the writer of any store sees it: checking its shape and writing its columns as text.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use maillage_events::envelope::Sealed;
use maillage_events::id::{CommandId, SpaceId, StreamId};

use crate::log::{Append, AppendError};

/// An append whose shape is sound.
pub(crate) struct Prepared {
    pub(crate) space: SpaceId,
    pub(crate) command: CommandId,
    pub(crate) request: [u8; 32],
    pub(crate) outcome: Vec<u8>,
    pub(crate) streams: Vec<PreparedStream>,
    pub(crate) count: usize,
}

/// One run of a stream's facts.
pub(crate) struct PreparedStream {
    pub(crate) stream: StreamId,
    pub(crate) name: String,
    pub(crate) expected: u64,
    /// Whether it is the first run of its stream here: the one whose version the store decides on.
    pub(crate) opens: bool,
    pub(crate) facts: Vec<PreparedFact>,
}

/// One fact of it.
pub(crate) struct PreparedFact {
    pub(crate) sealed: Sealed,
    pub(crate) occurred: String,
}

/// Checks all that can be checked without the store.
pub(crate) fn prepare(append: Append) -> Result<Prepared, AppendError> {
    let malformed = |why: String| Err(AppendError::Malformed(why));
    if append.command.0.is_nil() {
        return malformed("the command id is empty".to_owned());
    }
    let mut versions: HashMap<StreamId, u64> = HashMap::with_capacity(append.streams.len());
    let mut ids = HashSet::new();
    let mut streams = Vec::with_capacity(append.streams.len());
    for part in append.streams {
        let reached = part.expected + part.facts.len() as u64;
        let opens = match versions.entry(part.stream.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(reached);
                true
            }
            Entry::Occupied(mut entry) if *entry.get() == part.expected => {
                entry.insert(reached);
                false
            }
            Entry::Occupied(entry) => {
                return malformed(format!("{} goes on from version {} where {} comes", part.stream, part.expected, entry.get()));
            }
        };
        let mut facts = Vec::with_capacity(part.facts.len());
        for (version, sealed) in (part.expected + 1..).zip(part.facts) {
            if sealed.stream != part.stream {
                return malformed(format!("a fact of {} among those of {}", sealed.stream, part.stream));
            }
            if sealed.version != version {
                return malformed(format!("{}: version {} where {version} comes", part.stream, sealed.version));
            }
            if sealed.id.0.is_nil() || !ids.insert(sealed.id) {
                return malformed(format!("{}: fact id {} is empty or given twice", part.stream, sealed.id));
            }
            facts.push(PreparedFact { occurred: sealed.occurred.to_string(), sealed });
        }
        streams.push(PreparedStream { name: part.stream.to_string(), stream: part.stream, expected: part.expected, opens, facts });
    }
    let Append { space, command, request, outcome, .. } = append;
    Ok(Prepared { space, command, request, outcome, streams, count: ids.len() })
}
