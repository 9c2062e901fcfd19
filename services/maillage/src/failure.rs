//! Why a command failed, and with which exit code.

use std::process::ExitCode;

use crate::output;
use crate::store::StoreAddress;

/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part.
pub const DONE_IN_PART: u8 = 3;

/// A failure that a user reads: one sentence that says what, where and the way out.
#[derive(Debug)]
pub enum Failure {
    /// The work could not be done: exit code 1.
    Failed(String),
    /// The words of the command do not fit: exit code 2.
    Usage(String),
}

impl Failure {
    /// What needs Kafka, in a program that was built without it.
    #[cfg(not(feature = "kafka"))]
    pub fn without_kafka(what: &str) -> Self {
        Self::Usage(format!(
            "{what}: this program was built without Kafka; `cargo install --locked --profile tuned --path \
             services/maillage`, without --no-default-features, builds it whole"
        ))
    }

    /// The same, of a store.
    pub fn of(self, store: &StoreAddress) -> Self {
        match self {
            Self::Failed(sentence) => Self::Failed(format!("{store}: {sentence}")),
            Self::Usage(sentence) => Self::Usage(format!("{store}: {sentence}")),
        }
    }

    /// Writes it to stderr and gives the exit code.
    pub fn show(self) -> ExitCode {
        match self {
            Self::Failed(sentence) => output::failed(&sentence),
            Self::Usage(sentence) => {
                output::complain(&sentence);
                ExitCode::from(2)
            }
        }
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Failed(error.to_string())
    }
}
