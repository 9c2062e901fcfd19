//! How far the rows of a projection hold what was folded, and the offer of the rest to the store.

use std::collections::BTreeMap;

use maillage_projections::table::RowChange;

use crate::mark::Mark;
use crate::space_state::{SpaceState, SpaceWork};
use crate::store::{Step, WriteOutcome};

/// What the worker of a space knows of the rows of one projection.
#[derive(Debug, Default)]
pub(crate) struct RowsProgress {
    /// The rows that `pending` belongs to.
    pub(crate) generation: i64,
    /// The position that `pending` starts from.
    pub(crate) from: u64,
    /// Changes that are not in the store yet: another process was ahead, or the store did not answer.
    pub(crate) pending: Vec<RowChange>,
    /// Whether some of `pending` puts rows right that an amendment touched.
    pub(crate) amended: bool,
    /// Whether the rows must be folded again from zero.
    pub(crate) lost: bool,
    /// Whether other rows of this version live now, and must be read in place of these.
    pub(crate) replaced: bool,
    /// How often another process was found that folds these rows again; 0 when none does.
    pub(crate) rival: u32,
    /// Whether another version of the fold keeps the rows.
    pub(crate) other_version: bool,
}

impl RowsProgress {
    /// Of rows that stand at a position, with nothing pending.
    pub(crate) fn at(generation: i64, from: u64) -> Self {
        Self { generation, from, ..Self::default() }
    }

    /// Whether there is something to do for them though nothing new is in the log.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.lost || self.replaced || self.rival > 0
    }

    /// Adds changes; of those that wait only the last of each row matters.
    fn add(&mut self, changes: Vec<RowChange>) {
        if self.other_version {
            return;
        }
        if self.pending.is_empty() {
            self.pending = changes;
            return;
        }
        let mut last: BTreeMap<(&'static str, String), RowChange> = BTreeMap::new();
        for change in self.pending.drain(..).chain(changes) {
            last.insert((change.table, change.key.clone()), change);
        }
        self.pending.extend(last.into_values());
    }

    fn settle(&mut self, outcome: WriteOutcome, to: u64) {
        match outcome {
            WriteOutcome::Written => (self.from, self.pending, self.amended) = (to, Vec::new(), false),
            WriteOutcome::Ahead => {}
            WriteOutcome::Replaced => (self.replaced, self.pending) = (true, Vec::new()),
            WriteOutcome::OtherVersion => (self.other_version, self.pending) = (true, Vec::new()),
            WriteOutcome::Lost => self.lost = true,
        }
    }
}

impl SpaceState {
    /// Offers what changed to the store: rows and checkpoints of all these projections in one transaction. What cannot
    /// be kept now waits.
    pub(crate) fn offer(&self, work: &mut SpaceWork, which: &[usize]) {
        let mut moved = Vec::new();
        for index in which.iter().copied() {
            let mut slot = self.slot_mut(index);
            let rows = &mut work.rows[index];
            // A fold that stopped may hold a part of a fact: nothing of it is kept.
            if slot.folded.stopped.is_some() || rows.lost || rows.replaced {
                continue;
            }
            if rows.other_version {
                slot.folded.state.tables().into_iter().for_each(|table| table.track(false));
                continue;
            }
            match slot.folded.take_changes_to_keep() {
                Ok(changes) => rows.add(changes),
                Err(why) => {
                    tracing::error!(space = %self.space, %why, "a row cannot be written");
                    rows.lost = true;
                    continue;
                }
            }
            let to = slot.folded.mark;
            if rows.rival == 0 && (to.position > rows.from || !rows.pending.is_empty()) {
                moved.push((index, slot.folded.state.name(), slot.folded.state.version(), to));
            }
        }
        let step = |(index, projection, version, to): &(usize, &'static str, u32, Mark)| {
            let rows = &work.rows[*index];
            Step {
                projection,
                version: *version,
                generation: rows.generation,
                from: rows.from,
                to: *to,
                amended: rows.amended,
                changes: &rows.pending,
            }
        };
        match self.store.keep(&self.space, &moved.iter().map(step).collect::<Vec<_>>()) {
            Ok(outcomes) => {
                for ((index, _, _, to), outcome) in moved.into_iter().zip(outcomes) {
                    work.rows[index].settle(outcome, to.position);
                }
            }
            Err(why) => tracing::warn!(space = %self.space, %why, "rows could not be kept; they will be offered again"),
        }
    }
}
