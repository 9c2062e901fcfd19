//! Carries facts from the log to Kafka, in order, without skipping any.
//!
//! # Where a space stands
//! ```text
//! position in the space
//!     head             where its log ends             carrier, at the pace of `pace`
//!  >= sent             handed to the producer         lanes
//!  >= acknowledged     Kafka has it, and all before   lanes
//!  >= saved            in the store of positions      position_saver: where the next relay begins
//!
//!     1 ....... saved ....... acknowledged ....... sent ....... head
//!     on the topic | on the topic, repeated |  on its way   | read when it has its turn
//!     for good     | after a crash          |  or lost      |
//! ```
//!
//! # Who carries
//! ```text
//! epoch n      [ holds the lease, carries ......... )  stops counting on it before it lapses
//! epoch n + 1                                          [ acquires it, carries from the saved positions ....
//! stands by    asks for the lease every quarter of a term
//! unheard      gives it back when Kafka acknowledges nothing, and asks again after two terms: another may be heard
//! ```
//! `relay` takes turns, `lease` counts the time. A relay that believes in a lease it has lost may still send; it saves
//! nothing, because the store compares its epoch.
//!
//! # Layout
//! * [`relay`]: one relay among several: it stands by, carries, stands by again.
//! * `lease`: the lease while it is held; `carrier`: from the log to the topic, once it is held; `lanes`: where each
//!   space stands, and `pace`: when to look for more, which are pure; `position_saver`: positions saved meanwhile;
//!   `heard`: when Kafka last acknowledged anything.
//! * `client_file`: how brokers that ask for TLS or a password are reached.
//! * `producer`: librdkafka as it must be set up to keep order; `topic`: that the topic is there, and is not an empty
//!   one in place of a lost one.
//! * [`headers`]: CloudEvents 1.0 in Kafka's binary mode.
//! * [`options`], [`metrics`], [`error`]: what operators set, see and read.
//!
//! # What holds
//! Kafka is never the truth. A position is moved to the highest one up to which every fact was acknowledged, so a crash
//! repeats a suffix and skips nothing. First appearances of a space on the topic are in the order of its positions even
//! while a relay that was overtaken still empties its buffers: each relay begins at or below what is saved, and one
//! producer keeps its own order. Readers pass over the positions that they know.

mod carrier;
mod client_file;
pub mod error;
pub mod headers;
mod heard;
mod lanes;
mod lease;
pub mod metrics;
pub mod options;
mod pace;
mod position_saver;
mod producer;
pub mod relay;
mod topic;

pub use client_file::{Client, UnfitFile, read_client_file};
pub use error::RelayError;
pub use metrics::RelayMetrics;
pub use options::RelayOptions;
pub use relay::Relay;
pub use topic::{TopicState, TopicUnknown, topic_state};
