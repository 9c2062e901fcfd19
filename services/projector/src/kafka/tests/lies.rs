//! Anybody who may write to the topic can write anything: no figure follows it, and none is hidden by it.

use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::{FactReads, StoredFact};
use serde_json::{Value, json};

use super::fixture::{Fixture, Member, producer_of, space};
use super::scenes;
use crate::tests::folds::FOLDS;

scenes! {
    a_forged_fact_at_the_next_position_is_set_aside_and_the_real_one_folded: 1,
    a_fact_that_the_log_has_not_yet_is_no_fact: 1,
    altered_reordered_repeated_and_cut_records_give_the_figures_of_the_log: 2,
    the_records_of_another_log_with_the_same_spaces_change_no_figure: 2,
    a_record_far_ahead_of_the_log_stops_nothing: 1,
    records_of_unknown_spaces_are_counted_and_not_kept: 3,
}

/// The bytes of a fact with some members set otherwise.
fn forged(fact: &StoredFact, members: &Value) -> Vec<u8> {
    let mut forged: Value = serde_json::from_slice(&fact.bytes).unwrap();
    for (name, value) in members.as_object().unwrap() {
        forged[name] = value.clone();
    }
    serde_json::to_vec(&forged).unwrap()
}

async fn publish_forged(fixture: &Fixture, space: &SpaceId, bytes: &[u8]) {
    fixture.publish_raw(space.as_str(), Some(bytes)).await;
}

/// Waits until so many records were set aside.
async fn set_aside(fixture: &Fixture, member: &Member, records: u64) {
    fixture.until(|| member.records("refused") >= records, || fixture.exposed(member)).await;
    assert_eq!(member.records("refused"), records);
}

/// A position that names a fact of its own, in every member that a record shows.
fn another(fact: &StoredFact, position: u64) -> Vec<u8> {
    let id = uuid::Uuid::from_u64_pair(u64::MAX, position).to_string();
    forged(fact, &json!({"position": position, "version": position, "id": id}))
}

async fn a_forged_fact_at_the_next_position_is_set_aside_and_the_real_one_folded(fixture: Fixture) {
    let (space, elsewhere) = (space("lille"), Fixture::mock(1));
    let facts = fixture.history(&space, 5).await;
    elsewhere.history(&space, 4).await;
    let lie = elsewhere.held(&space, 1, 900).await;
    assert!(lie.position == 5 && lie.bytes != facts[4].bytes);
    fixture.publish(&space, &facts[..4]).await;
    publish_forged(&fixture, &space, &lie.bytes).await;
    fixture.publish(&space, &facts[4..]).await;
    let member = fixture.patient_member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    set_aside(&fixture, &member, 1).await;
    assert!(fixture.exposed(&member).contains("maillage_consumer_records_total{outcome=\"refused\"} 1"));
    let report = member.member.projector().report(fixture.question(&space, "minutes")).await.unwrap();
    assert!(!report.incomplete && report.position == 5);
    member.leave().await;
    fixture.positions.never_early();
}

async fn a_fact_that_the_log_has_not_yet_is_no_fact(fixture: Fixture) {
    let space = space("lille");
    let facts = fixture.history(&space, 5).await;
    fixture.publish(&space, &facts).await;
    let member = fixture.patient_member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    for turn in 1..=3 {
        let last = fixture.log.read(&space, 4 + turn - 1, 1).await.unwrap().remove(0);
        publish_forged(&fixture, &space, &another(&last, last.position + 1)).await;
        set_aside(&fixture, &member, turn).await;
        // The log now has a fact at that place: it is the one that counts, and it comes by the topic at once.
        let next = fixture.held(&space, 1, 30).await;
        fixture.publish(&space, &[next]).await;
        fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    }
    member.leave().await;
    fixture.positions.never_early();
}

async fn altered_reordered_repeated_and_cut_records_give_the_figures_of_the_log(fixture: Fixture) {
    let spaces = ["lille", "corte"].map(space);
    for space in &spaces {
        let mut facts = fixture.history(space, 120).await;
        let cut = &facts[70].bytes[..facts[70].bytes.len() - 1];
        let later = maillage_events::envelope::RecordedAt(facts[11].recorded_at.0 + 1);
        // One value, one clock, white space that means nothing, a value after the value, half a fact, a text.
        publish_forged(&fixture, space, &forged(&facts[10], &json!({"occurred": "2015"}))).await;
        publish_forged(&fixture, space, &forged(&facts[11], &json!({"recorded_at": later}))).await;
        publish_forged(&fixture, space, &[facts[12].bytes.as_slice(), b" "].concat()).await;
        publish_forged(&fixture, space, &[facts[13].bytes.as_slice(), &facts[14].bytes].concat()).await;
        publish_forged(&fixture, space, cut).await;
        publish_forged(&fixture, space, b"un texte").await;
        // The key of one space, the fact of another.
        let other = fixture.held(&crate::kafka::tests::fixture::space("soissons"), 1, 900).await;
        publish_forged(&fixture, space, &other.bytes).await;
        facts.reverse();
        fixture.publish(space, &facts).await;
        fixture.publish(space, &facts[20..60]).await;
    }
    let member = fixture.patient_member(FOLDS);
    fixture.settled(&spaces, FOLDS).await;
    set_aside(&fixture, &member, 6).await;
    assert_eq!(member.records("unreadable"), 8);
    member.leave().await;
    fixture.positions.never_early();
}

async fn the_records_of_another_log_with_the_same_spaces_change_no_figure(fixture: Fixture) {
    let (spaces, elsewhere) = (["lille", "corte"].map(space), Fixture::mock(1));
    let member = fixture.patient_member(FOLDS);
    for turn in 0..5 {
        for space in &spaces {
            // The other one goes on faster: its positions are beyond this log as often as not.
            for fact in elsewhere.history(space, 30).await {
                publish_forged(&fixture, space, &fact.bytes).await;
            }
            fixture.publish(space, &fixture.history(space, 20).await).await;
            fixture.held(space, turn, 10).await;
        }
    }
    for space in &spaces {
        fixture.publish(space, &[fixture.held(space, 1, 10).await]).await;
    }
    fixture.settled(&spaces, FOLDS).await;
    assert!(member.records("refused") > 0, "{}", fixture.exposed(&member));
    for space in &spaces {
        assert!(!member.member.projector().report(fixture.question(space, "minutes")).await.unwrap().incomplete);
    }
    member.leave().await;
    fixture.positions.never_early();
}

async fn a_record_far_ahead_of_the_log_stops_nothing(fixture: Fixture) {
    let space = space("lille");
    let facts = fixture.history(&space, 50).await;
    fixture.publish(&space, &facts).await;
    let member = fixture.patient_member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    for (turn, far) in (1..).zip([52, 1_000_000, i64::MAX.unsigned_abs(), u64::MAX]) {
        publish_forged(&fixture, &space, &another(&facts[49], far)).await;
        fixture.publish(&space, &fixture.history(&space, 10).await).await;
        fixture.settled(std::slice::from_ref(&space), FOLDS).await;
        // The record may have come after the log had a fact there.
        fixture
            .until(|| member.records("refused") + member.records("repeated") >= turn, || fixture.exposed(&member))
            .await;
    }
    assert!(member.records("filled") < 100, "{}", fixture.exposed(&member));
    assert!(!fixture.exposed(&member).contains("maillage_projection_parked{projection=\"minutes\"} 1"));
    member.leave().await;
    fixture.positions.never_early();
}

async fn records_of_unknown_spaces_are_counted_and_not_kept(fixture: Fixture) {
    let space = space("lille");
    let fact = fixture.held(&space, 1, 10).await;
    fixture.publish(&space, std::slice::from_ref(&fact)).await;
    let member = fixture.member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    for number in 0..400 {
        let name = format!("inconnu-{number}");
        publish_forged(&fixture, &SpaceId::new(&name).unwrap(), &forged(&fact, &json!({"space": name}))).await;
    }
    fixture.until(|| member.records("unknown") == 400, || fixture.exposed(&member)).await;
    assert_eq!(member.member.followed(), std::slice::from_ref(&space), "nothing is kept of them");
    // A space that is born meanwhile is no stranger for long.
    let born = SpaceId::new("corte").unwrap();
    fixture.publish(&born, &fixture.history(&born, 20).await).await;
    fixture.settled(&[space, born], FOLDS).await;
    member.leave().await;
}

/// Larger than what one fetch asks for.
#[tokio::test(flavor = "multi_thread")]
async fn a_record_larger_than_a_fetch_is_passed_over() {
    let (fixture, space) = (Fixture::mock(1), space("lille"));
    let facts = fixture.history(&space, 20).await;
    fixture.publish(&space, &facts[..10]).await;
    let large = forged(&facts[10], &json!({"note": "x".repeat(2 << 20)}));
    let record = rdkafka::producer::FutureRecord::to(&fixture.topic).key("lille").payload(&large);
    let producer = producer_of(&fixture.bootstrap, &[("message.max.bytes", "20000000")]);
    let sent = producer.send(record, Duration::from_secs(60));
    sent.await.map_err(|(why, _)| why).unwrap();
    fixture.publish(&space, &facts[10..]).await;
    let member = fixture.patient_member(FOLDS);
    fixture.settled(std::slice::from_ref(&space), FOLDS).await;
    set_aside(&fixture, &member, 1).await;
    member.leave().await;
    fixture.positions.never_early();
}
