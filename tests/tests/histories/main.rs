//! Random histories: whatever two nodes record, late, corrected, cancelled, merged, every figure is what a plain model
//! says that was written without the folds.
#![expect(clippy::unwrap_used, reason = "a test program")]

mod again;
mod any_order;
mod bounds;
mod city;
mod dice;
mod history;
mod models;
mod plain;
mod tables;
mod told;

use std::collections::BTreeSet;

use jiff::civil::date;
use maillage_events::envelope::RecordedAt;
use maillage_events::fact::registry;
use maillage_events::when::Period;
use maillage_projections::catalogue::CATALOGUE;
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::history::History;
use crate::models::{MODELS, Question};
use crate::plain::Span;

/// How many facts a history has.
const FACTS: usize = 5_000;

/// The periods that reports are asked for: all of time, a year, a part of one, an open end, several years.
fn periods() -> Vec<Span> {
    vec![
        (None, None),
        (Some(date(2015, 1, 1)), Some(date(2015, 12, 31))),
        (Some(date(2016, 1, 1)), Some(date(2016, 6, 30))),
        (None, Some(date(2016, 3, 15))),
        (Some(date(2015, 1, 1)), Some(date(2016, 12, 31))),
    ]
}

/// Histories are drawn from these numbers, or from those that `MAILLAGE_SEEDS` names: `10-29`.
fn seeds() -> std::ops::RangeInclusive<u64> {
    let Ok(asked) = std::env::var("MAILLAGE_SEEDS") else { return 1..=2 };
    let (first, last) = asked.split_once('-').unwrap_or((&asked, &asked));
    first.parse().unwrap()..=last.parse().unwrap()
}

/// The kinds of facts that a history does not tell. What a store lost is said by whoever opens it, not by its people.
fn never_drawn(drawn: &BTreeSet<&str>) -> Vec<&'static str> {
    let told = registry().map(|info| info.kind).filter(|kind| *kind != "space.loss_accepted");
    told.filter(|kind| !drawn.contains(kind)).collect()
}

async fn a_history(seed: u64, facts: usize) -> History {
    let mut dice = Dice::new(seed);
    let mut history = History::begin();
    let mut recorded = Vec::new();
    for said in city::founding() {
        let taken = history.say(said.clone()).await;
        assert!(!taken.is_empty(), "{said:?} {:?}", history.refused);
        recorded.extend(taken);
    }
    while recorded.len() < facts {
        let said = city::something(&mut dice, &history, &recorded).await;
        recorded.extend(history.say(said).await);
    }
    history
}

/// Each report as the model tells it and as it is.
async fn both(history: &History, stored: &[Value], asked: Span, known_at: Option<RecordedAt>) -> Vec<[Value; 2]> {
    let asked_of = Question { stored, facts: plain::standing_facts(stored), asked };
    let period = Period { from: asked.0, to: asked.1 };
    let mut pairs = Vec::new();
    for (name, model, compared) in MODELS {
        pairs.push([
            json!({ *name: told::whole(&model(&asked_of)) }),
            json!({ *name: compared(&history.figures(name, period, known_at).await) }),
        ]);
    }
    pairs
}

/// The first member in which two figures differ, with both values; a member that one side alone has is named.
fn difference(path: &str, model: &Value, report: &Value) -> Option<String> {
    match (model, report) {
        (Value::Object(a), Value::Object(b)) => {
            let missing = |of: &str, key: &String| Some(format!("{path}/{key}: the {of} does not tell it"));
            let in_both = a.iter().find_map(|(key, value)| match b.get(key) {
                Some(other) => difference(&format!("{path}/{key}"), value, other),
                None => missing("report", key),
            });
            in_both.or_else(|| b.keys().find(|key| !a.contains_key(*key)).and_then(|key| missing("model", key)))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (one, other))| difference(&format!("{path}/{at}"), one, other))
        }
        _ if model == report => None,
        _ => Some(format!("{path}: {model} {report}")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_a_random_history_is_what_a_plain_model_says() {
    let (mut drawn, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for seed in seeds() {
        let history = a_history(seed, FACTS).await;
        let stored = history.facts().await;
        drawn.extend(stored.iter().map(|it| it["kind"].as_str().unwrap().to_owned()));
        assert_eq!(plain::laws::broken(&stored), [""; 0], "seed {seed}");
        refused.extend(history.refused.keys().map(|code| (*code).to_owned()));
        let judged = plain::laws::judged(&stored);
        assert!(judged.values().all(|count| *count > 0), "each law has something to judge: {judged:?}");
        let mut differences = Vec::new();
        for asked in periods() {
            for [model, report] in both(&history, &stored, asked, None).await {
                differences.extend(difference(&format!("seed {seed} {asked:?}"), &model, &report));
            }
        }
        assert_eq!(differences, [""; 0], "{}", differences.join("\n"));
    }
    let unmet: Vec<_> = plain::laws::REFUSALS.iter().filter(|code| !refused.contains(**code)).collect();
    assert_eq!(unmet, Vec::<&&str>::new(), "each refusal is met in some history");
    assert_eq!(never_drawn(&drawn.iter().map(String::as_str).collect()), [""; 0], "every kind is told by some history");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_known_earlier_is_what_the_facts_of_then_say() {
    let history = a_history(3, 2_000).await;
    let stored = history.facts().await;
    for part in [700, 1_400] {
        let known_at = stored[part - 1]["recorded_at"].as_str().unwrap().parse().unwrap();
        let then: Vec<Value> = stored.iter().filter(|fact| recorded_by(fact, known_at)).cloned().collect();
        for [model, report] in both(&history, &then, (None, None), Some(known_at)).await {
            assert_eq!(difference(&format!("known at {known_at}"), &model, &report), None);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_recording_moves_no_figure_known_today() {
    let told = any_order::told_in_two_orders(4, 1_600).await;
    let [first, second] = &told.histories;
    let kinds = any_order::kinds(&told.said);
    assert!(told.left_out * 20 < told.said.len(), "{} of {} left out", told.left_out, told.said.len());
    assert!(kinds.len() > 60, "{kinds:?}");
    assert_ne!(first.facts().await[200]["data"], second.facts().await[200]["data"], "another order");
    let mut differences = Vec::new();
    for asked in periods() {
        let period = Period { from: asked.0, to: asked.1 };
        for (name, _) in CATALOGUE.iter().filter(|(name, _)| *name != "corrections") {
            let mut figures = [first.figures(name, period, None).await, second.figures(name, period, None).await];
            if *name == "discrepancies" {
                figures = figures.map(|figures| told::discrepancies(&figures));
            }
            figures.iter_mut().for_each(told::in_one_order);
            differences.extend(difference(&format!("{name} {asked:?}"), &figures[0], &figures[1]));
        }
    }
    assert_eq!(differences, [""; 0]);
}

fn recorded_by(fact: &Value, moment: RecordedAt) -> bool {
    fact["recorded_at"].as_str().unwrap().parse::<RecordedAt>().unwrap() <= moment
}

#[test]
fn every_report_has_a_model() {
    let forgotten = |models: &[&str]| {
        CATALOGUE.iter().map(|(name, _)| *name).filter(|name| !models.contains(name)).collect::<Vec<_>>()
    };
    let models: Vec<&str> = MODELS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(forgotten(&models), [""; 0]);
    assert_eq!(forgotten(&models[1..]), [models[0]], "a report without a model would be named");
}

#[test]
fn a_kind_that_no_history_tells_is_named() {
    let all: BTreeSet<&str> = registry().map(|info| info.kind).collect();
    let without: BTreeSet<&str> = all.iter().copied().filter(|kind| *kind != "person.informed").collect();
    assert_eq!((never_drawn(&all), never_drawn(&without)), (vec![], vec!["person.informed"]));
}

#[test]
fn a_figure_that_differs_is_found() {
    let (one, other) = (serde_json::json!({ "a": [1, 2] }), serde_json::json!({ "a": [1, 3] }));
    assert_eq!(difference("", &one, &one), None);
    assert!(difference("", &one, &other).is_some_and(|found| found.starts_with("/a/1")));
}

#[test]
fn a_figure_that_the_model_left_out_is_named() {
    let (model, report) = (json!({ "total": { "a": 1 } }), json!({ "total": { "a": 1, "new": 2 } }));
    assert_eq!(difference("", &model, &report).as_deref(), Some("/total/new: the model does not tell it"));
    assert_eq!(difference("", &report, &model).as_deref(), Some("/total/new: the report does not tell it"));
}
