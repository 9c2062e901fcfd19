//! The retry of a command: whoever sends its id again gets the first answer, from the receipt that the log keeps.
//!
//! A receipt is met in two places. The command is looked up before it is decided ([`first_answer`]); and when its
//! streams were cached, so that nothing was looked up, the append itself answers with the receipt, marked
//! `repeated`.

use super::command::{Command, CommandError, Outcome};
use crate::log::{AppendError, ReadError, Receipt};

/// The answer to a command whose id has a receipt: the first one, or a refusal when the id was used for another
/// request. `first_fingerprint` is that of the request that the receipt answers.
pub(super) fn first_answer(
    command: &Command,
    receipt: Receipt,
    first_fingerprint: [u8; 32],
) -> Result<Outcome, CommandError> {
    if first_fingerprint == command.fingerprint {
        outcome_of(receipt)
    } else {
        Err(AppendError::CommandReused(command.id).into())
    }
}

/// The outcome that a receipt holds: the same the first time and every time after.
pub(super) fn outcome_of(receipt: Receipt) -> Result<Outcome, CommandError> {
    let facts = serde_json::from_slice(&receipt.outcome)
        .map_err(|error| ReadError::Unavailable(format!("a receipt whose answer cannot be read: {error}")))?;
    Ok(Outcome { receipt, facts })
}
