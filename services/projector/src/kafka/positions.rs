//! Where each partition is to be read from after a restart.
//!
//! These positions are a place to start reading and never a judge: what is applied is decided by the position kept
//! beside the rows. One that is too low costs repeats, one that is lost costs a reading from the beginning; neither
//! changes a figure.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use crate::ProjectorError;

mod postgres;

pub use postgres::PostgresPositions;

/// A partition as a group reads it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Partition {
    /// The consumer group.
    pub group: String,
    /// The topic.
    pub topic: String,
    /// The number of the partition.
    pub partition: i32,
}

/// A store of positions. Blocking; called from the thread that reads the topic.
pub trait TopicPositions: Debug + Send + Sync {
    /// The offset to read from; `None` when none was ever stored.
    ///
    /// # Errors
    /// When the store does not answer.
    fn load(&self, partition: &Partition) -> Result<Option<i64>, ProjectorError>;

    /// Moves a position by compare-and-set. `false`: it does not stand at `from`, and stays where it is.
    ///
    /// # Errors
    /// When the store does not answer; the position may have moved all the same.
    fn advance(&self, partition: &Partition, from: Option<i64>, to: i64) -> Result<bool, ProjectorError>;
}

/// Positions in memory: lost with the process, which costs a reading from the beginning.
#[derive(Debug, Default)]
pub struct MemoryPositions(Mutex<BTreeMap<Partition, i64>>);

impl TopicPositions for MemoryPositions {
    fn load(&self, partition: &Partition) -> Result<Option<i64>, ProjectorError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(partition).copied())
    }

    fn advance(&self, partition: &Partition, from: Option<i64>, to: i64) -> Result<bool, ProjectorError> {
        let mut stored = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let moves = stored.get(partition).copied() == from;
        if moves {
            stored.insert(partition.clone(), to);
        }
        Ok(moves)
    }
}
