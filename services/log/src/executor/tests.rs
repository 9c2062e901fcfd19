//! What is remembered between commands never decides alone.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, SpaceId, StreamId};
use maillage_events::when::OccurredOn;
use tokio::sync::watch;

use super::{Command, CommandError, Executor, Outcome, StreamAsk};
use crate::clock::SetClock;
use crate::delegate_reads;
use crate::log::{Append, AppendError, DecisionInput, FactLog, FactReads, ReadError, Receipt, StoreHealth};
use crate::sqlite::SqliteLog;

/// Two processes on one log: what one of them does, the other has not seen.
struct Two {
    _folder: tempfile::TempDir,
    log: Arc<SqliteLog>,
    here: Executor,
    elsewhere: Executor,
}

/// A log whose streams stand still for whoever decides on it: the facts after a position are not shown.
#[derive(Debug)]
struct StandingStill {
    log: Arc<SqliteLog>,
    until: u64,
}

#[async_trait]
impl FactReads for StandingStill {
    async fn read_for_decision(
        &self,
        space: &SpaceId,
        command: CommandId,
        streams: &[StreamId],
    ) -> Result<DecisionInput, ReadError> {
        let mut input = self.log.read_for_decision(space, command, streams).await?;
        input.streams.iter_mut().for_each(|facts| facts.retain(|fact| fact.position <= self.until));
        Ok(input)
    }

    delegate_reads!(log: receipt, read, pages, read_stream, find, versions);
    delegate_reads!(log: head, heads, position_at, spaces, scan, digests, appended, appended_spaces, clock);
}

#[async_trait]
impl FactLog for StandingStill {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        self.log.append(append).await
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.log.health()
    }
}

/// The first process sees nothing of its streams after a position: as if it went by what it remembers.
fn two_of_which_one_sees_nothing_after(until: u64) -> Two {
    let two = two();
    let here = Executor::new(Arc::new(StandingStill { log: two.log.clone(), until }));
    Two { here, ..two }
}

fn two() -> Two {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2016-03-01T08:00:00Z".parse::<Timestamp>().unwrap()));
    let log = SqliteLog::open(&folder.path().join("facts.db"), clock).unwrap();
    Two { _folder: folder, here: Executor::new(log.clone()), elsewhere: Executor::new(log.clone()), log }
}

fn twice() -> Why {
    Why { reason: AmendmentReason::Duplicate, motive: "Saisi deux fois".into() }
}

fn space() -> SpaceId {
    SpaceId::new("la-rochelle").unwrap()
}

async fn ask(executor: &Executor, name: &str, ask: Ask) -> Result<Outcome, CommandError> {
    let occurred = OccurredOn::Day(jiff::civil::Date::constant(2016, 2, 8));
    let stream_ask = StreamAsk {
        stream: "session/s-1".parse().unwrap(),
        occurred,
        ask,
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
    };
    let command = Command {
        space: space(),
        id: CommandId::derived(name),
        fingerprint: [7; 32],
        asks: vec![stream_ask],
        if_version: None,
    };
    executor.execute(command).await
}

async fn record(executor: &Executor, name: &str, kind: &str, data: &str) -> Result<Outcome, CommandError> {
    ask(executor, name, Ask::Record(Fact::read(kind, data).unwrap())).await
}

const PLANNED: (&str, &str) = ("session.planned", r#"{"title":"Stand","kind":"stand","when":"2016-02-08"}"#);
const SHEET: (&str, &str) =
    ("attendance.headcount_recorded", r#"{"sheet":"f-1","total":{"is":"exact","value":12},"standing":{"is":"first"}}"#);
const BETTER: (&str, &str) = (
    "attendance.headcount_recorded",
    r#"{"sheet":"f-2","total":{"is":"exact","value":13},"standing":{"is":"replaces","sheet":"f-1"}}"#,
);

/// First a session is planned here, so that it is remembered here; then a sheet is recorded elsewhere; then here comes
/// the sheet that replaces it: what is remembered knows no such sheet.
async fn a_sheet_that_only_the_log_knows(two: &Two) -> Result<Outcome, CommandError> {
    record(&two.here, "plan", PLANNED.0, PLANNED.1).await.unwrap();
    record(&two.elsewhere, "sheet", SHEET.0, SHEET.1).await.unwrap();
    record(&two.here, "better", BETTER.0, BETTER.1).await
}

/// First a sheet is recorded here; then it is cancelled elsewhere; then it is recorded again here: what is remembered
/// knows it already.
async fn a_sheet_that_only_the_cache_knows(two: &Two) -> Outcome {
    record(&two.here, "plan", PLANNED.0, PLANNED.1).await.unwrap();
    let sheet = record(&two.here, "sheet", SHEET.0, SHEET.1).await.unwrap().facts[0].id;
    ask(&two.elsewhere, "cancel", Ask::Cancel { target: sheet, why: twice() }).await.unwrap();
    record(&two.here, "again", SHEET.0, SHEET.1).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_decided_on_the_log() {
    assert_eq!(a_sheet_that_only_the_log_knows(&two()).await.unwrap().receipt.count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_op_answers_are_decided_on_the_log() {
    assert_eq!(a_sheet_that_only_the_cache_knows(&two()).await.receipt.count, 1);
}

/// The control: decided without a new look at the log, a sheet would be refused, and another acknowledged and dropped.
#[tokio::test(flavor = "multi_thread")]
async fn deciding_on_what_was_seen_before_gives_wrong_answers() {
    let refused = a_sheet_that_only_the_log_knows(&two_of_which_one_sees_nothing_after(1)).await.unwrap_err();
    assert!(matches!(&refused, CommandError::Refused { refusal, .. } if refusal.code == "sheet-unknown"), "{refused}");
    let dropped = a_sheet_that_only_the_cache_knows(&two_of_which_one_sees_nothing_after(2)).await;
    assert_eq!(dropped.receipt.count, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_decided_on_a_cache_that_is_behind_are_decided_again() {
    let two = two();
    record(&two.here, "plan", PLANNED.0, PLANNED.1).await.unwrap();
    record(&two.elsewhere, "sheet", SHEET.0, SHEET.1).await.unwrap();
    let visits = record(
        &two.here,
        "visits",
        "attendance.visits_recorded",
        r#"{"sheet":"v-1","number":{"is":"exact","value":40},"standing":{"is":"first"}}"#,
    )
    .await
    .unwrap();
    assert_eq!((visits.receipt.last, visits.facts[0].version), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_remembered_is_not_read_again_and_gives_repeats_their_first_answer() {
    let two = two();
    record(&two.here, "plan", PLANNED.0, PLANNED.1).await.unwrap();
    let first = record(&two.here, "sheet", SHEET.0, SHEET.1).await.unwrap();
    let streams = std::collections::BTreeSet::from(["session/s-1".parse().unwrap()]);
    let remembered = two.here.cache.take(&space(), &streams).unwrap();
    assert_eq!(remembered.values().next().unwrap().past.facts().len(), 2);
    two.here.cache.keep(&space(), remembered);
    for executor in [&two.here, &two.elsewhere] {
        let again = record(executor, "sheet", SHEET.0, SHEET.1).await.unwrap();
        assert!(again.receipt.repeated);
        assert_eq!(again.facts, first.facts);
    }
    assert_eq!(two.log.head(&space()).await.unwrap().position, 2);
}

/// A refusal is decided on the log, and what was read for it is remembered; a fact that a refused command had decided
/// is not.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_makes_nobody_read_again_and_leaves_nothing_behind() {
    let two = two();
    record(&two.elsewhere, "plan", PLANNED.0, PLANNED.1).await.unwrap();
    record(&two.here, "better", BETTER.0, BETTER.1).await.unwrap_err();
    let streams = std::collections::BTreeSet::from(["session/s-1".parse().unwrap()]);
    let remembered = two.here.cache.take(&space(), &streams).unwrap();
    assert_eq!(remembered.values().next().unwrap().past.facts().len(), 1);
    let ask = |kind, data| StreamAsk {
        stream: "session/s-1".parse().unwrap(),
        occurred: OccurredOn::Day(jiff::civil::Date::constant(2016, 2, 8)),
        ask: Ask::Record(Fact::read(kind, data).unwrap()),
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
    };
    let asks = vec![ask(SHEET.0, SHEET.1), ask(PLANNED.0, r#"{"title":"Autre","kind":"stand","when":"2016-02-09"}"#)];
    let both = Command { space: space(), id: CommandId::derived("both"), fingerprint: [8; 32], asks, if_version: None };
    two.here.execute(both).await.unwrap_err();
    assert!(two.here.cache.take(&space(), &streams).is_none(), "a fact that was never appended is remembered");
}

/// A fact that was decided here has its position only since its append.
#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_names_the_position_of_a_fact_that_is_only_remembered() {
    let two = two();
    record(&two.elsewhere, "other", PLANNED.0, PLANNED.1).await.unwrap();
    let sheet = record(&two.here, "sheet", SHEET.0, SHEET.1).await.unwrap();
    let target: FactId = sheet.facts[0].id;
    let cancelled = ask(&two.here, "cancel", Ask::Cancel { target, why: twice() }).await.unwrap();
    assert_eq!(cancelled.facts[0].data["target_position"], sheet.receipt.first);
}
