//! Several members of one group: partitions come and go in the middle of everything.

use super::fixture::{Fixture, space};
use super::scenes;
use crate::kafka::KafkaOptions;
use crate::tests::folds::FOLDS;

scenes! {
    members_that_join_and_leave_in_mid_batch_change_no_figure: 4,
}

async fn members_that_join_and_leave_in_mid_batch_change_no_figure(fixture: Fixture) {
    let spaces = ["lille", "corte", "soissons", "la-rochelle", "ajaccio", "bastia"].map(space);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 100).await).await;
    }
    let first = fixture.member(FOLDS);
    let at_work = |member: &super::fixture::Member| member.records("taken") > 0;
    fixture.until(|| at_work(&first), || "the first member reads nothing".to_owned()).await;
    let second = fixture.member(FOLDS);
    let mut turn = 0;
    while !(at_work(&second) && turn > 2) {
        turn += 1;
        assert!(turn < 400, "the second member reads nothing");
        for space in &spaces {
            fixture.publish(space, &fixture.history(space, 5).await).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 100).await).await;
    }
    first.killed().await;
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 20).await).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    second.leave().await;
    fixture.positions.never_early();
}

/// A test beside production, on the same Kafka: each follows all of its spaces, though the topic holds both logs.
#[tokio::test(flavor = "multi_thread")]
async fn two_logs_on_one_topic_fold_each_their_own() {
    let (one, two) = (Fixture::mock(4), Fixture::mock(0));
    let spaces = |names: [&str; 4]| names.map(space);
    let (ours, theirs) =
        (spaces(["lille", "corte", "soissons", "bastia"]), spaces(["lille", "brest", "laon", "ajaccio"]));
    let options = |fixture: &Fixture, group: &str| KafkaOptions {
        bootstrap: one.bootstrap.clone(),
        topic: one.topic.clone(),
        group: group.to_owned(),
        ..fixture.options()
    };
    let members =
        [one.member_with(FOLDS, options(&one, "projectors-1")), two.member_with(FOLDS, options(&two, "projectors-2"))];
    // From here on no fact of one is a fact of the other.
    two.held(&theirs[1], 9, 1).await;
    for _ in 0..3 {
        for (fixture, spaces) in [(&one, &ours), (&two, &theirs)] {
            for space in spaces {
                for fact in fixture.history(space, 20).await {
                    one.publish_raw(space.as_str(), Some(&fact.bytes)).await;
                }
            }
        }
    }
    one.settled(&ours, FOLDS).await;
    two.settled(&theirs, FOLDS).await;
    for member in &members {
        let refused = || member.records("refused") + member.records("unknown") > 0;
        one.until(refused, || one.exposed(member)).await;
    }
    for member in members {
        member.leave().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn raising_the_partition_count_changes_no_figure() {
    // The mock cluster cannot raise it.
    let Some(fixture) = Fixture::real(2).await else { return };
    let spaces = ["lille", "corte", "soissons", "la-rochelle", "ajaccio", "bastia"].map(space);
    let mut all = Vec::new();
    for space in &spaces {
        all.push(fixture.history(space, 80).await);
        fixture.publish(space, &all[all.len() - 1]).await;
    }
    let members = [fixture.member(FOLDS), fixture.member(FOLDS)];
    fixture.settled(&spaces, FOLDS).await;
    fixture.raise_partitions(7).await;
    for (space, facts) in spaces.iter().zip(&all) {
        fixture.publish(space, &fixture.history(space, 30).await).await;
        // A relay that begins again repeats what it sent before, now into other partitions.
        fixture.publish(space, &facts[40..]).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    // Keys go to other partitions only once the producer knows of them.
    fixture.until(|| fixture.producer_sees(7), || "the producer never learns of the new partitions".to_owned()).await;
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 30).await).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    assert!(fixture.positions.ends().keys().any(|partition| *partition > 1), "nothing came by a new partition");
    for member in members {
        member.leave().await;
    }
    fixture.positions.never_early();
}
