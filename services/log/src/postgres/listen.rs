//! Hearing that another node appended, and telling the others of what this one appended: one session for both, which
//! comes back when it is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_postgres::{AsyncMessage, Client};

use super::connect::{ConnectError, PostgresAddress};
use super::options::PostgresOptions;
use crate::appends::Appends;

/// What wakes those who follow the log on other nodes.
const CHANNEL: &str = "maillage_appended";
/// Between two tries to reach the server again.
const RETRY: Duration = Duration::from_secs(1);
/// Between two notices of this node at least: what is appended meanwhile is announced together.
const NOTICE_INTERVAL: Duration = Duration::from_millis(3);

/// Moves `appended` for what other nodes tell, and tells them whenever `news` comes; ends with the task. Who follows
/// the log polls besides: a notice is a hint, so it is sent after the commit and outside it. A transaction that
/// notifies takes a lock of the whole server until it is durable, and wakes every listener before its own caller.
pub(super) async fn listen(address: PostgresAddress, options: PostgresOptions, appended: Appends, news: Arc<Notify>) {
    loop {
        if let Err(error) = listen_once(&address, &options, &appended, &news).await {
            tracing::warn!(%error, "what other nodes append is not heard for a while");
        }
        tokio::time::sleep(RETRY).await;
    }
}

async fn listen_once(
    address: &PostgresAddress,
    options: &PostgresOptions,
    appended: &Appends,
    news: &Notify,
) -> Result<(), ConnectError> {
    let (wake, own) = (appended.clone(), Arc::new(AtomicI32::new(0)));
    let myself = own.clone();
    let (client, mut io) = address
        .session(options.authorities.as_deref(), move |message| {
            let of_another = |process: i32| process != myself.load(Ordering::Relaxed);
            if matches!(message, AsyncMessage::Notification(notice) if of_another(notice.process_id())) {
                wake.tell_of_another();
            }
        })
        .await?;
    own.store(client.query_one("select pg_backend_pid()", &[]).await?.try_get(0)?, Ordering::Relaxed);
    // What it commits is notices, which need no disk: waiting for it would hold up the appends that do.
    client.batch_execute(&format!("set synchronous_commit = off; listen {CHANNEL}")).await?;
    // Something may have been appended before this was heard.
    appended.tell_of_another();
    // The client is kept alive here: the session lives as long as it.
    tokio::select! {
        _ended = &mut io => Ok(()),
        lost = notify_others(&client, news) => lost,
    }
}

async fn notify_others(client: &Client, news: &Notify) -> Result<(), ConnectError> {
    let notice = format!("notify {CHANNEL}");
    loop {
        news.notified().await;
        client.batch_execute(&notice).await?;
        tokio::time::sleep(NOTICE_INTERVAL).await;
    }
}
