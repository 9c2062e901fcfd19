//! The projector fed by Kafka: a member of a consumer group that folds what the relay publishes.
//!
//! The topic only brings facts early and spares the log the reading; the log stays the truth, and the position kept
//! beside the rows decides what is applied. So a record may come twice, late, or not at all, and anybody may write
//! one: it is folded only once the log says that these very bytes stand at this position. No figure changes.
//!
//! # Where a space stands
//! ```text
//! position in the space
//!     the log's head       survey         looked at every second, beside the topic
//!  >= known                feed           what the topic brought and the log confirmed, or the log in its place
//!  >= taken                space_task     folded by every projection, but those that stopped
//!  >= stored               stored_until   in the rows of every projection
//!
//! offset in the partition
//!     consumed             consumer       handed to the feed, and held there until its rows are stored
//!  >= safe                 feed           before it, every record's fact is in the rows, or is another member's
//!  >= position             positions      where a restart begins: too low costs repeats, never a figure
//! ```
//! What is known and not held (a gap, a silent topic, a fold that was too slow) is read from the log by `topic_log`.
//!
//! # Layout
//! * [`member`]: what the command line runs; [`options`]; [`metrics`]; [`throughput`]: for the benches.
//! * `consumer`: the thread that reads the topic; `rebalance`: partitions that come and go; [`positions`]: where to
//!   begin; [`partition`]: whose space is whose.
//! * `record`: a record read as a fact; `space_backlog`: what is held of one space, and what of it the log confirmed;
//!   `feed`: of all; `strangers`: spaces that the log has not; `topic_log`: the log as the folds see it through them.
//! * `survey`: which spaces are followed, beside the log; `topic_patience`: when the log replaces a silent topic;
//!   `lag`: how far behind the log each projection is; `space_task`: the task of one space; `stored_until`: how far its
//!   rows go.

mod consumer;
mod feed;
mod lag;
pub mod member;
pub mod metrics;
pub mod options;
pub mod partition;
pub mod positions;
mod rebalance;
mod record;
mod space_backlog;
mod space_task;
mod stored_until;
mod strangers;
mod survey;
#[cfg(test)]
mod tests;
pub mod throughput;
mod topic_log;
mod topic_patience;

pub use member::KafkaProjector;
pub use metrics::Metrics;
pub use options::KafkaOptions;
pub use positions::{MemoryPositions, PostgresPositions, TopicPositions};
