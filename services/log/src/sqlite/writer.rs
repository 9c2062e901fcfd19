//! The one writer: a batch becomes one transaction, and is answered after its commit.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use rusqlite::{Connection, ErrorCode, ffi};
use tokio::sync::watch;

use super::at_rest;
use super::checkpointer::Checkpointer;
use super::marks::Marks;
use super::receipt_filter::ReceiptFilter;
use super::statements::Statements;
use super::writer_cache::WriterCache;
use crate::appends::{Appends, spaces_with_facts};
use crate::clock::Moment;
use crate::judged_clock::JudgedClock;
use crate::log::{ALIVE, AppendError, Obstacle, StoreHealth};
use crate::queue::{Answer, Batches, QueuedAppend, Turn, new_facts};
use crate::writer_cache::FactIds;

/// Requests waiting at most; further callers wait for room.
pub(super) const QUEUE: usize = 2048;

/// What a writer is made of.
pub(super) struct Writer {
    pub(super) clock: JudgedClock,
    pub(super) filter: Arc<Mutex<ReceiptFilter>>,
    pub(super) appended: Appends,
    pub(super) checkpointer: Checkpointer,
    pub(super) health: watch::Sender<StoreHealth>,
    pub(super) cache: WriterCache,
    /// When the store last said that it is alive.
    pub(super) alive: Option<Instant>,
    pub(super) marks: Marks,
    /// SQLite's `data_version` when this writer last said that the file is in use; `None` before its first batch.
    pub(super) seen: Option<i64>,
}

impl Writer {
    /// Starts it. It ends when every queue's end is dropped, after what was queued.
    pub(super) fn start(mut self, connection: Connection, batches: Batches) -> std::io::Result<JoinHandle<()>> {
        std::thread::Builder::new().name("maillage-log-writer".to_owned()).spawn(move || {
            if let Err(error) = self.run(&connection, batches) {
                tracing::error!(%error, "the writer of the log could not prepare its statements");
            }
            self.end(&connection);
            // The thread of checkpoints ends before: the last connection to close brings all home.
            drop(self);
            drop(connection);
        })
    }

    /// Commits batch after batch. Nobody is answered, and no follower woken, before the commit.
    fn run(&mut self, connection: &Connection, mut batches: Batches) -> rusqlite::Result<()> {
        let mut statements = Statements::prepare(connection)?;
        self.clock.learn(statements.newest_fact()?, statements.newest_mark()?);
        if self.clock.is_accepted() {
            // Said in the store too, so that whoever opens it next finds it alive.
            let met = self.pulse(connection, &mut statements);
            self.health.send_modify(|health| health.obstacle = met);
        }
        while let Some(turn) = batches.next_blocking() {
            self.health.send_modify(|health| health.busy_since = Some(Instant::now()));
            let met = match turn {
                Turn::Pulse => self.pulse(connection, &mut statements),
                Turn::Batch(batch) => match self.commit(connection, &mut statements, batch) {
                    Ok(answers) => {
                        let (facts, spaces) = (new_facts(&answers), spaces_with_facts(batch, &answers));
                        self.checkpointer.wrote(connection, answers.len() + usize::try_from(facts).unwrap_or(0));
                        batches.reply(answers);
                        if facts > 0 {
                            self.appended.tell(facts, spaces);
                        }
                        None
                    }
                    Err(obstacle) => {
                        // Whoever is refused finds the server not ready.
                        self.health.send_modify(|health| health.obstacle = Some(obstacle.clone()));
                        batches.refuse(&AppendError::from(&obstacle));
                        Some(obstacle)
                    }
                },
            };
            if met.as_ref().is_some_and(Obstacle::ends_the_process) {
                super::open::without_last_checkpoint(connection)?;
            }
            self.health.send_modify(|health| (health.busy_since, health.obstacle) = (None, met));
        }
        Ok(())
    }

    /// Whether a write would succeed. A store that is well is asked once an hour, one that is not at each pulse: it
    /// writes that it is alive.
    fn pulse(&mut self, connection: &Connection, statements: &mut Statements<'_>) -> Option<Obstacle> {
        let obstacle = self.health.borrow().obstacle.clone();
        if obstacle.as_ref().is_some_and(Obstacle::ends_the_process) {
            return obstacle;
        }
        let moment = match self.clock.moment() {
            Ok(moment) => moment,
            Err(fault) => {
                // Somebody may have vouched for the clock elsewhere.
                if let Ok(mark) = statements.newest_mark() {
                    self.clock.learn(None, mark);
                }
                return Some(fault.into());
            }
        };
        match &obstacle {
            None if self.alive.is_some_and(|since| since.elapsed() < ALIVE) => return None,
            Some(Obstacle::DiskFull(_)) => self.checkpointer.give_back(connection),
            Some(_) | None => {}
        }
        match say_alive(statements, moment) {
            Ok(()) => {
                if let Some(obstacle) = obstacle {
                    tracing::info!(%obstacle, "the store can be written to again");
                }
                self.clock.marked(moment);
                self.alive = Some(Instant::now());
                None
            }
            Err(error) => Some(self.failed(connection, &error)),
        }
    }

    /// Undoes what was begun, and says what kept it from the disk.
    fn failed(&mut self, connection: &Connection, error: &rusqlite::Error) -> Obstacle {
        self.roll_back(connection);
        obstacle(error)
    }

    /// The answers of a batch that was committed, or why it was not.
    fn commit(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[QueuedAppend],
    ) -> Result<Vec<Answer>, Obstacle> {
        // Set when the disk did not confirm a sync: what it holds is then not known, and asking it again would only
        // seem to help.
        if let Some(broken) = self.health.borrow().obstacle.clone().filter(Obstacle::ends_the_process) {
            return Err(broken);
        }
        let moment = self.clock.moment()?;
        self.write_all(connection, statements, batch, moment).map_err(|error| {
            tracing::error!(%error, requests = batch.len(), "a batch of the log was not committed");
            self.failed(connection, &error)
        })
    }

    /// Trusts that fact ids are new, since the file refuses one that is not; then, and only then, writes again and
    /// looks each of them up, to tell whose it is.
    fn write_all(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[QueuedAppend],
        moment: Moment,
    ) -> rusqlite::Result<Vec<Answer>> {
        match self.write(connection, statements, batch, moment, FactIds::Trusted) {
            Err(error) if is_taken(&error) => {
                self.roll_back(connection);
                self.write(connection, statements, batch, moment, FactIds::LookedUp)
            }
            written => written,
        }
    }

    /// Undoes what a transaction did, in the file and in the cache.
    fn roll_back(&mut self, connection: &Connection) {
        self.cache.forget();
        self.seen = None;
        if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
            tracing::error!("the log could not roll back");
        }
    }

    fn write(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[QueuedAppend],
        moment: Moment,
        ids: FactIds,
    ) -> rusqlite::Result<Vec<Answer>> {
        statements.begin.execute([])?;
        let mut filter = self.filter.lock().unwrap_or_else(PoisonError::into_inner);
        filter.catch_up(connection)?;
        let data_version = statements.data_version.query_row([], |row| row.get(0))?;
        self.cache.refresh(data_version);
        let moved = self.seen.replace(data_version) != Some(data_version);
        let woke = moved && at_rest::wake(connection)? > 0;
        let mut answers = Vec::with_capacity(batch.len());
        for request in batch {
            answers.push(statements.admit(&mut self.cache, &mut filter, moment, &request.append, ids)?);
        }
        let newest = statements.newest_receipt.query_row([], |row| row.get::<_, Option<i64>>(0))?;
        drop(filter);
        statements.commit.execute([])?;
        self.clock.recorded(&answers);
        if let Some(newest) = newest {
            self.filter.lock().unwrap_or_else(PoisonError::into_inner).committed(newest);
        }
        if woke {
            // The file itself says that it is in use before anything is acknowledged that it may lack.
            self.checkpointer.at_once(connection);
        }
        self.marks.note(connection, batch, &answers);
        Ok(answers)
    }

    /// Leaves one file that can be copied, when it ended well; who writes after it says again that it is in use.
    fn end(&mut self, connection: &Connection) {
        let is_broken = self.health.borrow().is_broken();
        if self.seen.is_some()
            && !is_broken
            && let Err(error) = at_rest::lay_to_rest(connection)
        {
            tracing::warn!(%error, "the store could not be laid to rest");
        }
        self.marks.sync();
        self.checkpointer.give_back(connection);
    }
}

fn say_alive(statements: &mut Statements<'_>, moment: Moment) -> rusqlite::Result<()> {
    statements.begin.execute([])?;
    statements.insert_alive.execute([moment.now.0])?;
    statements.commit.execute([])?;
    Ok(())
}

/// Whether something is there already that may be there once.
fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(ffi::Error { extended_code: ffi::SQLITE_CONSTRAINT_UNIQUE, .. }, _))
}

/// What an error of SQLite says of the store.
fn obstacle(error: &rusqlite::Error) -> Obstacle {
    let words = error.to_string();
    match error {
        rusqlite::Error::SqliteFailure(ffi::Error { code: ErrorCode::DiskFull, .. }, _) => Obstacle::DiskFull(words),
        rusqlite::Error::SqliteFailure(ffi::Error { code: ErrorCode::SystemIoFailure, extended_code }, _)
            if matches!(*extended_code, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC) =>
        {
            Obstacle::DiskUnconfirmed(words)
        }
        _ => Obstacle::WriteFailed(words),
    }
}
