//! Facts on their way from the log to the folds: in order, in batches, never all at once.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError, mpsc};

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use maillage_events::view::FactView;
use maillage_log::log::{FactReads, ReadError};

use crate::ProjectorError;

/// Facts a batch; also the stretch under which a second thread costs more than it brings.
pub const BATCH: usize = 1000;

/// Batches that may wait between the thread that reads and the one that folds: with [`BATCH`], what a replay holds of
/// the log.
const WAITING: usize = 2;

/// Buffers that are kept for reuse. They are large and pass between threads: given back to the allocator, each of its
/// many arenas would come to hold some, and memory would grow with the length of a backlog.
const SPARE: usize = 8;

static SPARES: Mutex<Vec<Batch>> = Mutex::new(Vec::new());

/// Some facts in order, in two buffers that are used again: a batch costs no allocation a fact.
#[derive(Debug, Default)]
pub struct Batch {
    text: String,
    bytes: Vec<u8>,
    facts: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    position: u64,
    recorded_at: RecordedAt,
    id: FactId,
    text: usize,
    stream: usize,
    kind: usize,
    occurred: usize,
    bytes: usize,
    end: usize,
}

impl Batch {
    /// An empty one, in buffers that were used before where there are any.
    pub fn spare() -> Self {
        SPARES.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Adds a copy of a fact.
    pub fn push(&mut self, fact: &FactView<'_>) {
        let text = self.text.len();
        self.text.push_str(fact.stream);
        let stream = self.text.len();
        self.text.push_str(fact.kind);
        let kind = self.text.len();
        self.text.push_str(fact.occurred);
        let bytes = self.bytes.len();
        self.bytes.extend_from_slice(fact.bytes);
        let (occurred, end) = (self.text.len(), self.bytes.len());
        self.facts.push(Entry {
            position: fact.position,
            recorded_at: fact.recorded_at,
            id: fact.id,
            text,
            stream,
            kind,
            occurred,
            bytes,
            end,
        });
    }

    /// The facts, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = FactView<'_>> {
        self.facts.iter().map(|fact| FactView {
            position: fact.position,
            recorded_at: fact.recorded_at,
            id: fact.id,
            stream: &self.text[fact.text..fact.stream],
            kind: &self.text[fact.stream..fact.kind],
            occurred: &self.text[fact.kind..fact.occurred],
            bytes: &self.bytes[fact.bytes..fact.end],
        })
    }

    /// How many facts.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    fn clear(&mut self) {
        self.text.clear();
        self.bytes.clear();
        self.facts.clear();
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        if self.facts.capacity() == 0 {
            return;
        }
        self.clear();
        let mut spares = SPARES.lock().unwrap_or_else(PoisonError::into_inner);
        if spares.len() < SPARE {
            spares.push(std::mem::take(self));
        }
    }
}

/// Called for each batch; answers whether to go on.
pub type Take<'t> = &'t mut dyn FnMut(&Batch) -> Result<ControlFlow<()>, ProjectorError>;

/// Shows the facts after `after` up to and including `until`, in batches. Blocking; memory is flat whatever the length.
/// A missing position is an error, and so is a log that ends before `until`: nothing is read over. A long stretch is
/// read by a second thread.
pub fn batches(
    log: &dyn FactReads,
    space: &SpaceId,
    after: u64,
    until: u64,
    take: Take<'_>,
) -> Result<(), ProjectorError> {
    if until <= after {
        return Ok(());
    }
    if until - after <= BATCH as u64 {
        let mut batch = Batch::spare();
        read(log, space, after, until, &mut |fact| {
            batch.push(fact);
            ControlFlow::Continue(())
        })?;
        return take(&batch).map(|_| ());
    }
    let (full, arriving) = mpsc::sync_channel::<Batch>(WAITING);
    let (empty, returned) = mpsc::channel::<Batch>();
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut batch = Batch::spare();
            let read = read(log, space, after, until, &mut move |fact| {
                batch.push(fact);
                if batch.len() < BATCH && fact.position < until {
                    return ControlFlow::Continue(());
                }
                let next = returned.try_recv().unwrap_or_else(|_| Batch::spare());
                match full.send(std::mem::replace(&mut batch, next)) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            });
            read.map(|_| ())
        });
        let mut outcome = Ok(());
        for mut batch in &arriving {
            match take(&batch) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => break,
                Err(why) => {
                    outcome = Err(why);
                    break;
                }
            }
            batch.clear();
            // The reader may be done already; the buffer is then simply dropped.
            let _ = empty.send(batch);
        }
        drop(arriving);
        let read = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        outcome?;
        Ok(read?)
    })
}

/// Scans a stretch and holds the log to its promise of one fact at every position.
fn read(
    log: &dyn FactReads,
    space: &SpaceId,
    after: u64,
    until: u64,
    visit: &mut (dyn FnMut(&FactView<'_>) -> ControlFlow<()> + Send),
) -> Result<(), ReadError> {
    let mut last = after;
    let mut ended = false;
    let mut hole = None;
    log.scan(space, after, Some(until), None, &mut |fact| {
        if fact.position != last + 1 {
            hole = Some(fact.position);
            return ControlFlow::Break(());
        }
        last = fact.position;
        let flow = visit(&fact);
        ended = flow.is_break();
        flow
    })?;
    match hole {
        Some(found) => Err(ReadError::Hole { space: space.clone(), expected: last + 1, found }),
        None if !ended && last < until => {
            Err(ReadError::Unavailable(format!("space {space} ends at position {last}, {until} was promised")))
        }
        None => Ok(()),
    }
}
