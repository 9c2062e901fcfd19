//! The fact log: its promises once, the stores behind them; the vault.
//!
//! # Layout
//! * [`log`]: the promises, as traits, with one append through time; what is appended, what is read.
//! * `prepare`: what can be checked of an append before any store sees it; `queue`: the group commit; `writer_cache`:
//!   what the writers of both stores remember.
//! * [`sqlite`]: the embedded store; [`postgres`]: the one of a region.
//! * [`clock`]: the second clock and the making of ids, both arguments of everything else; `judged_clock`: the clock as
//!   the writers take it.
//! * [`zones`]: the time zone of each space, which decides its days.
//! * [`executor`]: an ask → load, decide, append, again on a conflict; a repeat is answered by its receipt.
//! * [`cqrs`]: the same log for those who speak cqrs-es.
//! * [`relay`]: how far a relay has carried each space, and which relay carries.
//! * [`identity`]: who a store is, and the marks by which log, rows and vault know each other.
//! * [`vault`]: names and contacts, one key a person and space; [`persons`]: commands that keep vault and log in step.
//! * [`backup`]: a store copied while it runs, and put back.
//! * [`checksum`]: what stands beside each fact and is looked at wherever one is read.
//! * `appends`: what the writers of a store tell those who follow it.
//! * [`raw`]: the same rows with nothing checked, for benches.

mod appends;
pub mod backup;
pub mod checksum;
pub mod clock;
pub mod cqrs;
pub mod executor;
pub mod identity;
mod judged_clock;
pub mod log;
pub mod persons;
pub mod postgres;
mod prepare;
mod queue;
pub mod raw;
pub mod relay;
pub mod sqlite;
pub mod vault;
mod writer_cache;
pub mod zones;
