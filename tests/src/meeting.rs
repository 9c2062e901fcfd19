//! Two nodes that decide before either is recorded.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use async_trait::async_trait;
use maillage_log::delegate_reads;
use maillage_log::executor::Executor;
use maillage_log::log::{Append, AppendError, FactLog, FactReads, Receipt, StoreHealth};
use tokio::sync::{Barrier, watch};

/// A node whose first append waits for the other some times.
#[derive(Debug)]
struct Waiting {
    log: Arc<dyn FactLog>,
    both: Arc<Barrier>,
    times: AtomicU8,
}

impl FactReads for Waiting {
    delegate_reads!(log);
}

#[async_trait]
impl FactLog for Waiting {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        for _ in 0..self.times.swap(0, Ordering::SeqCst) {
            self.both.wait().await;
        }
        self.log.append(append).await
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.log.health()
    }
}

fn waiting(log: Arc<dyn FactLog>, both: &Arc<Barrier>, times: u8) -> Executor {
    Executor::new(Arc::new(Waiting { log, both: both.clone(), times: times.into() }))
}

/// Two nodes whose first appends wait for each other: both have decided before either is recorded.
pub fn meeting(logs: [Arc<dyn FactLog>; 2]) -> [Executor; 2] {
    let both = Arc::new(Barrier::new(2));
    logs.map(|log| waiting(log, &both, 1))
}

/// What two nodes answer, of which the second decides and records while the first has decided and not recorded.
pub async fn one_between<T>(
    logs: [Arc<dyn FactLog>; 2],
    first: impl AsyncFnOnce(Executor) -> T,
    second: impl AsyncFnOnce(Executor) -> T,
) -> [T; 2] {
    let both = Arc::new(Barrier::new(2));
    let [a, b] = logs;
    let (a, b) = (waiting(a, &both, 2), Executor::new(b));
    let between = async {
        both.wait().await;
        let answer = second(b).await;
        both.wait().await;
        answer
    };
    let (a, b) = tokio::join!(first(a), between);
    [a, b]
}
