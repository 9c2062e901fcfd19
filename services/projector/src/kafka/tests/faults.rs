//! Members that die, positions that are wrong, brokers that fall silent.

use std::sync::atomic::Ordering;
use std::time::Duration;

use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};

use super::fixture::{Fixture, Member, MuteLog, PATIENT, space};
use super::scenes;
use crate::kafka::KafkaOptions;
use crate::kafka::positions::{Partition, TopicPositions};
use crate::tests::folds::FOLDS;

scenes! {
    a_kill_between_rows_and_positions_changes_no_figure: 2,
    positions_come_back_exactly: 3,
    a_position_outside_the_topic_costs_a_reading_from_the_beginning: 1,
    repeated_kills_lose_nothing_and_count_nothing_twice: 2,
}

async fn a_kill_between_rows_and_positions_changes_no_figure(fixture: Fixture) {
    let spaces = ["lille", "corte"].map(space);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 100).await).await;
    }
    let member = fixture.member(FOLDS);
    // Rows move; no position ever does.
    member.dead.store(true, Ordering::SeqCst);
    fixture.settled(&spaces, FOLDS).await;
    let before = spaces.clone().map(|space| fixture.stored_rows(&space, FOLDS));
    member.killed().await;
    assert!(fixture.stored_positions().is_empty());
    let again = fixture.member(FOLDS);
    fixture
        .until(
            || again.records("taken") + again.records("repeated") >= 200,
            || "the records do not come again".to_owned(),
        )
        .await;
    fixture
        .until(
            || fixture.stored_positions() == fixture.positions.ends(),
            || format!("{:?}", fixture.stored_positions()),
        )
        .await;
    assert_eq!(spaces.clone().map(|space| fixture.stored_rows(&space, FOLDS)), before);
    fixture.settled(&spaces, FOLDS).await;
    again.leave().await;
    fixture.positions.never_early();
}

async fn positions_come_back_exactly(fixture: Fixture) {
    let spaces = ["lille", "corte", "soissons", "la-rochelle"].map(space);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 50).await).await;
    }
    let member = fixture.member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    member.leave().await;
    assert_eq!(fixture.stored_positions(), fixture.positions.ends());
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 10).await).await;
    }
    let member = fixture.patient_member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    let came = ["taken", "repeated", "filled"].map(|outcome| member.records(outcome));
    assert_eq!(came, [40, 0, 0], "the first record is the one after the last that was kept");
    member.leave().await;
    fixture.positions.never_early();
}

async fn a_position_outside_the_topic_costs_a_reading_from_the_beginning(fixture: Fixture) {
    let space = space("lille");
    fixture.publish(&space, &fixture.history(&space, 60).await).await;
    let partition = Partition { group: fixture.options().group, topic: fixture.topic.clone(), partition: 0 };
    // The topic was made anew and filled again.
    assert!(fixture.positions.stored(&partition, 10_000));
    let member = fixture.patient_member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    assert_eq!(member.records("taken"), 60);
    member.leave().await;
    assert_eq!(fixture.positions.load(&partition).unwrap(), Some(60));
    fixture.positions.never_early();
}

async fn repeated_kills_lose_nothing_and_count_nothing_twice(fixture: Fixture) {
    let spaces = ["lille", "corte", "soissons"].map(space);
    for turn in 1..4_u64 {
        for space in &spaces {
            fixture.publish(space, &fixture.history(space, 300).await).await;
        }
        let member = fixture.member(FOLDS);
        // Somewhere in the middle: where exactly is left to chance.
        let moved = |space| fixture.stored_rows(space, FOLDS).iter().all(|(position, _)| *position > (turn - 1) * 300);
        fixture.until(|| moved(&spaces[0]), || format!("{:?}", fixture.stored_rows(&spaces[0], FOLDS))).await;
        member.killed().await;
    }
    let member = fixture.member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    member.leave().await;
    fixture.positions.never_early();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stuck_consumer_says_so_and_is_built_again() {
    let fixture = Fixture::mock(1);
    let space = space("lille");
    fixture.publish(&space, &fixture.history(&space, 20).await).await;
    let options =
        KafkaOptions { stall: Duration::from_secs(1), patience: Duration::from_secs(3600), ..fixture.options() };
    let member = fixture.member_with(FOLDS, options);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    assert_eq!(member.member.metrics().rebuilds(), 0, "a topic where nothing comes is no stall");
    let mock = fixture.mock.as_ref().unwrap();
    // Fetches fail for ever, and everything else answers.
    mock.request_errors(RDKafkaApiKey::Fetch, &[RDKafkaRespErr::RD_KAFKA_RESP_ERR_UNKNOWN; 5000]);
    fixture.publish(&space, &fixture.history(&space, 20).await).await;
    let said = || fixture.exposed(&member).contains("maillage_consumer_stalled 1");
    fixture.until(said, || fixture.exposed(&member)).await;
    fixture.until(|| member.member.metrics().rebuilds() > 0, || fixture.exposed(&member)).await;
    mock.clear_request_errors(RDKafkaApiKey::Fetch);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    assert!(fixture.exposed(&member).contains("maillage_consumer_stalled 0"));
    member.leave().await;
    fixture.positions.never_early();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_is_away_for_a_while_loses_nothing() {
    let fixture = Fixture::mock(2);
    let spaces = ["lille", "corte"].map(space);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 40).await).await;
    }
    let member = fixture.member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    let mock = fixture.mock.as_ref().unwrap();
    mock.broker_down(1).unwrap();
    let mut later = Vec::new();
    for space in &spaces {
        later.push(fixture.history(space, 40).await);
    }
    // The log goes on; what the topic cannot bring is read from it.
    fixture.settled(&spaces, FOLDS).await;
    mock.broker_up(1).unwrap();
    for (space, facts) in spaces.iter().zip(&later) {
        fixture.publish(space, facts).await;
        fixture.publish(space, &fixture.history(space, 5).await).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    member.leave().await;
    fixture.positions.never_early();
}

/// The topic is made when a relay first holds its lease, which may be long after the projectors were started.
#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_is_made_after_its_readers_is_read_by_them() {
    for pause in [0, 300, 900, 1500, 2500] {
        let (fixture, space) = (Fixture::mock(0), space("lille"));
        let facts = fixture.history(&space, 20).await;
        // Nothing but its absence makes them look at the topic again.
        let options = || KafkaOptions { metadata: PATIENT, stall: PATIENT, ..fixture.options() };
        let members = [fixture.member_with(FOLDS, options()), fixture.member_with(FOLDS, options())];
        tokio::time::sleep(Duration::from_millis(pause)).await;
        fixture.mock.as_ref().unwrap().create_topic(&fixture.topic, 2, 1).unwrap();
        fixture.publish(&space, &facts).await;
        fixture.settled(&[space], FOLDS).await;
        for member in members {
            member.leave().await;
        }
        fixture.positions.never_early();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_projector_that_starts_while_the_broker_is_away_reads_on_when_it_is_back() {
    let (fixture, space) = (Fixture::mock(1), space("lille"));
    let facts = fixture.history(&space, 20).await;
    fixture.publish(&space, &facts).await;
    let mock = fixture.mock.as_ref().unwrap();
    mock.broker_down(1).unwrap();
    let member = fixture.patient_member(FOLDS);
    tokio::time::sleep(Duration::from_secs(1)).await;
    mock.broker_up(1).unwrap();
    fixture.settled(&[space], FOLDS).await;
    assert_eq!(member.records("taken"), 20);
    member.leave().await;
    fixture.positions.never_early();
}

fn reads(fixture: &Fixture, member: &Member, partitions: &[usize]) -> bool {
    let exposed = fixture.exposed(member);
    partitions.iter().any(|count| exposed.contains(&format!("maillage_consumer_partitions {count}\n")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_the_log_does_not_answer_leaves_its_partitions_to_others() {
    let fixture = Fixture::mock(2);
    let spaces = ["lille", "corte", "soissons", "la-rochelle", "ajaccio"].map(space);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 20).await).await;
    }
    let log = MuteLog::over(fixture.log.clone());
    let options = KafkaOptions { silence: Duration::from_secs(2), ..fixture.options() };
    let deaf = fixture.member_on(log.clone(), FOLDS, options);
    let other = fixture.member(FOLDS);
    let shared = || reads(&fixture, &deaf, &[1]) && reads(&fixture, &other, &[1]);
    fixture.until(shared, || "the partitions are not shared".to_owned()).await;
    log.mute.store(true, Ordering::SeqCst);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 20).await).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    assert!(reads(&fixture, &deaf, &[0]) && reads(&fixture, &other, &[2]), "{}", fixture.exposed(&deaf));
    log.mute.store(false, Ordering::SeqCst);
    fixture.until(shared, || "it does not come back".to_owned()).await;
    for member in [deaf, other] {
        member.leave().await;
    }
    fixture.positions.never_early();
}
