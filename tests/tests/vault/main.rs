//! Vault and log in step: a refusal changes no byte of the vault, a card waits for its fact, an erasure leaves nothing,
//! whatever process is killed at whichever step.
#![expect(clippy::unwrap_used, reason = "a test program")]

mod cards;
mod cards_killed;
mod erasure;
mod house;
mod killed;
mod stopped;
