//! How fast a backlog of the topic becomes rows, for the benches.

use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::id::SpaceId;
use tokio::sync::watch;

use super::member::KafkaProjector;
use crate::ProjectorError;

/// What a backlog cost.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Throughput {
    /// Facts whose rows were kept.
    pub facts: u64,
    /// From the first fact that was consumed to the last row: the group's formation is not counted.
    pub seconds: f64,
    /// From the start, the group's formation included.
    pub whole: f64,
}

impl Throughput {
    /// Facts a second.
    pub fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a rate to read, not a figure")]
        let facts = self.facts as f64;
        facts / self.seconds.max(f64::EPSILON)
    }
}

/// Runs a member that nothing was ever kept for until its rows stand at these positions, at most for a while. Each
/// space's rows must be its own to fold: one member, the whole group.
///
/// # Errors
/// When the topic cannot be read, or the rows do not get there in time.
pub async fn drain(
    member: Arc<KafkaProjector>,
    heads: &[(SpaceId, u64)],
    at_most: Duration,
) -> Result<Throughput, ProjectorError> {
    let (stop, stopped) = watch::channel(false);
    let begun = Instant::now();
    let running = {
        let member = member.clone();
        tokio::spawn(async move { member.run(stopped).await })
    };
    let mut first = None;
    let reached = async {
        loop {
            if first.is_none() && member.metrics().records("taken") > 0 {
                first = Some(Instant::now());
            }
            if heads.iter().all(|(space, head)| member.projector().position(space) >= *head) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let in_time = tokio::time::timeout(at_most, reached).await.is_ok();
    let (seconds, whole) = (first.unwrap_or(begun).elapsed().as_secs_f64(), begun.elapsed().as_secs_f64());
    stop.send_replace(true);
    running.await??;
    if !in_time {
        return Err(ProjectorError::Store("the rows did not reach the end of the backlog in time".to_owned()));
    }
    Ok(Throughput { facts: heads.iter().map(|(_, head)| head).sum(), seconds, whole })
}
