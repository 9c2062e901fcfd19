//! The one writer: gathers concurrent appends into one transaction and replies after its commit.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, ErrorCode, ffi};
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::{Ids, Statements};
use super::home::Home;
use super::known::Known;
use super::seen::Seen;
use crate::clock::Clock;
use crate::log::{AppendError, Receipt};
use crate::prepare::Prepared;

/// Requests waiting at most; further callers wait for room.
const QUEUE: usize = 2048;
/// Requests in one transaction at most.
const BATCH: usize = 512;
/// Facts after which a transaction takes no further request, so that imports do not hold up everybody's replies.
const BATCH_FACTS: usize = 4096;

/// One request's answer, given after the commit.
type Answer = Result<Receipt, AppendError>;
/// With the answer goes back what was asked: whoever made it frees it, and the writer, whose time is everybody's, takes
/// no lock of the allocator.
type Reply = oneshot::Sender<(Answer, Prepared)>;

/// One caller's request and where its answer goes.
pub(super) type Asked = (Prepared, Reply);

/// Starts the writer. It ends when every sender is dropped, after what was queued.
pub(super) fn start(
    connection: Connection,
    home: Home,
    clock: Arc<dyn Clock>,
    seen: Arc<Mutex<Seen>>,
    appended: watch::Sender<u64>,
) -> std::io::Result<(mpsc::Sender<Asked>, JoinHandle<()>)> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    let thread = std::thread::Builder::new().name("maillage-log-writer".to_owned()).spawn(move || {
        if let Err(error) =
            (Writer { clock, seen, appended, home, known: Known::default(), broken: None }).run(&connection, receiver)
        {
            tracing::error!(%error, "the writer of the log could not prepare its statements");
        }
        rest(&connection);
    })?;
    Ok((sender, thread))
}

/// Brings the write-ahead log home, so that a store at rest is one file that can be copied. While another process
/// reads, it stays beside.
fn rest(connection: &Connection) {
    let checkpoint = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    if let Err(error) = checkpoint {
        tracing::warn!(%error, "the write-ahead log was left beside the store");
    }
}

struct Writer {
    clock: Arc<dyn Clock>,
    seen: Arc<Mutex<Seen>>,
    appended: watch::Sender<u64>,
    home: Home,
    known: Known,
    /// Set when the disk did not confirm a sync: what it holds is then not known, and asking it again would only seem
    /// to help.
    broken: Option<String>,
}

impl Writer {
    fn run(&mut self, connection: &Connection, mut queue: mpsc::Receiver<Asked>) -> rusqlite::Result<()> {
        let mut statements = Statements::prepare(connection)?;
        let mut batch: Vec<Asked> = Vec::with_capacity(BATCH);
        while let Some(first) = queue.blocking_recv() {
            let mut facts = first.0.count;
            batch.push(first);
            // No linger: the sync of the batch before was the time for this one to gather.
            while batch.len() < BATCH && facts < BATCH_FACTS {
                let Ok(next) = queue.try_recv() else { break };
                facts += next.0.count;
                batch.push(next);
            }
            self.answer(connection, &mut statements, &mut batch);
        }
        Ok(())
    }

    /// Commits a batch, then replies. Nobody is told anything before the commit.
    fn answer(&mut self, connection: &Connection, statements: &mut Statements<'_>, batch: &mut Vec<Asked>) {
        let written = match &self.broken {
            Some(why) => Err(why.clone()),
            None => self.write_all(connection, statements, batch).map_err(|error| {
                self.give_up(connection);
                tracing::error!(%error, requests = batch.len(), "a batch of the log was not committed");
                if sync_failed(&error) {
                    self.broken = Some(format!("the disk did not confirm a write ({error}); check it and start again"));
                }
                error.to_string()
            }),
        };
        match written {
            Ok(answers) => {
                let facts: u64 =
                    answers.iter().flatten().filter(|receipt| !receipt.repeated).map(|receipt| receipt.count).sum();
                self.home.wrote(answers.len() + usize::try_from(facts).unwrap_or(0));
                for ((asked, reply), answer) in batch.drain(..).zip(answers) {
                    // A caller that went away has its receipt all the same.
                    let _ = reply.send((answer, asked));
                }
                if facts > 0 {
                    self.appended.send_modify(|count| *count += facts);
                }
            }
            Err(why) => {
                for (asked, reply) in batch.drain(..) {
                    let _ = reply.send((Err(AppendError::Unavailable(why.clone())), asked));
                }
            }
        }
    }

    /// Trusts that fact ids are new, since the file refuses one that is not; then, and only then, writes again and
    /// looks each of them up, to tell whose it is.
    fn write_all(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[Asked],
    ) -> rusqlite::Result<Vec<Answer>> {
        match self.write(connection, statements, batch, Ids::Trusted) {
            Err(error) if is_taken(&error) => {
                self.give_up(connection);
                self.write(connection, statements, batch, Ids::LookedUp)
            }
            written => written,
        }
    }

    /// Undoes what a transaction did, in the file and in memory.
    fn give_up(&mut self, connection: &Connection) {
        self.known.forget();
        if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
            tracing::error!("the log could not roll back");
        }
    }

    fn write(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        batch: &[Asked],
        ids: Ids,
    ) -> rusqlite::Result<Vec<Answer>> {
        statements.begin.execute([])?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.learn(connection)?;
        let data_version = statements.data_version.query_row([], |row| row.get(0))?;
        self.known.refresh(data_version);
        let mut answers = Vec::with_capacity(batch.len());
        for (request, _) in batch {
            answers.push(statements.admit(&mut self.known, &mut seen, self.clock.as_ref(), request, ids)?);
        }
        let newest = statements.newest_receipt.query_row([], |row| row.get::<_, Option<i64>>(0))?;
        drop(seen);
        statements.commit.execute([])?;
        if let Some(newest) = newest {
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).committed(newest);
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
