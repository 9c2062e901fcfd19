//! When Kafka last had an answer for the relay that carries: being alive is not enough to keep the lease.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::options::RelayOptions;

/// The last moment at which nothing waited in vain.
#[derive(Debug)]
pub(crate) struct Heard(Mutex<Instant>);

impl Heard {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Instant::now()))
    }

    /// A fact was acknowledged, or none waits.
    pub(crate) fn now(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Whether another should try. One that was told to end when all is carried goes on trying.
    pub(crate) fn is_too_long_ago(&self, options: &RelayOptions) -> bool {
        !options.once && self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed() >= options.silence
    }
}
