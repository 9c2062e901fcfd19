//! How a store fares that is written to: what would keep an append from succeeding now.

use std::time::{Duration, Instant};

use crate::clock::ClockFault;

/// How long the writer may be at one batch before it counts as silent.
pub const MOST_SILENCE: Duration = Duration::from_secs(5);

/// How often a store that is well says that it is alive.
pub(crate) const ALIVE: Duration = Duration::from_secs(3600);

/// Why an append would not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// There is no room. It goes by itself once there is.
    #[error("the disk is full: {0}")]
    DiskFull(String),
    /// What the disk holds is not known before the store is opened again: only another process may go on.
    #[error("the disk did not confirm a write: {0}; check it and start again")]
    DiskUnconfirmed(String),
    /// The last write did not succeed. It goes with the next one that does.
    #[error("the store did not take the last write: {0}")]
    WriteFailed(String),
    /// What the clock says is not recorded. It goes when the clock is right again.
    #[error("{0}")]
    Clock(#[from] ClockFault),
    /// The writer has not come back from what it does.
    #[error("the writer has not come back for {} s", .0.as_secs())]
    WriterSilent(Duration),
}

impl Obstacle {
    /// Its stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DiskFull(_) => "disk-full",
            Self::DiskUnconfirmed(_) => "disk-unconfirmed",
            Self::WriteFailed(_) => "write-failed",
            Self::Clock(fault) => fault.code(),
            Self::WriterSilent(_) => "writer-silent",
        }
    }

    /// Whether only another process can go on.
    pub const fn ends_the_process(&self) -> bool {
        matches!(self, Self::DiskUnconfirmed(_))
    }
}

/// How a store fares, as its writer last saw it.
#[derive(Debug, Clone, Default)]
pub struct StoreHealth {
    /// What the last write met; `None` when it succeeded.
    pub obstacle: Option<Obstacle>,
    /// Since when the writer is at something that it has not finished.
    pub busy_since: Option<Instant>,
    /// Checkpoints of the write-ahead log that failed since the start.
    pub checkpoints_failed: u64,
    /// Bytes of the write-ahead log beside the store.
    pub wal_bytes: u64,
}

impl StoreHealth {
    /// Everything that would keep an append from succeeding; empty when one would.
    pub fn obstacles(&self, now: Instant) -> Vec<Obstacle> {
        let silent = self.silence(now).filter(|silence| *silence >= MOST_SILENCE).map(Obstacle::WriterSilent);
        self.obstacle.iter().cloned().chain(silent).collect()
    }

    /// How long the writer has been at what it has not finished.
    pub fn silence(&self, now: Instant) -> Option<Duration> {
        self.busy_since.map(|since| now.saturating_duration_since(since))
    }

    /// Whether only another process can go on.
    pub fn is_broken(&self) -> bool {
        self.obstacle.as_ref().is_some_and(Obstacle::ends_the_process)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_that_does_not_come_back_is_an_obstacle_beside_the_others() {
        let began = Instant::now();
        let full = Obstacle::DiskFull("no room".to_owned());
        let health = StoreHealth { obstacle: Some(full.clone()), busy_since: Some(began), ..StoreHealth::default() };
        assert_eq!(health.obstacles(began + MOST_SILENCE / 2), std::slice::from_ref(&full));
        assert_eq!(health.obstacles(began + MOST_SILENCE), [full, Obstacle::WriterSilent(MOST_SILENCE)]);
        assert!(StoreHealth::default().obstacles(began + MOST_SILENCE).is_empty(), "a writer at rest is not silent");
    }

    #[test]
    fn only_a_write_that_was_not_confirmed_ends_the_process() {
        let broken = |obstacle| StoreHealth { obstacle: Some(obstacle), ..StoreHealth::default() }.is_broken();
        assert!(broken(Obstacle::DiskUnconfirmed(String::new())));
        assert!(!broken(Obstacle::DiskFull(String::new())) && !broken(Obstacle::WriteFailed(String::new())));
    }
}
