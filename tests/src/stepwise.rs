//! A log that stops around each append, for programs that are killed at each of their steps.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::io::Write;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_log::delegate_reads;
use maillage_log::log::{Append, AppendError, FactLog, FactReads, Receipt, StoreHealth};
use maillage_log::sqlite::SqliteLog;
use tokio::sync::watch;

/// A log that says `append` and `appended` around each append, and stops where the step of its name is one of them.
#[derive(Debug)]
pub struct Stepwise {
    /// The log itself.
    pub log: Arc<SqliteLog>,
    /// The step that waits for a line.
    pub stop: String,
}

impl FactReads for Stepwise {
    delegate_reads!(log);
}

#[async_trait]
impl FactLog for Stepwise {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        step(&self.stop, "append");
        let receipt = self.log.append(append).await;
        step(&self.stop, "appended");
        receipt
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.log.health()
    }
}

/// Says how far the program came; at the step to stop at, waits for a line.
pub fn step(stop: &str, name: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{name}").unwrap();
    out.flush().unwrap();
    if stop == name {
        std::io::stdin().read_line(&mut String::new()).unwrap();
    }
}
