//! Why a batch was not written.

use super::failure::obstacle;
use crate::clock::ClockFault;
use crate::log::Obstacle;

/// Why a batch was not written: the reason that each of its callers receives.
pub(super) struct BatchError(pub(super) Obstacle);

impl BatchError {
    /// A write that failed, and why.
    pub(super) fn failed(why: impl ToString) -> Self {
        Self(Obstacle::WriteFailed(why.to_string()))
    }
}

impl From<ClockFault> for BatchError {
    fn from(fault: ClockFault) -> Self {
        Self(fault.into())
    }
}

impl From<tokio_postgres::Error> for BatchError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self(obstacle(&error))
    }
}
