//! The one writer: gathers concurrent appends into one transaction and replies after its commit.

use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::{Connection, ErrorCode, ffi};
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::Statements;
use super::known::Known;
use super::prepare::Prepared;
use crate::clock::Clock;
use crate::log::{AppendError, Receipt};

/// Requests waiting at most; further callers wait for room.
const QUEUE: usize = 2048;
/// Requests in one transaction at most.
const BATCH: usize = 512;
/// Facts after which a transaction takes no further request, so that imports do not hold up everybody's replies.
const BATCH_FACTS: usize = 4096;

type Reply = oneshot::Sender<Result<Receipt, AppendError>>;

/// One caller's request and where its answer goes.
pub(super) type Asked = (Prepared, Reply);

/// Starts the writer. It ends when every sender is dropped, after what was queued.
pub(super) fn start(
    connection: Connection,
    clock: Arc<dyn Clock>,
    appended: watch::Sender<u64>,
) -> std::io::Result<(mpsc::Sender<Asked>, JoinHandle<()>)> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    let thread = std::thread::Builder::new().name("maillage-log-writer".to_owned()).spawn(move || {
        if let Err(error) = (Writer { clock, appended, known: Known::default(), broken: None }).run(&connection, receiver) {
            tracing::error!(%error, "the writer of the log could not prepare its statements");
        }
        rest(&connection);
    })?;
    Ok((sender, thread))
}

/// Brings the write-ahead log home, so that a store at rest is one file that can be copied. While another process reads, it stays beside.
fn rest(connection: &Connection) {
    let checkpoint = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    if let Err(error) = checkpoint {
        tracing::warn!(%error, "the write-ahead log was left beside the store");
    }
}

struct Writer {
    clock: Arc<dyn Clock>,
    appended: watch::Sender<u64>,
    known: Known,
    /// Set when the disk did not confirm a sync: what it holds is then not known, and asking it again would only seem to help.
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
            None => self.write(statements, batch).map_err(|error| {
                self.known.forget();
                if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
                    tracing::error!("the log could not roll back");
                }
                tracing::error!(%error, requests = batch.len(), "a batch of the log was not committed");
                if sync_failed(&error) {
                    self.broken = Some(format!("the disk did not confirm a write ({error}); check it and start again"));
                }
                error.to_string()
            }),
        };
        match written {
            Ok(answers) => {
                let facts: u64 = answers.iter().flatten().filter(|receipt| !receipt.repeated).map(|receipt| receipt.count).sum();
                for ((_, reply), answer) in batch.drain(..).zip(answers) {
                    // A caller that went away has its receipt all the same.
                    let _ = reply.send(answer);
                }
                if facts > 0 {
                    self.appended.send_modify(|count| *count += facts);
                }
            }
            Err(why) => {
                for (_, reply) in batch.drain(..) {
                    let _ = reply.send(Err(AppendError::Unavailable(why.clone())));
                }
            }
        }
    }

    fn write(&mut self, statements: &mut Statements<'_>, batch: &[Asked]) -> rusqlite::Result<Vec<Result<Receipt, AppendError>>> {
        statements.begin.execute([])?;
        let data_version = statements.data_version.query_row([], |row| row.get(0))?;
        self.known.refresh(data_version);
        let mut answers = Vec::with_capacity(batch.len());
        for (request, _) in batch {
            answers.push(statements.admit(&mut self.known, self.clock.as_ref(), request)?);
        }
        statements.commit.execute([])?;
        Ok(answers)
    }
}

fn sync_failed(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(ffi::Error { code: ErrorCode::SystemIoFailure, extended_code }, _)
        if matches!(*extended_code, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC))
}
