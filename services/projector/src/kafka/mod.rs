//! The projector fed by Kafka: a member of a consumer group that folds what the relay publishes.
//!
//! The topic only brings facts early and spares the log the reading; the log stays the truth, and the position kept
//! beside the rows decides what is applied. So a record may come twice, late, or not at all: no figure changes.
//!
//! # Layout
//! * [`member`]: what the command line runs; [`options`]; [`metrics`]; [`throughput`]: for the benches.
//! * `consumer`: the thread that reads the topic; `context`: what the group tells it; [`positions`]: where to begin;
//!   [`partition`]: whose space is whose.
//! * `record`: a record read as a fact; `run`: what is held of one space; `feed` and `followed`: of all; `topic_log`:
//!   the log as the folds see it through them.
//! * `survey`: which spaces are followed, and what the topic owes them; `follow`: the task of one space; `kept`: how
//!   far its rows go.

mod consumer;
mod context;
mod feed;
mod follow;
mod followed;
mod kept;
pub mod member;
pub mod metrics;
pub mod options;
mod owed;
pub mod partition;
pub mod positions;
mod record;
mod run;
mod survey;
#[cfg(test)]
mod tests;
pub mod throughput;
mod topic_log;

pub use member::KafkaProjector;
pub use metrics::Metrics;
pub use options::KafkaOptions;
pub use positions::{MemoryPositions, PostgresPositions, TopicPositions};
