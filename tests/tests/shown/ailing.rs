//! Why a server is not ready, and what its pages say then: a log that fares ill in one way after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::clock::ClockFault;
use maillage_log::delegate_reads;
use maillage_log::log::{
    Append, AppendError, FactLog, FactReads, Head, MOST_SILENCE, Obstacle, ReadError, Receipt, StoreHealth, StoredFact,
};
use maillage_projector::Projector;
use serde_json::json;
use tokio::sync::watch;

use crate::heard::Answers;
use crate::house::{House, SPACE, text_of_problem};
use crate::pages::reports;

/// Where a log says that it ends: [`SOUND`], [`AWAY`], [`HOLED`], or at this position.
type Ails = AtomicU64;

const SOUND: u64 = u64::MAX;
const AWAY: u64 = u64::MAX - 1;
const HOLED: u64 = u64::MAX - 2;
/// Further than a projection may be behind.
const FAR: u64 = 20_000;

/// A log that says otherwise where it ends and how it fares.
#[derive(Debug)]
struct Ailing {
    log: Arc<dyn FactLog>,
    ails: Arc<Ails>,
    health: watch::Sender<StoreHealth>,
}

impl Ailing {
    fn end(&self, sound: Head) -> Result<Head, ReadError> {
        match self.ails.load(Ordering::SeqCst) {
            SOUND => Ok(sound),
            AWAY => Err(ReadError::Unavailable("away".to_owned())),
            HOLED => Ok(Head { position: sound.position + 1, ..sound }),
            position => Ok(Head { position, ..sound }),
        }
    }
}

#[async_trait]
impl FactReads for Ailing {
    delegate_reads!(log: receipt, pages, read_stream, read_for_decision, find, versions);
    delegate_reads!(log: position_at, spaces, scan, digests, appended, appended_spaces, clock);

    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        if self.ails.load(Ordering::SeqCst) == HOLED {
            return Err(ReadError::Hole { space: space.clone(), expected: after + 1, found: after + 2 });
        }
        self.log.read(space, after, limit).await
    }

    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        self.end(self.log.head(space).await?)
    }

    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        let sound = self.log.heads().await?;
        sound.into_iter().map(|(space, head)| Ok((space, self.end(head)?))).collect()
    }
}

#[async_trait]
impl FactLog for Ailing {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        self.log.append(append).await
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.health.subscribe()
    }
}

/// A server over a log that ails, and what makes it ail.
async fn ailing(ails: u64) -> (House, Arc<Ails>, watch::Sender<StoreHealth>) {
    let (ails, health) = (Arc::new(Ails::new(ails)), watch::Sender::new(StoreHealth::default()));
    let house = House::over(|log| Arc::new(Ailing { log, ails: ails.clone(), health: health.clone() })).await;
    (house, ails, health)
}

async fn open(house: &House, answers: &Answers) {
    let open = json!({"data": {"name": "Essai", "kind": "city"}});
    let opened = house.send("PUT", &format!("/v1/spaces/{SPACE}"), answers.language, &open).await;
    assert!(opened["position"].is_number(), "{opened}");
}

/// Takes what a server says of whether it is ready.
async fn take(house: &House, answers: &mut Answers, expected: &str) {
    let answer = house.send("GET", "/readyz", answers.language, &json!({})).await;
    let codes: Vec<&str> =
        answer["reasons"].as_array().into_iter().flatten().filter_map(|it| it["code"].as_str()).collect();
    assert!(codes.contains(&expected), "{expected}: {answer}");
    answers.take("/readyz", &text_of_problem(&answer));
}

/// Every obstacle to a write.
async fn obstacles(house: &House, answers: &mut Answers, health: &watch::Sender<StoreHealth>) {
    let [now, newest, known, database]: [RecordedAt; 4] =
        [1, 2, 3, 4].map(|day| format!("2018-03-0{day}T09:00:00Z").parse().unwrap());
    for obstacle in [
        Obstacle::DiskFull(String::new()),
        Obstacle::DiskUnconfirmed(String::new()),
        Obstacle::WriteFailed(String::new()),
        Obstacle::Clock(ClockFault::Behind { now, newest }),
        Obstacle::Clock(ClockFault::Ahead { now, known }),
        Obstacle::Clock(ClockFault::Differs { now, database }),
    ] {
        let code = obstacle.code();
        health.send_replace(StoreHealth { obstacle: Some(obstacle), ..StoreHealth::default() });
        take(house, answers, code).await;
    }
    let since = Instant::now().checked_sub(MOST_SILENCE);
    health.send_replace(StoreHealth { busy_since: since, ..StoreHealth::default() });
    take(house, answers, "writer-silent").await;
    health.send_replace(StoreHealth::default());
}

/// Waits until something holds of the projections.
async fn until(house: &House, holds: impl Fn(&Projector) -> bool) {
    for _ in 0..300 {
        if holds(&house.state.projector) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it never holds: {:?}", house.state.projector.lag());
}

/// Everything that keeps a server from being ready, and the reports of a space that cannot be followed.
pub async fn all(answers: &mut Answers) {
    let (house, ails, health) = ailing(SOUND).await;
    open(&house, answers).await;
    house.folded(SPACE).await;
    obstacles(&house, answers, &health).await;
    ails.store(AWAY, Ordering::SeqCst);
    take(&house, answers, "store-unavailable").await;
    ails.store(0, Ordering::SeqCst);
    take(&house, answers, "rows-ahead").await;
    ails.store(FAR, Ordering::SeqCst);
    until(&house, |projector| projector.lag().iter().all(|lag| lag.facts > 10_000)).await;
    take(&house, answers, "projection-behind").await;
    ails.store(HOLED, Ordering::SeqCst);
    until(&house, |projector| projector.lag().iter().all(|lag| lag.incomplete > 0)).await;
    take(&house, answers, "projection-incomplete").await;
    reports(&house, answers, SPACE).await;

    let (house, ..) = ailing(FAR).await;
    open(&house, answers).await;
    until(&house, |projector| !projector.caught_up()).await;
    take(&house, answers, "not-caught-up").await;
}
