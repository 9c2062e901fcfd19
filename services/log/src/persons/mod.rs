//! Commands that keep the vault and the log in step: they are two stores, and a process may be killed between them.
//!
//! ```text
//!  a card       decide ─▶ pending row ─▶ append ─▶ settled ─▶ answer
//!  an erasure   decide ─▶ tombstone, key destroyed: one transaction ─▶ facts ─▶ bytes overwritten ─▶ answer
//! ```
//!
//! A refusal comes before anything is written. Whatever half is missing after a kill is made good at the next start and
//! then regularly.
//!
//! # Layout
//! * `cards`: who a person is, let stand; `erasure`: a person forgotten; `making_good`: the missing halves.

mod cards;
mod erasure;
mod making_good;

pub use self::cards::{CardAsk, CardPut, Recorded};
pub use self::erasure::{ErasureAsk, erasure_shown};
pub use self::making_good::{MadeGood, Watched};

use crate::executor::{CommandError, Executor};
use crate::log::ReadError;
use crate::vault::{Vault, VaultError};

/// Carries out what is about persons on a log and on a vault.
#[derive(Debug, Clone, Copy)]
pub struct Persons<'p> {
    executor: &'p Executor,
    vault: &'p Vault,
}

/// Why it was not carried out. Names nobody.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// The rules refuse it, or the log did not take it.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The vault did not take it.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<ReadError> for PersonError {
    fn from(error: ReadError) -> Self {
        Self::Command(error.into())
    }
}

impl<'p> Persons<'p> {
    /// On an executor's log and a vault.
    pub fn new(executor: &'p Executor, vault: &'p Vault) -> Self {
        Self { executor, vault }
    }
}
