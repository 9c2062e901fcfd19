//! What the promises guard against, done on purpose: each of these must go wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use maillage_events::amendment::Amendments;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Message;

use super::fixture::{Fixture, LONG, space};
use crate::batch::Batch;
use crate::fold::Folded;
use crate::kafka::record;
use crate::tests::folds::FOLDS;

fn consumer(fixture: &Fixture, settings: &[(&str, &str)]) -> BaseConsumer {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", &fixture.bootstrap)
        .set("group.id", "control")
        .set("auto.offset.reset", "earliest")
        .set("session.timeout.ms", "3000");
    for (key, value) in settings {
        config.set(*key, *value);
    }
    let consumer: BaseConsumer = config.create().unwrap();
    consumer.subscribe(&[&fixture.topic]).unwrap();
    consumer
}

/// Shows the positions that come until `enough`, or until nothing came for a while.
fn consumed(consumer: &BaseConsumer, mut take: impl FnMut(&[u8], &[u8]) -> bool) {
    let since = std::time::Instant::now();
    let mut silent = std::time::Instant::now();
    let mut came = false;
    while since.elapsed() < LONG && (!came || silent.elapsed() < Duration::from_secs(2)) {
        let Some(Ok(message)) = consumer.poll(Duration::from_millis(100)) else { continue };
        (came, silent) = (true, std::time::Instant::now());
        if !take(message.key().unwrap(), message.payload().unwrap()) {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn control_auto_committed_offsets_lose_what_was_not_folded() {
    let fixture = Fixture::mock(1);
    let space = space("lille");
    fixture.publish(&space, &fixture.history(&space, 40).await).await;
    let mut folded = BTreeMap::new();
    let careless = [("enable.auto.commit", "true"), ("auto.commit.interval.ms", "10")];
    {
        // Forty were handed over, ten were folded, and the process dies.
        let first = consumer(&fixture, &careless);
        let mut came = 0;
        consumed(&first, |key, value| {
            let (_, fact) = record::read(Some(key), Some(value)).unwrap();
            came += 1;
            if came <= 10 {
                folded.insert(fact.position, ());
            }
            came < 40
        });
        first.poll(Duration::from_millis(300));
    }
    fixture.publish(&space, &fixture.history(&space, 1).await).await;
    let second = consumer(&fixture, &careless);
    consumed(&second, |key, value| {
        folded.insert(record::read(Some(key), Some(value)).unwrap().1.position, ());
        true
    });
    assert!(folded.len() < 41 && folded.contains_key(&41), "nothing was lost: this control guards nothing");

    // The same topic, the same death, our way: nothing is lost.
    let member = fixture.member(FOLDS);
    fixture.until(|| member.records("taken") > 0, || "nothing came".to_owned()).await;
    member.killed().await;
    let member = fixture.member(FOLDS);
    fixture.settled(&[space], FOLDS).await;
    member.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn control_a_fold_that_does_not_look_at_positions_counts_twice() {
    let fixture = Fixture::mock(1);
    let space = space("lille");
    let mut facts = Vec::new();
    for n in 0..30 {
        facts.push(fixture.held(&space, n % 3, 10).await);
    }
    fixture.publish(&space, &facts).await;
    fixture.publish(&space, &facts[20..]).await;
    let (mut careless, mut careful) = (Folded::new(FOLDS[0].1), Folded::new(FOLDS[0].1));
    let mut came = 0;
    consumed(&consumer(&fixture, &[]), |key, value| {
        let (_, fact) = record::read(Some(key), Some(value)).unwrap();
        careless.state.take(&Amendments::default(), &fact.view()).unwrap();
        let mut batch = Batch::default();
        batch.push(&fact.view());
        careful.take(&Amendments::default(), &batch);
        came += 1;
        came < 40
    });
    let right = fixture.folded_from_zero(&space, FOLDS, 30)[0].1.clone();
    assert_eq!(careful.state.digest().unwrap(), right);
    assert_ne!(careless.state.digest().unwrap(), right, "nothing was counted twice: this control guards nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn control_a_fold_that_believes_the_topic_takes_a_forged_fact() {
    let (fixture, elsewhere, space) = (Fixture::mock(1), Fixture::mock(1), space("lille"));
    let facts = fixture.history(&space, 5).await;
    elsewhere.history(&space, 4).await;
    let lie = elsewhere.held(&space, 1, 900).await;
    fixture.publish(&space, &facts[..4]).await;
    fixture.publish_raw("lille", Some(&lie.bytes)).await;
    fixture.publish(&space, &facts[4..]).await;
    let mut believing = Folded::new(FOLDS[0].1);
    let mut came = 0;
    consumed(&consumer(&fixture, &[]), |key, value| {
        let (_, fact) = record::read(Some(key), Some(value)).unwrap();
        let mut batch = Batch::default();
        batch.push(&fact.view());
        // The position decides which fact is folded, and nothing decides whose it is.
        believing.take(&Amendments::default(), &batch);
        came += 1;
        came < 6
    });
    let right = fixture.folded_from_zero(&space, FOLDS, 5)[0].1.clone();
    assert_ne!(believing.state.digest().unwrap(), right, "no lie was folded: this control guards nothing");
}
