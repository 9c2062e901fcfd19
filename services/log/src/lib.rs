//! The fact log: its promises once, the stores behind them; the vault.
//!
//! # Layout
//! * [`log`]: the promises, as a trait, and the words of an append.
//! * [`sqlite`]: the embedded store; [`postgres`]: the one of a region.
//! * `prepare`: what can be checked of an append before any store sees it.
//! * [`clock`]: the second clock and the making of ids, both arguments of everything else.
//! * [`executor`]: an ask → load, decide, append, retry on conflict.
//! * [`cqrs`]: the same log for those who speak cqrs-es.
//! * [`relay`]: what a relay to elsewhere keeps of where it stands.
//! * [`vault`]: names and contacts, one key a person.

pub mod clock;
pub mod cqrs;
pub mod executor;
pub mod log;
pub mod postgres;
mod prepare;
pub mod relay;
pub mod sqlite;
pub mod vault;
