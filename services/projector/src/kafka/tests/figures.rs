//! Whatever the topic does, the rows are those of a fold from the log.

use maillage_log::log::FactReads;

use super::fixture::{Fixture, PATIENT, space};
use super::scenes;
use crate::tests::folds::{CURED, FOLDS, PICKY, REFUSED};

scenes! {
    what_the_topic_brings_gives_the_figures_of_the_log: 3,
    a_redelivered_batch_changes_no_figure: 2,
    gaps_in_the_topic_are_filled_from_the_log: 1,
    records_that_are_no_facts_are_skipped_and_their_positions_read_from_the_log: 1,
    a_space_behind_catches_up_without_new_records: 2,
    a_fold_that_stops_does_so_alone: 1,
    a_backlog_is_held_in_bounds: 1,
    a_topic_that_was_filled_from_another_log_is_found_out: 1,
}

async fn what_the_topic_brings_gives_the_figures_of_the_log(fixture: Fixture) {
    let spaces = ["lille", "la-rochelle", "soissons", "corte"].map(space);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 200).await).await;
    }
    let member = fixture.patient_member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    assert_eq!(member.records("taken"), 800);
    for space in &spaces {
        fixture.publish(space, &[fixture.held(space, 1, 30).await]).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    assert_eq!((member.records("taken"), member.records("filled")), (804, 0));
    member.leave().await;
    fixture.positions.never_early();
}

async fn a_redelivered_batch_changes_no_figure(fixture: Fixture) {
    let spaces = ["lille", "corte"].map(space);
    let mut all = Vec::new();
    for space in &spaces {
        let facts = fixture.history(space, 150).await;
        fixture.publish(space, &facts).await;
        all.push(facts);
    }
    let member = fixture.patient_member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    for (space, facts) in spaces.iter().zip(&all) {
        // A relay that begins again repeats a suffix; one that refills repeats everything.
        fixture.publish(space, &facts[100..]).await;
        fixture.publish(space, facts).await;
        fixture.publish(space, &[fixture.held(space, 2, 45).await]).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    assert_eq!((member.records("taken"), member.records("repeated")), (302, 400));
    member.leave().await;
    fixture.positions.never_early();
}

async fn gaps_in_the_topic_are_filled_from_the_log(fixture: Fixture) {
    let space = space("lille");
    let facts = fixture.history(&space, 120).await;
    fixture.publish(&space, &facts[10..40]).await;
    fixture.publish(&space, &facts[70..100]).await;
    let member = fixture.member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    assert_eq!(member.records("taken"), 60);
    assert!(member.records("filled") >= 50, "thirty between, twenty at the end");
    member.leave().await;
    fixture.positions.never_early();
}

async fn records_that_are_no_facts_are_skipped_and_their_positions_read_from_the_log(fixture: Fixture) {
    let space = space("lille");
    let facts = fixture.history(&space, 30).await;
    fixture.publish(&space, &facts[..10]).await;
    fixture.publish_raw("lille", Some(b"{\"position\":11}")).await;
    fixture.publish_raw("lille", None).await;
    fixture.publish_raw("corte", Some(&facts[11].bytes)).await;
    fixture.publish(&space, &facts[12..]).await;
    let member = fixture.member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    assert_eq!((member.records("unreadable"), member.records("taken"), member.records("filled")), (3, 28, 2));
    member.leave().await;
    assert_eq!(fixture.positions.ends(), fixture.stored_positions(), "a record that is no fact holds no position back");
}

async fn a_space_behind_catches_up_without_new_records(fixture: Fixture) {
    let spaces = ["lille", "corte", "soissons"].map(space);
    for space in &spaces {
        fixture.publish(space, &fixture.history(space, 40).await).await;
    }
    let member = fixture.member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    member.leave().await;
    assert_eq!(fixture.positions.ends(), fixture.stored_positions(), "the positions say that all was read");
    fixture.lose_rows().await;
    let member = fixture.member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    assert_eq!((member.records("taken"), member.records("filled")), (0, 120));
    member.leave().await;
}

async fn a_fold_that_stops_does_so_alone(fixture: Fixture) {
    let spaces = ["lille", "corte"].map(space);
    for space in &spaces {
        let mut facts = vec![fixture.held(space, 1, 10).await];
        if space.as_str() == "lille" {
            facts.push(fixture.held(space, 1, REFUSED).await);
        }
        facts.push(fixture.held(space, 1, 20).await);
        fixture.publish(space, &facts).await;
    }
    let member = fixture.member(PICKY);
    let stands =
        |space| fixture.stored_rows(space, PICKY).into_iter().map(|(position, _)| position).collect::<Vec<_>>();
    fixture
        .until(
            || stands(&spaces[0]) == [3, 1] && stands(&spaces[1]) == [2, 2],
            || format!("{:?} {:?}", stands(&spaces[0]), stands(&spaces[1])),
        )
        .await;
    // The figures are those of the last survey, a moment ago.
    let shown =
        ["parked{projection=\"picky\"} 1", "parked{projection=\"minutes\"} 0", "lag_events{projection=\"picky\"} 2"];
    fixture
        .until(
            || shown.iter().all(|it| fixture.exposed(&member).contains(&format!("maillage_projection_{it}"))),
            || fixture.exposed(&member),
        )
        .await;
    // What comes after goes on everywhere else, and the parked fold holds no position back.
    for space in &spaces {
        fixture.publish(space, &[fixture.held(space, 2, 30).await]).await;
    }
    fixture
        .until(
            || stands(&spaces[0]) == [4, 1] && stands(&spaces[1]) == [3, 3],
            || format!("{:?} {:?}", stands(&spaces[0]), stands(&spaces[1])),
        )
        .await;
    let report = member.member.projector().report(fixture.question(&spaces[0], "picky")).await.unwrap();
    assert!(report.incomplete && report.position == 1, "it stands exactly after the fact before, and says so");
    assert!(!member.member.projector().report(fixture.question(&spaces[0], "minutes")).await.unwrap().incomplete);
    member.leave().await;
    assert_eq!(fixture.positions.ends(), fixture.stored_positions());
    // A program that can take the fact takes it, from the log.
    let cured = fixture.member(CURED);
    fixture.settled(&spaces, CURED).await;
    cured.leave().await;
}

async fn a_backlog_is_held_in_bounds(fixture: Fixture) {
    let space = space("lille");
    let facts = fixture.history(&space, 3000).await;
    fixture.publish(&space, &facts).await;
    let bound = 60_000;
    let member = fixture
        .member_with(FOLDS, crate::kafka::KafkaOptions { memory: bound, patience: PATIENT, ..fixture.options() });
    let most = std::sync::atomic::AtomicUsize::new(0);
    let kept = || {
        most.fetch_max(member.member.held(), std::sync::atomic::Ordering::SeqCst);
        fixture.stored_rows(&space, FOLDS).iter().all(|(position, _)| *position == 3000)
    };
    fixture.until(kept, || format!("{:?}", fixture.stored_rows(&space, FOLDS))).await;
    fixture.settled(&[space], FOLDS).await;
    let most = most.into_inner();
    assert!(most > 0 && most < bound + 2000, "{most} bytes were held");
    let came = ["taken", "repeated", "filled"].map(|outcome| member.records(outcome));
    assert_eq!(came, [3000, 0, 0], "every record that was fetched was taken, once");
    member.leave().await;
    fixture.positions.never_early();
}

async fn a_topic_that_was_filled_from_another_log_is_found_out(fixture: Fixture) {
    let (spaces, other) = (["lille", "corte"].map(space), Fixture::mock(1));
    for space in &spaces {
        let facts = fixture.history(space, 5).await;
        fixture.publish(space, &facts[..4]).await;
    }
    other.history(&spaces[0], 4).await;
    let forged = other.held(&spaces[0], 1, 900).await;
    let own = fixture.log.read(&spaces[0], 4, 1).await.unwrap().remove(0);
    assert!(forged.position == own.position && forged.bytes != own.bytes);
    fixture.publish(&spaces[0], &[forged]).await;
    fixture.publish(&spaces[1], &fixture.log.read(&spaces[1], 4, 1).await.unwrap()).await;
    let member = fixture.member(FOLDS);
    fixture
        .until(|| member.records("foreign") > 0, || "a fact of another log passes for one of this log".to_owned())
        .await;
    let projector = member.member.projector();
    assert!(projector.report(fixture.question(&spaces[0], "minutes")).await.unwrap().incomplete);
    assert!(
        !projector.report(fixture.question(&spaces[1], "minutes")).await.unwrap().incomplete,
        "a topic of this log says nothing"
    );
    member.leave().await;
}
