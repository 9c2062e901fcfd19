//! From the errors of the rooms below to problems. What a store says of itself is logged here, once, and never sent.

use maillage_log::executor::CommandError;
use maillage_log::log::{AppendError, ReadError};
use maillage_log::persons::PersonError;
use maillage_log::vault::VaultError;

use crate::http::problem::Problem;

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        tracing::error!(error = %error, "the log could not be read");
        match error {
            ReadError::Unavailable(_) => Self::new("store-unavailable"),
            ReadError::Hole { .. } | ReadError::Corrupt { .. } => Self::new("internal"),
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
