//! Members that die, positions that are wrong, brokers that fall silent.

use std::sync::atomic::Ordering;
use std::time::Duration;

use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};

use super::scenes;
use super::stage::{Stage, space};
use crate::kafka::KafkaOptions;
use crate::kafka::positions::{Partition, TopicPositions};
use crate::tests::folds::FOLDS;

scenes! {
    killed_between_rows_and_positions_everything_comes_again_and_no_figure_changes: 2,
    positions_come_back_exactly: 3,
    a_position_that_the_topic_has_not_costs_a_reading_from_the_beginning: 1,
    killed_again_and_again_in_mid_batch_nothing_is_lost_or_counted_twice: 2,
}

async fn killed_between_rows_and_positions_everything_comes_again_and_no_figure_changes(stage: Stage) {
    let spaces = ["lille", "corte"].map(space);
    for space in &spaces {
        stage.publish(space, &stage.history(space, 100).await).await;
    }
    let member = stage.member(FOLDS);
    // Rows move; no position ever does.
    member.dead.store(true, Ordering::SeqCst);
    stage.settled(&spaces, FOLDS).await;
    let before = spaces.clone().map(|space| stage.kept(&space, FOLDS));
    member.killed().await;
    assert!(stage.stored().is_empty());
    let again = stage.member(FOLDS);
    stage
        .until(
            || again.records("taken") + again.records("repeated") >= 200,
            || "the records do not come again".to_owned(),
        )
        .await;
    stage.until(|| stage.stored() == stage.positions.ends(), || format!("{:?}", stage.stored())).await;
    assert_eq!(spaces.clone().map(|space| stage.kept(&space, FOLDS)), before);
    stage.settled(&spaces, FOLDS).await;
    again.leave().await;
    stage.positions.never_early();
}

async fn positions_come_back_exactly(stage: Stage) {
    let spaces = ["lille", "corte", "soissons", "la-rochelle"].map(space);
    for space in &spaces {
        stage.publish(space, &stage.history(space, 50).await).await;
    }
    let member = stage.member(FOLDS);
    stage.settled(&spaces, FOLDS).await;
    member.leave().await;
    assert_eq!(stage.stored(), stage.positions.ends());
    for space in &spaces {
        stage.publish(space, &stage.history(space, 10).await).await;
    }
    let member = stage.member(FOLDS);
    stage.settled(&spaces, FOLDS).await;
    let came = ["taken", "repeated", "filled"].map(|outcome| member.records(outcome));
    assert_eq!(came, [40, 0, 0], "the first record is the one after the last that was kept");
    member.leave().await;
    stage.positions.never_early();
}

async fn a_position_that_the_topic_has_not_costs_a_reading_from_the_beginning(stage: Stage) {
    let space = space("lille");
    stage.publish(&space, &stage.history(&space, 60).await).await;
    let partition = Partition { group: stage.options().group, topic: stage.topic.clone(), partition: 0 };
    // The topic was made anew and filled again.
    assert!(stage.positions.stored(&partition, 10_000));
    let member = stage.member(FOLDS);
    stage.settled(std::slice::from_ref(&space), FOLDS).await;
    assert_eq!(member.records("taken"), 60);
    member.leave().await;
    assert_eq!(stage.positions.load(&partition).unwrap(), Some(60));
    stage.positions.never_early();
}

async fn killed_again_and_again_in_mid_batch_nothing_is_lost_or_counted_twice(stage: Stage) {
    let spaces = ["lille", "corte", "soissons"].map(space);
    for turn in 1..4_u64 {
        for space in &spaces {
            stage.publish(space, &stage.history(space, 300).await).await;
        }
        let member = stage.member(FOLDS);
        // Somewhere in the middle: where exactly is left to chance.
        let moved = |space| stage.kept(space, FOLDS).iter().all(|(position, _)| *position > (turn - 1) * 300);
        stage.until(|| moved(&spaces[0]), || format!("{:?}", stage.kept(&spaces[0], FOLDS))).await;
        member.killed().await;
    }
    let member = stage.member(FOLDS);
    stage.settled(&spaces, FOLDS).await;
    member.leave().await;
    stage.positions.never_early();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_is_stuck_while_records_wait_says_so_and_is_built_again() {
    let stage = Stage::mock(1);
    let space = space("lille");
    stage.publish(&space, &stage.history(&space, 20).await).await;
    let options =
        KafkaOptions { stall: Duration::from_secs(1), patience: Duration::from_secs(3600), ..stage.options() };
    let member = stage.member_with(FOLDS, options);
    stage.settled(std::slice::from_ref(&space), FOLDS).await;
    assert_eq!(member.member.metrics().rebuilds(), 0, "a topic where nothing comes is no stall");
    let mock = stage.mock.as_ref().unwrap();
    // Fetches fail for ever, and everything else answers.
    mock.request_errors(RDKafkaApiKey::Fetch, &[RDKafkaRespErr::RD_KAFKA_RESP_ERR_UNKNOWN; 5000]);
    stage.publish(&space, &stage.history(&space, 20).await).await;
    let said = || stage.exposed(&member).contains("maillage_consumer_stalled 1");
    stage.until(said, || stage.exposed(&member)).await;
    stage.until(|| member.member.metrics().rebuilds() > 0, || stage.exposed(&member)).await;
    mock.clear_request_errors(RDKafkaApiKey::Fetch);
    stage.settled(std::slice::from_ref(&space), FOLDS).await;
    assert!(stage.exposed(&member).contains("maillage_consumer_stalled 0"));
    member.leave().await;
    stage.positions.never_early();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_is_away_for_a_while_loses_nothing() {
    let stage = Stage::mock(2);
    let spaces = ["lille", "corte"].map(space);
    for space in &spaces {
        stage.publish(space, &stage.history(space, 40).await).await;
    }
    let member = stage.member(FOLDS);
    stage.settled(&spaces, FOLDS).await;
    let mock = stage.mock.as_ref().unwrap();
    mock.broker_down(1).unwrap();
    let mut later = Vec::new();
    for space in &spaces {
        later.push(stage.history(space, 40).await);
    }
    // The log goes on; what the topic cannot bring is read from it.
    stage.settled(&spaces, FOLDS).await;
    mock.broker_up(1).unwrap();
    for (space, facts) in spaces.iter().zip(&later) {
        stage.publish(space, facts).await;
        stage.publish(space, &stage.history(space, 5).await).await;
    }
    stage.settled(&spaces, FOLDS).await;
    member.leave().await;
    stage.positions.never_early();
}
