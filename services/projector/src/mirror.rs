//! Keeps in-memory states equal to the rows that another process writes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use maillage_events::envelope::RecordedAt;
use maillage_projections::projection::FoldError;
use maillage_projections::table::BadRow;

use crate::fold::{Folded, Stop};
use crate::postgres::moved_rows::{MovedProjection, MovedRow, MovedRows, MovedRowsReader, ReadUpTo};
use crate::projector::Signals;
use crate::rows_checksum;
use crate::rows_progress::RowsProgress;
use crate::space_state::{Slot, SpaceState, SpaceWork};
use crate::{Advance, ProjectorError};

/// Follows the rows of one space until it is stopped.
pub(crate) async fn mirror_space(space_state: Arc<SpaceState>, reader: MovedRowsReader, signals: Signals) {
    let (mut stop, mut woken) = (signals.stop.subscribe(), space_state.woken.subscribe());
    while !*stop.borrow() {
        woken.mark_unchanged();
        let outcome = refresh(&space_state, &reader).await;
        match outcome {
            Ok(advance) => advance.into_iter().for_each(|advance| drop(signals.advances.send(advance))),
            Err(why) => {
                tracing::warn!(
                    space = %space_state.space,
                    %why,
                    "the rows of the space could not be read; trying again"
                );
                // -1 makes the next poll wake this task, which then reads all that moved.
                space_state.moves.store(-1, Ordering::SeqCst);
            }
        }
        signals.moved.send_modify(|count| *count = count.wrapping_add(1));
        tokio::select! {
            _ = woken.changed() => {}
            _ = stop.changed() => {}
        }
    }
}

async fn refresh(space_state: &Arc<SpaceState>, reader: &MovedRowsReader) -> Result<Option<Advance>, ProjectorError> {
    let mut work = space_state.work.clone().lock_owned().await;
    let (moves, moved) = reader.moved(&space_state.space, space_state.read_up_to(&mut work)).await?;
    let space_state = space_state.clone();
    tokio::task::spawn_blocking(move || space_state.take_moved(&mut work, moves, moved)).await?
}

impl SpaceState {
    /// How far the rows of each projection were read.
    fn read_up_to(&self, work: &mut SpaceWork) -> Vec<ReadUpTo> {
        work.rows.resize_with(self.catalogue.len(), RowsProgress::default);
        let read = |(index, (projection, _)): (usize, &(&'static str, _))| {
            let slot = self.slot(index);
            let generation = slot.ready.then_some(work.rows[index].generation);
            ReadUpTo {
                projection,
                version: slot.folded.state.version(),
                generation,
                position: slot.folded.mark.position,
            }
        };
        self.catalogue.iter().enumerate().map(read).collect()
    }

    /// Takes what moved in the store. Blocking.
    fn take_moved(
        &self,
        work: &mut SpaceWork,
        moves: i64,
        moved: Vec<MovedProjection>,
    ) -> Result<Option<Advance>, ProjectorError> {
        for moved in moved {
            let index = moved.index;
            let generation = moved.checkpoint.generation;
            if self.take_rows(moved)? {
                work.rows[index].generation = generation;
            }
        }
        self.moves.store(moves, Ordering::SeqCst);
        let going = (0..self.catalogue.len())
            .map(|index| self.slot(index))
            .filter(|slot| slot.ready && slot.folded.stopped.is_none());
        let reached = going.map(|slot| slot.folded.mark.position).min().unwrap_or(0);
        let from = self.progress().position;
        self.note(|progress| {
            progress.position = progress.position.max(reached);
            progress.head = progress.head.max(reached);
        });
        Ok((reached > from).then(|| Advance { space: self.space.clone(), from, to: reached }))
    }

    /// Takes the moved rows of one projection; `true` when its state is now that of the living generation.
    fn take_rows(&self, moved: MovedProjection) -> Result<bool, ProjectorError> {
        let (index, found) = (moved.index, moved.checkpoint);
        match moved.rows {
            MovedRows::NotYet => Ok(false),
            MovedRows::OtherVersion => {
                let mut slot = self.slot_mut(index);
                if slot.ready && slot.folded.stopped.is_none() {
                    let why = format!("the rows are kept by version {} of the fold", found.version);
                    tracing::warn!(
                        space = %self.space,
                        projection = slot.folded.state.name(),
                        why,
                        "this program reads no more of them"
                    );
                    slot.folded.stopped = Some(self.stop_after(slot.folded.mark.position, why)?);
                }
                Ok(false)
            }
            MovedRows::Since(rows) => {
                let stopped = found.stopped.map(|why| self.stop_after(found.mark.position, why)).transpose()?;
                let mut slot = self.slot_mut(index);
                if let Err(why) = put(&mut slot.folded, &rows) {
                    // A part of the rows is in the state: it must be read whole again before it answers.
                    slot.ready = false;
                    return Err(why);
                }
                (slot.folded.mark, slot.folded.stopped) = (found.mark, stopped);
                Ok(true)
            }
            MovedRows::Whole(rows) => {
                let mut folded = Folded::new(self.catalogue[index].1);
                put(&mut folded, &rows)?;
                folded.mark = found.mark;
                folded.stopped = found.stopped.map(|why| self.stop_after(found.mark.position, why)).transpose()?;
                *self.slot_mut(index) = Slot::ready(folded);
                Ok(true)
            }
        }
    }

    /// What stands after a position: the fact that could not be taken.
    fn stop_after(&self, position: u64, why: String) -> Result<Stop, ProjectorError> {
        let mut stop = Stop {
            why: FoldError { position: position + 1, kind: "unknown".to_owned(), why },
            recorded_at: RecordedAt::from(self.log.clock().now()),
        };
        self.log.scan(&self.space, position, Some(position + 1), None, &mut |fact| {
            fact.kind.clone_into(&mut stop.why.kind);
            stop.recorded_at = fact.recorded_at;
            std::ops::ControlFlow::Break(())
        })?;
        Ok(stop)
    }

    /// Notes where the log ends and since when its next fact waits. A log that ends before what had been read `before`
    /// it was asked is another one: all is read again.
    pub(crate) async fn note_head(&self, head: u64, before: u64) -> Result<(), ProjectorError> {
        let position = self.progress().position;
        if head < before {
            tracing::warn!(
                space = %self.space,
                head,
                position,
                "the log ends before the rows that were read: reading them again"
            );
            let mut work = self.work.lock().await;
            for (index, (_, fresh)) in self.catalogue.iter().enumerate() {
                *self.slot_mut(index) = Slot::empty(*fresh);
            }
            work.rows.clear();
            self.note(|progress| (progress.position, progress.head, progress.oldest) = (0, head, None));
            self.moves.store(-1, Ordering::SeqCst);
            return Ok(());
        }
        let oldest = match head > position {
            true => self.log.read(&self.space, position, 1).await?.first().map(|fact| fact.recorded_at),
            false => None,
        };
        self.note(|progress| (progress.head, progress.oldest) = (head.max(progress.position), oldest));
        Ok(())
    }
}

/// Puts rows into a state, and takes those away that are gone.
fn put(folded: &mut Folded, rows: &[MovedRow]) -> Result<(), ProjectorError> {
    let (mut tables, mut checksum) = (folded.state.tables(), None);
    for row in rows {
        if row.table == rows_checksum::TABLE {
            checksum = row.row.as_deref();
            continue;
        }
        let table = tables.iter_mut().find(|table| table.name() == row.table);
        let table = table.ok_or_else(|| BadRow {
            table: row.table.clone(),
            key: row.key.clone(),
            why: "no such table".to_owned(),
        })?;
        match &row.row {
            Some(bytes) => table.restore(&row.key, bytes)?,
            None => table.forget(&row.key),
        }
    }
    // Rows and checksum move together: without one, nothing else moved.
    if rows.is_empty() { Ok(()) } else { rows_checksum::verify(folded.state.as_mut(), checksum) }
}
