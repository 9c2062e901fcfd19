//! Negative control: does the contract suite see what it is there for? A store as one writes it at first (a sequence
//! for positions, `ON CONFLICT DO NOTHING` for repeats) keeps an ordinary promise and must fail those that matter.
#![expect(clippy::unwrap_used, reason = "a test program")]

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures::FutureExt;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use maillage_log::clock::Clock;
use maillage_log::delegate_reads;
use maillage_log::log::{
    Append, AppendError, AppendedSpaces, DecisionInput, Digests, FactLog, FactReads, Head, Page, ReadError, Receipt,
    StoreHealth, StoredFact, Visit, one_by_one,
};
use maillage_tests::log_contract::{Column, LogFactory, circles, order, races, receipts, refusals, slots};
use maillage_tests::sqlite_store::SqliteStore;
use tokio::sync::watch;

#[derive(Debug)]
struct Naive {
    clock: Arc<dyn Clock>,
    rows: Mutex<Vec<(SpaceId, StoredFact)>>,
    appended: watch::Sender<u64>,
}

impl Naive {
    fn of(&self, space: &SpaceId) -> Vec<StoredFact> {
        self.rows.lock().unwrap().iter().filter(|(of, _)| of == space).map(|(_, fact)| fact.clone()).collect()
    }
}

#[async_trait]
impl FactLog for Naive {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        let recorded_at = RecordedAt::from(self.clock.now());
        let mut rows = self.rows.lock().unwrap();
        let before = rows.iter().filter(|(of, _)| *of == append.space).count() as u64;
        let mut position = before;
        for fact in append.streams.iter().flat_map(|part| &part.facts) {
            position += 1;
            let (stream, version) = (fact.stream.to_string(), fact.version);
            let conflict =
                rows.iter().any(|(of, row)| *of == append.space && row.stream == stream && row.version == version);
            if !conflict {
                let (kind, occurred, bytes) =
                    (fact.kind.to_owned(), fact.occurred.to_string(), fact.bytes(position, recorded_at));
                rows.push((
                    append.space.clone(),
                    StoredFact { position, recorded_at, id: fact.id, stream, version, kind, occurred, bytes },
                ));
            }
        }
        self.appended.send_modify(|count| *count += 1);
        Ok(Receipt {
            first: before + 1,
            last: position,
            count: position - before,
            outcome: append.outcome,
            recorded_at,
            repeated: false,
        })
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        watch::channel(StoreHealth::default()).1
    }
}

#[async_trait]
impl FactReads for Naive {
    async fn receipt(&self, _: &SpaceId, _: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
        Ok(None)
    }
    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        Ok(self.of(space).into_iter().filter(|fact| fact.position > after).take(limit).collect())
    }
    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
        one_by_one::pages(self, pages).await
    }
    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError> {
        Ok(self.of(space).into_iter().filter(|fact| fact.stream == stream.to_string()).collect())
    }
    async fn read_for_decision(
        &self,
        space: &SpaceId,
        command: CommandId,
        streams: &[StreamId],
    ) -> Result<DecisionInput, ReadError> {
        one_by_one::read_for_decision(self, space, command, streams).await
    }
    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError> {
        Ok(self.of(space).into_iter().find(|fact| fact.id == id))
    }
    async fn versions(&self, space: &SpaceId, streams: &[StreamId]) -> Result<Vec<u64>, ReadError> {
        let facts = self.of(space);
        Ok(streams
            .iter()
            .map(|stream| facts.iter().filter(|fact| fact.stream == stream.to_string()).count() as u64)
            .collect())
    }
    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        Ok(self
            .of(space)
            .last()
            .map(|fact| Head { position: fact.position, recorded_at: fact.recorded_at })
            .unwrap_or_default())
    }
    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        one_by_one::heads(self).await
    }
    async fn digests(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Digests, ReadError> {
        one_by_one::digests(self, space, after, limit).await
    }
    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError> {
        Ok(self.of(space).iter().filter(|fact| fact.recorded_at <= moment).count() as u64)
    }
    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        let all: std::collections::BTreeSet<SpaceId> =
            self.rows.lock().unwrap().iter().map(|(space, _)| space.clone()).collect();
        Ok(all.into_iter().collect())
    }
    fn scan(
        &self,
        space: &SpaceId,
        after: u64,
        _: Option<u64>,
        _: Option<&[&str]>,
        visit: Visit<'_>,
    ) -> Result<u64, ReadError> {
        let facts = self.of(space);
        let shown =
            facts.iter().filter(|fact| fact.position > after).take_while(|fact| visit(fact.view()).is_continue());
        Ok(shown.last().map_or(after, |fact| fact.position))
    }
    fn appended(&self) -> watch::Receiver<u64> {
        self.appended.subscribe()
    }
    fn appended_spaces(&self) -> AppendedSpaces {
        tokio::sync::broadcast::Sender::new(1).subscribe()
    }
    fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }
}

struct NaiveStore;

#[async_trait]
impl LogFactory for NaiveStore {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn FactLog> {
        Arc::new(Naive { clock, rows: Mutex::default(), appended: watch::Sender::new(0) })
    }
    async fn forbidden_ways_that_worked(&self) -> Vec<String> {
        Vec::new()
    }
    async fn make_hole(&self, _: &SpaceId, _: u64) {}
    async fn alter(&self, _: &SpaceId, _: u64, _: Column) {}
}

async fn is_kept(promise: impl Future<Output = ()>) -> bool {
    AssertUnwindSafe(promise).catch_unwind().await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_naive_store_fails_where_it_matters() {
    assert!(is_kept(order::positions_are_dense_in_each_space(&NaiveStore)).await, "the control is not even a store");
    assert!(
        !is_kept(receipts::a_repeat_gives_the_first_answer_and_appends_nothing(&NaiveStore)).await,
        "a repeat was taken for new"
    );
    assert!(
        !is_kept(refusals::a_stale_request_takes_no_position(&NaiveStore)).await,
        "dropped facts were acknowledged"
    );
    assert!(!is_kept(races::retries_at_once_give_one_fact(&NaiveStore)).await, "every retry was a first answer");
    assert!(
        !is_kept(races::of_writers_on_one_version_one_succeeds(&NaiveStore)).await,
        "every writer was told that it won"
    );
    assert!(
        !is_kept(refusals::a_register_that_moved_on_refuses_whoever_went_by_it(&NaiveStore)).await,
        "what was decided on an older register was taken"
    );
    assert!(
        !is_kept(refusals::a_space_that_moved_on_refuses_whoever_went_by_all_of_it(&NaiveStore)).await,
        "what was decided on an older space was taken"
    );
}

/// A store that keeps every promise but one.
#[derive(Debug)]
struct Unconditional {
    log: Arc<dyn FactLog>,
    forgets: Forgets,
}

/// What it does not put to the test.
#[derive(Debug, Clone, Copy)]
enum Forgets {
    Register,
    RunsWithoutFacts,
}

impl FactReads for Unconditional {
    delegate_reads!(log);
}

#[async_trait]
impl FactLog for Unconditional {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        let mut append = append;
        match self.forgets {
            Forgets::Register => append.register = None,
            Forgets::RunsWithoutFacts => append.streams.retain(|run| !run.facts.is_empty()),
        }
        self.log.append(append).await
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.log.health()
    }
}

struct UnconditionalStore(SqliteStore, Forgets);

#[async_trait]
impl LogFactory for UnconditionalStore {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn FactLog> {
        Arc::new(Unconditional { log: self.0.open(clock).await, forgets: self.1 })
    }
    async fn forbidden_ways_that_worked(&self) -> Vec<String> {
        Vec::new()
    }
    async fn make_hole(&self, _: &SpaceId, _: u64) {}
    async fn alter(&self, _: &SpaceId, _: u64, _: Column) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_register_both_halves_of_a_circle_pass() {
    let answers = circles::merge_into_each_other(&UnconditionalStore(SqliteStore::fresh(), Forgets::Register)).await;
    assert!(answers.iter().all(Result::is_ok), "the race is none: {answers:?}");
    let store = UnconditionalStore(SqliteStore::fresh(), Forgets::Register);
    assert!(!is_kept(races::of_writers_on_one_register_one_succeeds(&store)).await, "every writer moved it");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_versions_of_streams_read_beside_or_the_register_a_slot_is_held_twice() {
    let store = |forgets| UnconditionalStore(SqliteStore::fresh(), forgets);
    let answers = slots::hold_at_once(&store(Forgets::RunsWithoutFacts)).await;
    assert!(answers.iter().all(Result::is_ok), "the race is none: {answers:?}");
    let answers = slots::hold_while_another_is_corrected(&store(Forgets::Register)).await;
    assert!(answers.iter().all(Result::is_ok), "the race is none: {answers:?}");
}
