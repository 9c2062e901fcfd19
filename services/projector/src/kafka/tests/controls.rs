//! What the promises guard against, done on purpose: each of these must go wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use maillage_events::amendment::Amendments;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Message;

use super::stage::{LONG, Stage, space};
use crate::batch::Batch;
use crate::fold::Part;
use crate::kafka::record;
use crate::tests::folds::FOLDS;

fn consumer(stage: &Stage, settings: &[(&str, &str)]) -> BaseConsumer {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", &stage.bootstrap)
        .set("group.id", "control")
        .set("auto.offset.reset", "earliest")
        .set("session.timeout.ms", "3000");
    for (key, value) in settings {
        config.set(*key, *value);
    }
    let consumer: BaseConsumer = config.create().unwrap();
    consumer.subscribe(&[&stage.topic]).unwrap();
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
    let stage = Stage::mock(1);
    let space = space("lille");
    stage.publish(&space, &stage.history(&space, 40).await).await;
    let mut folded = BTreeMap::new();
    let careless = [("enable.auto.commit", "true"), ("auto.commit.interval.ms", "10")];
    {
        // Forty were handed over, ten were folded, and the process dies.
        let first = consumer(&stage, &careless);
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
    stage.publish(&space, &stage.history(&space, 1).await).await;
    let second = consumer(&stage, &careless);
    consumed(&second, |key, value| {
        folded.insert(record::read(Some(key), Some(value)).unwrap().1.position, ());
        true
    });
    assert!(folded.len() < 41 && folded.contains_key(&41), "nothing was lost: this control guards nothing");

    // The same topic, the same death, our way: nothing is lost.
    let member = stage.member(FOLDS);
    stage.until(|| member.records("taken") > 0, || "nothing came".to_owned()).await;
    member.killed().await;
    let member = stage.member(FOLDS);
    stage.settled(&[space], FOLDS).await;
    member.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn control_a_fold_that_does_not_look_at_positions_counts_twice() {
    let stage = Stage::mock(1);
    let space = space("lille");
    let mut facts = Vec::new();
    for n in 0..30 {
        facts.push(stage.held(&space, n % 3, 10).await);
    }
    stage.publish(&space, &facts).await;
    stage.publish(&space, &facts[20..]).await;
    let (mut careless, mut careful) = (Part::new(FOLDS[0].1), Part::new(FOLDS[0].1));
    let mut came = 0;
    consumed(&consumer(&stage, &[]), |key, value| {
        let (_, fact) = record::read(Some(key), Some(value)).unwrap();
        careless.state.take(&Amendments::default(), &fact.view()).unwrap();
        let mut batch = Batch::default();
        batch.push(&fact.view());
        careful.take(&Amendments::default(), &batch);
        came += 1;
        came < 40
    });
    let right = stage.afresh(&space, FOLDS, 30)[0].1.clone();
    assert_eq!(careful.state.digest().unwrap(), right);
    assert_ne!(careless.state.digest().unwrap(), right, "nothing was counted twice: this control guards nothing");
}
