//! A log that stops around each append, for programs that are killed at each of their steps.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::io::Write;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_log::delegate_reads;
use maillage_log::log::{Append, AppendError, FactLog, FactReads, Receipt, StoreHealth};
use maillage_log::sqlite::SqliteLog;
use tokio::sync::watch;

/// A log that says `append` and `appended` around each append, and stops at the steps of these names.
#[derive(Debug)]
pub struct Stepwise {
    /// The log itself.
    pub log: Arc<SqliteLog>,
    /// The steps that wait for a line.
    pub stops: Vec<String>,
}

impl FactReads for Stepwise {
    delegate_reads!(log: receipt, read, pages, read_stream, read_for_decision, find, versions);
    delegate_reads!(log: head, heads, position_at, spaces, scan, appended, appended_spaces, clock);
}

#[async_trait]
impl FactLog for Stepwise {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        step(&self.stops, "append");
        let receipt = self.log.append(append).await;
        step(&self.stops, "appended");
        receipt
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.log.health()
    }
}

/// Says how far the program came; where this step is one of those to stop at, waits for a line.
pub fn step(stops: &[String], name: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{name}").unwrap();
    out.flush().unwrap();
    if stops.iter().any(|stop| stop == name) {
        std::io::stdin().read_line(&mut String::new()).unwrap();
    }
}
