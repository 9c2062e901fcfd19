//! Readers of rows on every node are woken: `NOTIFY` once a kept step, `LISTEN` on a session of its own.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::Pool;
use maillage_events::id::SpaceId;
use maillage_log::postgres::connect::tls;
use tokio::sync::{mpsc, watch};
use tokio_postgres::AsyncMessage;

use super::PostgresRows;
use super::session::Session;
use crate::ProjectorError;

/// How long before a session that was lost is opened again.
const AGAIN: Duration = Duration::from_secs(1);

/// How soon a silent connection is asked whether it lives.
const ALIVE: Duration = Duration::from_secs(10);

/// Spaces that are named in one statement.
const TOGETHER: usize = 256;

/// Notifies of moved spaces until there is nobody left to move any. After the commit of the step and outside it: a
/// transaction that notifies takes a lock of the whole database until it has committed, and appends to the log, which
/// wait for a disk there, hold it too. A notification that is lost costs a reader the time until its next poll.
pub(super) async fn notify(pool: Pool, mut moved: mpsc::UnboundedReceiver<SpaceId>) {
    let mut waiting = Vec::new();
    while moved.recv_many(&mut waiting, TOGETHER).await > 0 {
        let spaces: BTreeSet<&str> = waiting.iter().map(SpaceId::as_str).collect();
        let spaces: Vec<&str> = spaces.into_iter().collect();
        if let Err(why) = notify_of(&pool, &spaces).await {
            tracing::warn!(%why, "readers could not be woken; their poll finds what moved");
        }
        waiting.clear();
    }
}

async fn notify_of(pool: &Pool, spaces: &[&str]) -> Result<(), ProjectorError> {
    let session = Session::of(pool).await?;
    let statement =
        session.prepare_cached("select pg_notify('maillage_moved', space) from unnest($1::text[]) as space").await?;
    session.query(&statement, &[&spaces]).await?;
    session.give_back();
    Ok(())
}

/// Listens and passes on the spaces that moved, over as many sessions as it takes, until it is stopped. `None` means
/// that something may have been missed.
pub(crate) async fn listen(
    rows: Arc<PostgresRows>,
    moved: mpsc::Sender<Option<SpaceId>>,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        tokio::select! {
            outcome = listen_once(&rows, &moved) => match outcome {
                Ok(()) => tracing::warn!("the session that hears of moved rows ended; opening another"),
                Err(why) => tracing::warn!(%why, "the session that hears of moved rows was lost; opening another"),
            },
            _ = stop.changed() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            _ = stop.changed() => return,
        }
    }
}

async fn listen_once(rows: &PostgresRows, moved: &mpsc::Sender<Option<SpaceId>>) -> Result<(), ProjectorError> {
    let mut config = rows.address.config().clone();
    config.connect_timeout(AGAIN * 5).keepalives_idle(ALIVE).application_name("maillage listen");
    let (client, mut connection) = config.connect(tls(rows.authorities.as_deref())?).await?;
    let listen = async {
        client.batch_execute("listen maillage_moved").await?;
        let _ = moved.send(None).await;
        // The session listens as long as its client is held.
        std::future::pending::<Result<(), ProjectorError>>().await
    };
    let messages = async {
        while let Some(message) = poll_fn(|cx| connection.poll_message(cx)).await {
            let AsyncMessage::Notification(said) = message? else { continue };
            let Ok(space) = SpaceId::new(said.payload()) else { continue };
            if moved.send(Some(space)).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    };
    tokio::select! {
        outcome = listen => outcome,
        outcome = messages => outcome,
    }
}
