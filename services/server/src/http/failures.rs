//! From the errors of the rooms below to problems. What a store says of itself is logged here, once, and never sent.

use std::time::Duration;

use maillage_log::clock::ClockFault;
use maillage_log::executor::CommandError;
use maillage_log::log::{AppendError, Obstacle, ReadError};
use maillage_log::persons::PersonError;
use maillage_log::vault::VaultError;

use crate::http::problem::Problem;

/// When to come back while the clock is wrong.
const CLOCK_IS_ASKED_AGAIN: Duration = Duration::from_secs(10);

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        tracing::error!(error = %error, "the log could not be read");
        match error {
            ReadError::Unavailable(_) => Self::new("store-unavailable"),
            ReadError::Hole { expected, .. } => Self::new("fact-missing").with("position", expected),
            ReadError::Corrupt { position, .. } => Self::new("fact-altered").with("position", position),
        }
    }
}

impl From<AppendError> for Problem {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict { .. } | AppendError::RegisterMoved { .. } | AppendError::HeadMoved { .. } => {
                Self::new("too-busy")
            }
            AppendError::CommandReused(_) => {
                Self::new("idempotency-key-reused").at_parameter("Idempotency-Key", "place-key-reused")
            }
            AppendError::Stopped(obstacle) => {
                tracing::error!(%obstacle, "the log takes no command");
                match obstacle {
                    Obstacle::DiskFull(_) => Self::new("disk-full"),
                    Obstacle::DiskUnconfirmed(_) => Self::new("disk-unconfirmed"),
                    Obstacle::Clock(fault) => clock_problem(&fault),
                    Obstacle::WriteFailed(_) | Obstacle::WriterSilent(_) => Self::new("store-unavailable"),
                }
            }
            AppendError::Unavailable(_) => {
                tracing::error!(error = %error, "the log did not take a command");
                Self::new("store-unavailable")
            }
            AppendError::Malformed(_) => {
                tracing::error!(error = %error, "the log refused what was decided");
                Self::new("internal")
            }
        }
    }
}

fn clock_problem(fault: &ClockFault) -> Problem {
    let problem = Problem::new(fault.code());
    let said = match fault {
        ClockFault::Behind { now, newest } => problem.with("now", now).with("newest", newest),
        ClockFault::Ahead { now, known } => problem.with("now", now).with("alive", known),
        ClockFault::Differs { now, database } => problem.with("now", now).with("database", database),
    };
    said.come_back_in(CLOCK_IS_ASKED_AGAIN)
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Refused { refusal, .. } => Self::refused(refusal),
            CommandError::Stale { expected, actual, .. } => {
                Self::new("stale-version").with("expected", expected).with("actual", actual)
            }
            CommandError::Append(error) => error.into(),
            CommandError::Read(error) => error.into(),
        }
    }
}

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::Command(error) => error.into(),
            PersonError::Vault(error) => error.into(),
        }
    }
}

impl From<VaultError> for Problem {
    /// The vault's own words name nobody, but its paths are the operator's business: they go to the log alone.
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Stale { actual, condition, .. } => {
                Self::new("stale-version").with("expected", condition).with("actual", actual)
            }
            VaultError::Read => Self::new("vault-read"),
            VaultError::Erased(_) => Self::new("person-erased"),
            VaultError::Unknown(_) => Self::new("unknown-person"),
            other @ (VaultError::Sqlite(_)
            | VaultError::Unavailable(_)
            | VaultError::Open(_)
            | VaultError::Io(_)
            | VaultError::NotOurs { .. }
            | VaultError::KeyMissing(_)
            | VaultError::BadKeyFile { .. }
            | VaultError::WrongKey
            | VaultError::Altered(_)
            | VaultError::Random(_)) => {
                tracing::error!(error = %other, "the vault did not answer");
                Self::new("vault-unavailable")
            }
        }
    }
}
