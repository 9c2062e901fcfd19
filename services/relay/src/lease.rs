//! The lease while it is held: renewed in time, and no longer counted on by its holder before the store gives it to
//! another.
//!
//! ```text
//! time                 request .......... + 9/10 term ........ + term
//! counted on here      [=====================)
//! held in the store         [=====================================)   counted from when the request arrives
//! renewed                   every quarter of a term: each answer moves both ends on
//!
//! claimed by a refill  from: not before the holder it was claimed from must have stopped
//! ```

use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_log::relay::{Epoch, PositionsUnavailable, RelayPositions};
use tokio::sync::watch;

/// A holding of the lease. Its holder counts from the moment before its request, so it ends here earlier than in the
/// store.
#[derive(Debug)]
pub(crate) struct HeldLease {
    /// Its number.
    pub(crate) epoch: Epoch,
    /// When it may be counted on: not before whoever it was claimed from has stopped.
    pub(crate) from: Instant,
    /// Until when it may be counted on; `None` when another has it.
    until: watch::Receiver<Option<Instant>>,
    renewing: tokio::task::JoinHandle<()>,
    positions: Arc<dyn RelayPositions>,
    sink: String,
}

impl HeldLease {
    /// Takes the lease when nobody holds it.
    pub(crate) async fn acquire(
        positions: &Arc<dyn RelayPositions>,
        sink: &str,
        holder: &str,
        term: Duration,
    ) -> Result<Option<Self>, PositionsUnavailable> {
        let requested = Instant::now();
        let Some(epoch) = positions.acquire(sink, holder, term).await? else { return Ok(None) };
        Ok(Some(Self::holding(positions, sink, epoch, requested, requested, term)))
    }

    /// Takes the lease from whoever holds it. `None` when another was quicker.
    pub(crate) async fn claim(
        positions: &Arc<dyn RelayPositions>,
        sink: &str,
        holder: &str,
        term: Duration,
    ) -> Result<Option<Self>, PositionsUnavailable> {
        let (epoch, left) = positions.claim(sink, holder).await?;
        let requested = Instant::now();
        let held = positions.renew(sink, epoch, term).await?;
        Ok(held.then(|| Self::holding(positions, sink, epoch, requested + left, requested, term)))
    }

    fn holding(
        positions: &Arc<dyn RelayPositions>,
        sink: &str,
        epoch: Epoch,
        from: Instant,
        requested: Instant,
        term: Duration,
    ) -> Self {
        let (set_until, until) = watch::channel(Some(trusted(requested, term)));
        let renewing = tokio::spawn(renew(Arc::clone(positions), sink.to_owned(), epoch, term, set_until));
        Self { epoch, from, until, renewing, positions: Arc::clone(positions), sink: sink.to_owned() }
    }

    /// Whether it may still be counted on.
    pub(crate) fn holds(&self) -> bool {
        self.until.borrow().is_some_and(|until| Instant::now() < until)
    }

    /// Waits until it may not.
    pub(crate) async fn over(&self) {
        let mut until = self.until.clone();
        loop {
            let Some(end) = *until.borrow_and_update() else { return };
            if Instant::now() >= end {
                return;
            }
            tokio::select! {
                changed = until.changed() => if changed.is_err() { tokio::time::sleep_until(end.into()).await },
                () = tokio::time::sleep_until(end.into()) => {}
            }
        }
    }

    /// Gives it back, so that the next need not wait for its end; but for a claim that ends before its time came: it
    /// lapses, as the next would begin beside whoever it was claimed from.
    pub(crate) async fn give_back(self) {
        self.renewing.abort();
        if Instant::now() < self.from {
            return;
        }
        if let Err(error) = self.positions.release(&self.sink, self.epoch).await {
            tracing::warn!(%error, epoch = self.epoch.0, "the lease was not given back; it will lapse");
        }
    }
}

impl Drop for HeldLease {
    fn drop(&mut self) {
        self.renewing.abort();
    }
}

/// A tenth less than the store grants, for the time between looking at the clock and acting on it.
fn trusted(requested: Instant, term: Duration) -> Instant {
    requested + term * 9 / 10
}

async fn renew(
    positions: Arc<dyn RelayPositions>,
    sink: String,
    epoch: Epoch,
    term: Duration,
    until: watch::Sender<Option<Instant>>,
) {
    loop {
        tokio::time::sleep(term / 4).await;
        let requested = Instant::now();
        match tokio::time::timeout(term / 4, positions.renew(&sink, epoch, term)).await {
            Ok(Ok(true)) => drop(until.send_replace(Some(trusted(requested, term)))),
            Ok(Ok(false)) => {
                until.send_replace(None);
                return;
            }
            Ok(Err(error)) => tracing::warn!(%error, epoch = epoch.0, "the lease was not renewed; trying again"),
            Err(_) => tracing::warn!(
                epoch = epoch.0,
                "the store of positions does not answer; trying again to renew the lease"
            ),
        }
    }
}
