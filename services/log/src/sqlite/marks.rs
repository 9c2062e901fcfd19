//! The mark beside an open log: what is noted of its facts.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::open::Opened;
use super::options::{OpenError, SqliteOptions};
use super::standing::{all, identity};
use crate::identity::mark_file::{MarkFile, beside};
use crate::identity::{LogMark, Lost, StoreId};
use crate::queue::{Answer, QueuedAppend};

/// What the mark beside knows and the log does not hold.
pub(super) fn missing(connection: &Connection, path: &Path, store: StoreId) -> Result<Vec<Lost>, OpenError> {
    let failed = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let unread = |source| OpenError::Mark { path: beside(path), source };
    let Some(witness) = crate::identity::mark_witness(path).map_err(unread)? else { return Ok(Vec::new()) };
    let there = all(connection).map_err(failed)?;
    if !there.is_empty() && witness.store != Some(store) {
        return Ok(vec![Lost::OtherStore { witness: witness.name }]);
    }
    let stood = |mark: &LogMark| there.iter().find(|it| it.space == mark.space).map_or(0, |it| it.position);
    let short = witness.marks.iter().filter(|mark| stood(mark) < mark.position);
    Ok(short
        .map(|mark| Lost::Facts {
            space: mark.space.clone(),
            stood: stood(mark),
            witnessed: mark.position,
            witness: witness.name.clone(),
        })
        .collect())
}

/// The marks of an open log.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    pub(super) path: PathBuf,
    pub(super) busy: Duration,
    pub(super) store: StoreId,
    /// Opened, or made, at the first append: until then nothing is written.
    file: Arc<Mutex<Option<MarkFile>>>,
    /// What was found to be missing when the caller was to judge it.
    pub(super) lost: Vec<Lost>,
}

impl Marks {
    /// Those of a log that was just opened, after a look at what the mark beside it knows.
    pub(super) fn of(opened: &Opened, path: &Path, options: &SqliteOptions) -> Result<Self, OpenError> {
        let store =
            identity(&opened.connection).map_err(|source| OpenError::Sqlite { path: path.to_owned(), source })?;
        let mut lost = opened.lost.clone();
        if !options.judged_by_caller {
            lost.extend(missing(&opened.connection, path, store)?);
            if !lost.is_empty() {
                return Err(OpenError::Lost { path: path.to_owned(), lost });
            }
        }
        Ok(Self { path: path.to_owned(), busy: options.busy, store, file: Arc::default(), lost })
    }

    fn file(&self) -> MutexGuard<'_, Option<MarkFile>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a batch appended: after its commit, before its answers. A mark that cannot be written is said, and
    /// holds up nobody.
    pub(super) fn note(&self, connection: &Connection, batch: &[QueuedAppend], answers: &[Answer]) {
        let mut noted: Vec<LogMark> = Vec::new();
        for (request, answer) in batch.iter().zip(answers).rev() {
            let Ok(receipt) = answer else { continue };
            let space = &request.append.space;
            let last = request.append.streams.iter().rev().find_map(|part| part.facts.last());
            let is_noted = noted.iter().any(|mark| mark.space == *space);
            let Some(last) = last.filter(|_| !receipt.repeated && !is_noted) else { continue };
            let (position, recorded_at) = (receipt.last, receipt.recorded_at);
            noted.push(LogMark { space: space.clone(), position, recorded_at, fact: last.sealed.id });
        }
        if let Err(error) = self.write(connection, &noted) {
            tracing::warn!(%error, "the mark beside the log was not written");
        }
    }

    fn write(&self, connection: &Connection, marks: &[LogMark]) -> std::io::Result<()> {
        let mut file = self.file();
        if file.is_none() && !marks.is_empty() {
            let there = all(connection).map_err(std::io::Error::other)?;
            *file = Some(MarkFile::open(&self.path, self.store, &there)?);
        }
        file.as_mut().map_or(Ok(()), |file| marks.iter().try_for_each(|mark| file.note(mark)))
    }

    /// Waits until the disk has the mark.
    pub(super) fn sync(&self) {
        if let Some(Err(error)) = self.file().as_ref().map(MarkFile::sync) {
            tracing::warn!(%error, "the mark beside the log was not synced");
        }
    }

    /// Lets the mark say where the spaces stand, whatever it said.
    pub(super) fn anew(&self, marks: &[LogMark]) -> std::io::Result<()> {
        *self.file() = Some(MarkFile::anew(&self.path, self.store, marks)?);
        Ok(())
    }
}
