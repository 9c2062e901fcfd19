//! Whatever the topic does, the rows are those of a fold from the log.

use super::fixture::{Fixture, LONG, PATIENT, opened, space};
use super::scenes;
use crate::rebuild::offline_on;
use crate::tests::folds::{CURED, FOLDS, PICKY, REFUSED};

scenes! {
    what_the_topic_brings_gives_the_figures_of_the_log: 3,
    a_redelivered_batch_changes_no_figure: 2,
    gaps_in_the_topic_are_filled_from_the_log: 1,
    records_that_are_no_facts_are_skipped_and_their_positions_read_from_the_log: 1,
    a_space_behind_catches_up_without_new_records: 2,
    a_fold_that_stops_does_so_alone: 1,
    a_stopped_fold_that_was_rebuilt_elsewhere_goes_on: 1,
    a_backlog_is_held_in_bounds: 1,
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

async fn a_stopped_fold_that_was_rebuilt_elsewhere_goes_on(fixture: Fixture) {
    let space = space("lille");
    let facts =
        [fixture.held(&space, 1, 10).await, fixture.held(&space, 1, REFUSED).await, fixture.held(&space, 1, 20).await];
    fixture.publish(&space, &facts).await;
    let member = fixture.member(PICKY);
    let stands = || fixture.stored_rows(&space, PICKY).into_iter().map(|(position, _)| position).collect::<Vec<_>>();
    fixture.until(|| stands() == [3, 1], || format!("{:?}", stands())).await;
    // Somebody can take the fact, and folds it while this one runs.
    let store = opened(&fixture.rows);
    tokio::task::block_in_place(|| {
        let spaces = [(space.clone(), 3)];
        offline_on(fixture.log.as_ref(), &spaces, store.as_ref(), CURED, "picky", &mut |_, _| {}).unwrap();
    });
    let report = || async { member.member.projector().report(fixture.question(&space, "picky")).await.unwrap() };
    let since = std::time::Instant::now();
    while report().await.incomplete {
        assert!(since.elapsed() < LONG, "it is stopped for good: {}", fixture.exposed(&member));
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    fixture.publish(&space, &[fixture.held(&space, 2, 30).await]).await;
    fixture.settled(&[space], CURED).await;
    member.leave().await;
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
