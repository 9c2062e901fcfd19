//! Hearing that another node appended: a session that listens, and comes back when it is lost.

use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::AsyncMessage;

use super::connect::{ConnectError, PostgresAddress};
use super::options::PostgresOptions;
use super::session::CHANNEL;

/// Between two tries to reach the server again.
const AGAIN: Duration = Duration::from_secs(1);

/// Moves `appended` for each batch of any node, this one too; ends with the task. Who follows the log polls besides: a notice is a hint.
pub(super) async fn listen(address: PostgresAddress, options: PostgresOptions, appended: watch::Sender<u64>) {
    loop {
        if let Err(error) = hear(&address, &options, &appended).await {
            tracing::warn!(%error, "what other nodes append is not heard for a while");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn hear(address: &PostgresAddress, options: &PostgresOptions, appended: &watch::Sender<u64>) -> Result<(), ConnectError> {
    let wake = appended.clone();
    let (client, io) = address
        .session(options.authorities.as_deref(), move |message| {
            if matches!(message, AsyncMessage::Notification(_)) {
                wake.send_modify(|count| *count += 1);
            }
        })
        .await?;
    client.batch_execute(&format!("listen {CHANNEL}")).await?;
    // Something may have been appended before this was heard.
    appended.send_modify(|count| *count += 1);
    // The client is kept alive here: the session lives as long as it.
    let _ended = io.await;
    drop(client);
    Ok(())
}
