//! PostgreSQL: how it is reached.
//!
//! # Layout
//! * [`connect`]: an address, TLS, a pool of sessions.
//! * [`relay`]: the lease and the positions of a relay.

pub mod connect;
pub mod relay;
