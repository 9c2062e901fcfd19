//! The signals to stop, listened to before anything is opened: whoever is told to stop ends well from the first moment
//! on.

use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(feature = "kafka")]
use tokio::sync::watch;

use crate::failure::Failure;

/// SIGINT and SIGTERM, remembered from the moment this is made.
#[derive(Debug)]
pub struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    /// Begins to listen to them.
    pub fn listen() -> Result<Self, Failure> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Ends at the first of them; at once when it came before.
    pub async fn received(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Turns true at the first of them.
    #[cfg(feature = "kafka")]
    pub fn watched(self) -> watch::Receiver<bool> {
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move {
            self.received().await;
            stop.send_replace(true);
        });
        stopped
    }
}
