//! Folding a stretch of the log: the one way in which facts reach a projection, live, in a rebuild, as of a day, in a
//! replay.

use std::ops::ControlFlow;

use maillage_events::amendment::Amendments;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::{AnyProjection, Fresh};
use maillage_projections::projection::{AMENDMENT_KINDS, AmendedAs, FoldError, note_amendment};
use maillage_projections::table::RowChange;

use crate::ProjectorError;
use crate::batch::{Batch, batches};
use crate::mark::Mark;
use crate::rows_checksum;

/// Called now and then with the position reached and the last one that will be.
pub type Progress<'p> = &'p mut (dyn FnMut(u64, u64) + Send);

/// The fact that a fold could not take.
#[derive(Debug)]
pub struct Stop {
    /// Why.
    pub why: FoldError,
    /// When the log learned it.
    pub recorded_at: RecordedAt,
}

/// A state and where it stands.
pub struct Folded {
    /// The state.
    pub state: Box<dyn AnyProjection>,
    /// The last fact that it took.
    pub mark: Mark,
    /// The fact after that one, when the fold could not take it. The state may then hold a part of that fact: see
    /// [`state_at`].
    pub stopped: Option<Stop>,
    /// Whether its rows, and their checksum, were taken to be kept, or come from where they are kept.
    pub(crate) is_kept: bool,
}

impl Folded {
    /// From zero.
    pub fn new(fresh: Fresh) -> Self {
        Self { state: fresh(), mark: Mark::default(), stopped: None, is_kept: false }
    }

    /// Takes the facts of a batch that come after its mark; the position decides, so a batch that is given twice
    /// changes nothing. Stops at the first fact that the fold cannot take, and takes none after it.
    pub fn take(&mut self, amendments: &Amendments, batch: &Batch) {
        if self.stopped.is_some() {
            return;
        }
        let after = self.mark.position;
        for fact in batch.iter().filter(|fact| fact.position > after) {
            if let Err(why) = self.state.take(amendments, &fact) {
                self.stopped = Some(Stop { why, recorded_at: fact.recorded_at });
                return;
            }
            self.mark = Mark::at(&fact);
        }
    }

    /// What is to be kept: the rows that changed since the last time, and the checksum of all; nothing when none did.
    pub(crate) fn take_changes_to_keep(&mut self) -> Result<Vec<RowChange>, ProjectorError> {
        let mut changes = self.take_changes()?;
        if changes.is_empty() && self.is_kept {
            return Ok(changes);
        }
        self.is_kept = true;
        changes.push(rows_checksum::change(self.state.as_mut()));
        Ok(changes)
    }

    /// The rows of every table that changed since the last time.
    pub(crate) fn take_changes(&mut self) -> Result<Vec<RowChange>, ProjectorError> {
        let mut changes = Vec::new();
        for table in self.state.tables() {
            changes.append(&mut table.take_changes()?);
        }
        Ok(changes)
    }
}

impl std::fmt::Debug for Folded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Folded")
            .field("projection", &self.state.name())
            .field("mark", &self.mark)
            .field("stopped", &self.stopped)
            .finish()
    }
}

/// The state after the facts `1..=until`, amended by those among them and by no other. Blocking; memory is that of the
/// state. Where the fold stops, the state is exactly that after the fact before.
pub fn state_at(
    log: &dyn FactReads,
    space: &SpaceId,
    fresh: Fresh,
    until: u64,
    progress: Progress<'_>,
) -> Result<Folded, ProjectorError> {
    let mut folded = Folded::new(fresh);
    for table in folded.state.tables() {
        table.track(false);
    }
    let amendments = match folded.state.amended() {
        AmendedAs::Effective => amendments_between(log, space, 0, until)?,
        AmendedAs::Recorded => Amendments::default(),
    };
    batches(log, space, 0, until, &mut |batch| {
        folded.take(&amendments, batch);
        progress(folded.mark.position, until);
        Ok(if folded.stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let Some(stop) = folded.stopped.take() else { return Ok(folded) };
    let mut before = state_at(log, space, fresh, folded.mark.position, progress)?;
    before.stopped.get_or_insert(stop);
    Ok(before)
}

/// Every amendment among the facts after `after`, up to and including `until`.
pub fn amendments_between(
    log: &dyn FactReads,
    space: &SpaceId,
    after: u64,
    until: u64,
) -> Result<Amendments, ProjectorError> {
    let mut amendments = Amendments::default();
    let mut bad = None;
    if until > after {
        log.scan(space, after, Some(until), Some(AMENDMENT_KINDS), &mut |fact| match note_amendment(
            &mut amendments,
            &fact,
        ) {
            Ok(_) => ControlFlow::Continue(()),
            Err(why) => {
                bad = Some(why);
                ControlFlow::Break(())
            }
        })?;
    }
    bad.map_or(Ok(amendments), |why| Err(why.into()))
}
