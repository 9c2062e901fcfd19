//! PostgreSQL: how it is reached.
//!
//! # Layout
//! * [`connect`]: an address, TLS, a pool of sessions.

pub mod connect;
