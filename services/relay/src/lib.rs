//! Carries facts from the log to Kafka, in order, without skipping any.
//!
//! # Layout
//! * [`relay`]: one relay among several: it stands by, carries, stands by again.
//! * `tenure`: the lease while it is held; `carrying`: from the log to the topic, once it is held; `lanes`: where each
//!   space stands, and `pace`: when to look for more, which are pure.
//! * `client_file`: how brokers that ask for TLS or a password are reached.
//! * `producer`: librdkafka as it must be set up to keep order; `topic`: that the topic is there, and is not an empty
//!   one in place of a lost one.
//! * [`headers`]: CloudEvents 1.0 in Kafka's binary mode.
//! * [`options`], [`metrics`], [`error`]: what operators set, see and read.
//!
//! # What holds
//! Kafka is never the truth. A position is moved to the highest one up to which every fact was acknowledged, so a crash
//! repeats a suffix and skips nothing. First appearances of a space on the topic are in the order of its positions even
//! while a relay that was overtaken still empties its buffers: each relay begins at or below what is kept, and one
//! producer keeps its own order. Readers pass over the positions that they know.

mod carrying;
mod client_file;
pub mod error;
pub mod headers;
mod lanes;
pub mod metrics;
pub mod options;
mod pace;
mod producer;
pub mod relay;
mod saving;
mod tenure;
mod topic;

pub use client_file::{Client, UnfitFile, read_client_file};
pub use error::RelayError;
pub use metrics::RelayMetrics;
pub use options::RelayOptions;
pub use relay::Relay;
pub use topic::{NotSeen, Seen, seen};
