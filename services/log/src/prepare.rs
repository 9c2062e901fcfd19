//! What can be done to an append before the writer of any store sees it: checking its shape and writing its columns as
//! text.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use maillage_events::envelope::{RecordedAt, Sealed};
use maillage_events::id::{CommandId, SpaceId, StreamId};
use maillage_events::view::FactView;
use smol_str::{SmolStr, ToSmolStr};

use crate::log::{Append, AppendError, StreamFacts};

/// An append whose shape is sound.
pub(crate) struct PreparedAppend {
    pub(crate) space: SpaceId,
    pub(crate) command: CommandId,
    pub(crate) fingerprint: [u8; 32],
    pub(crate) register: Option<u64>,
    pub(crate) head: Option<u64>,
    pub(crate) outcome: Vec<u8>,
    pub(crate) streams: Vec<PreparedStream>,
    pub(crate) count: usize,
}

impl PreparedAppend {
    /// Why it cannot be taken when the last fact of the register, and of the space, stand there.
    pub(crate) fn judge_conditions(&self, register: u64, head: u64) -> Result<(), AppendError> {
        match (self.register, self.head) {
            (Some(known), _) if register > known => Err(AppendError::RegisterMoved { known, found: register }),
            (_, Some(known)) if head > known => Err(AppendError::HeadMoved { known, found: head }),
            _ => Ok(()),
        }
    }
}

/// One run of a stream's facts.
pub(crate) struct PreparedStream {
    pub(crate) stream: StreamId,
    pub(crate) name: SmolStr,
    pub(crate) expected: u64,
    /// Whether it is the first run of its stream here: the one whose version the store decides on.
    pub(crate) opens: bool,
    pub(crate) facts: Vec<PreparedFact>,
}

/// One fact of it.
pub(crate) struct PreparedFact {
    pub(crate) sealed: Sealed,
    pub(crate) occurred: SmolStr,
}

impl PreparedFact {
    /// The fact as it will be read at this position, with its bytes put together.
    pub(crate) fn view<'f>(
        &'f self,
        stream: &'f str,
        position: u64,
        recorded_at: RecordedAt,
        bytes: &'f [u8],
    ) -> FactView<'f> {
        let Self { sealed, occurred } = self;
        FactView { position, recorded_at, id: sealed.id, stream, kind: sealed.kind, occurred, bytes }
    }
}

/// Checks all that can be checked without the store.
pub(crate) fn prepare(append: Append) -> Result<PreparedAppend, AppendError> {
    let malformed = |why: String| Err(AppendError::Malformed(why));
    if append.command.0.is_nil() {
        return malformed("the command id is empty".to_owned());
    }
    // One fact in one stream, the usual command, is like no other of its append.
    let alone = matches!(append.streams.as_slice(), [part] if part.facts.len() == 1);
    let mut versions: HashMap<StreamId, u64> = HashMap::new();
    let mut ids = HashSet::new();
    let mut count = 0;
    let mut streams = Vec::with_capacity(append.streams.len());
    for part in append.streams {
        let opens = alone || opens(&mut versions, &part)?;
        let mut facts = Vec::with_capacity(part.facts.len());
        for (version, sealed) in (part.expected + 1..).zip(part.facts) {
            if sealed.stream != part.stream {
                return malformed(format!("a fact of {} among those of {}", sealed.stream, part.stream));
            }
            if sealed.version != version {
                return malformed(format!("{}: version {} where {version} comes", part.stream, sealed.version));
            }
            if sealed.id.0.is_nil() || !(alone || ids.insert(sealed.id)) {
                return malformed(format!("{}: fact id {} is empty or given twice", part.stream, sealed.id));
            }
            facts.push(PreparedFact { occurred: sealed.occurred.to_smolstr(), sealed });
        }
        count += facts.len();
        streams.push(PreparedStream {
            name: part.stream.to_smolstr(),
            stream: part.stream,
            expected: part.expected,
            opens,
            facts,
        });
    }
    let Append { space, command, fingerprint, register, head, outcome, .. } = append;
    Ok(PreparedAppend { space, command, fingerprint, register, head, outcome, streams, count })
}

/// Whether this is the first run of its stream; a later one goes on where the one before ended.
fn opens(versions: &mut HashMap<StreamId, u64>, part: &StreamFacts) -> Result<bool, AppendError> {
    let reached = part.expected + part.facts.len() as u64;
    match versions.insert(part.stream.clone(), reached) {
        None => Ok(true),
        Some(before) if before == part.expected => Ok(false),
        Some(before) => Err(AppendError::Malformed(format!(
            "{} goes on from version {} where {before} comes",
            part.stream, part.expected
        ))),
    }
}
