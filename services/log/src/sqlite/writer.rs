//! The one writer: a batch becomes one transaction, and is answered after its commit.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, ErrorCode, ffi};
use tokio::sync::watch;

use super::checkpointer::{Checkpointer, last_checkpoint};
use super::receipt_filter::ReceiptFilter;
use super::statements::Statements;
use super::writer_cache::WriterCache;
use crate::clock::Clock;
use crate::queue::{Answer, Batches, Queue, QueuedAppend, new_facts, queue};
use crate::writer_cache::FactIds;

/// Requests waiting at most; further callers wait for room.
const QUEUE: usize = 2048;

/// Starts the writer. It ends when every queue's end is dropped, after what was queued.
pub(super) fn start(
    connection: Connection,
    checkpointer: Checkpointer,
    clock: Arc<dyn Clock>,
    filter: Arc<Mutex<ReceiptFilter>>,
    appended: watch::Sender<u64>,
) -> std::io::Result<(Queue, JoinHandle<()>)> {
    let (queue, batches) = queue(QUEUE);
    let thread = std::thread::Builder::new().name("maillage-log-writer".to_owned()).spawn(move || {
        let writer = Writer { clock, filter, appended, checkpointer, cache: WriterCache::default(), broken: None };
        if let Err(error) = writer.run(&connection, batches) {
            tracing::error!(%error, "the writer of the log could not prepare its statements");
        }
        last_checkpoint(&connection);
    })?;
    Ok((queue, thread))
}

struct Writer {
    clock: Arc<dyn Clock>,
    filter: Arc<Mutex<ReceiptFilter>>,
    appended: watch::Sender<u64>,
    checkpointer: Checkpointer,
    cache: WriterCache,
    /// Set when the disk did not confirm a sync: what it holds is then not known, and asking it again would only seem
    /// to help.
    broken: Option<String>,
}

impl Writer {
    /// Commits batch after batch. Nobody is answered, and no follower woken, before the commit.
    fn run(mut self, connection: &Connection, mut batches: Batches) -> rusqlite::Result<()> {
        let mut statements = Statements::prepare(connection)?;
        while let Some(batch) = batches.next_blocking() {
            match self.commit(connection, &mut statements, batch) {
                Ok(answers) => {
                    let facts = new_facts(&answers);
                    self.checkpointer.wrote(answers.len() + usize::try_from(facts).unwrap_or(0));
                    batches.reply(answers);
                    if facts > 0 {
                        self.appended.send_modify(|count| *count += facts);
                    }
                }
                Err(why) => batches.refuse(&why),
            }
        }
        Ok(())
    }

    /// The answers of a batch that was committed, or why it was not.
    fn commit(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[QueuedAppend],
    ) -> Result<Vec<Answer>, String> {
        if let Some(why) = &self.broken {
            return Err(why.clone());
        }
        self.write_all(connection, statements, batch).map_err(|error| {
            self.roll_back(connection);
            tracing::error!(%error, requests = batch.len(), "a batch of the log was not committed");
            if sync_failed(&error) {
                self.broken = Some(format!("the disk did not confirm a write ({error}); check it and start again"));
            }
            error.to_string()
        })
    }

    /// Trusts that fact ids are new, since the file refuses one that is not; then, and only then, writes again and
    /// looks each of them up, to tell whose it is.
    fn write_all(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[QueuedAppend],
    ) -> rusqlite::Result<Vec<Answer>> {
        match self.write(connection, statements, batch, FactIds::Trusted) {
            Err(error) if is_taken(&error) => {
                self.roll_back(connection);
                self.write(connection, statements, batch, FactIds::LookedUp)
            }
            written => written,
        }
    }

    /// Undoes what a transaction did, in the file and in the cache.
    fn roll_back(&mut self, connection: &Connection) {
        self.cache.forget();
        if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
            tracing::error!("the log could not roll back");
        }
    }

    fn write(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[QueuedAppend],
        ids: FactIds,
    ) -> rusqlite::Result<Vec<Answer>> {
        statements.begin.execute([])?;
        let mut filter = self.filter.lock().unwrap_or_else(PoisonError::into_inner);
        filter.catch_up(connection)?;
        let data_version = statements.data_version.query_row([], |row| row.get(0))?;
        self.cache.refresh(data_version);
        let mut answers = Vec::with_capacity(batch.len());
        for request in batch {
            answers.push(statements.admit(&mut self.cache, &mut filter, self.clock.as_ref(), &request.append, ids)?);
        }
        let newest = statements.newest_receipt.query_row([], |row| row.get::<_, Option<i64>>(0))?;
        drop(filter);
        statements.commit.execute([])?;
        if let Some(newest) = newest {
            self.filter.lock().unwrap_or_else(PoisonError::into_inner).committed(newest);
        }
        Ok(answers)
    }
}

/// Whether something is there already that may be there once.
fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(ffi::Error { extended_code: ffi::SQLITE_CONSTRAINT_UNIQUE, .. }, _))
}

fn sync_failed(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(ffi::Error { code: ErrorCode::SystemIoFailure, extended_code }, _)
        if matches!(*extended_code, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC))
}
