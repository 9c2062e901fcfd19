//! Who really came, and what half a record says of it: no printed bound excludes the truth.

use std::collections::BTreeSet;

use maillage_events::when::Period;
use serde_json::{Value, json};

use crate::city::{self, PERSONS, POLES, person, record};
use crate::dice::Dice;
use crate::history::{History, Wish};
use crate::periods;
use crate::plain::lies_in;

const KINDS: [&str; 3] = ["meeting", "workshop", "forum"];

/// A session that was held, with everybody who came, and those of them who were named.
struct Meeting {
    id: String,
    pole: String,
    kind: &'static str,
    on: String,
    came: BTreeSet<u64>,
    named: BTreeSet<u64>,
}

/// What a meeting is told by: its pole, its kind or its name.
type Member = fn(&Meeting) -> &str;

/// Some of them.
fn some(dice: &mut Dice, of: &BTreeSet<u64>) -> BTreeSet<u64> {
    of.iter().copied().filter(|_| dice.one_in(2)).collect()
}

/// A quantity that is true of a number, as people know it.
fn known(dice: &mut Dice, number: u64) -> Value {
    match dice.below(4) {
        0 => json!({ "is": "range", "min": number.saturating_sub(dice.below(4)), "max": number + dice.below(5) }),
        1 => json!({ "is": "unknown", "at_least": number.saturating_sub(dice.below(4)) }),
        _ => json!({ "is": "exact", "value": number }),
    }
}

/// Plans a session, lets people come, and records a part of it, or nothing; at times a number is corrected afterwards.
async fn meet(dice: &mut Dice, history: &mut History, number: u64) -> Meeting {
    let on = format!("{}-{:02}-{:02}", 2014 + number % 4, dice.from(1, 12), dice.from(1, 28));
    let (pole, kind) = (format!("p{}", dice.from(1, POLES)), *dice.pick(&KINDS));
    let came: BTreeSet<u64> = (0..dice.below(16)).map(|_| dice.from(1, PERSONS)).collect();
    let stream = format!("session/s{number}");
    let plan = json!({ "title": format!("Séance {number}"), "kind": kind, "when": on, "pole": pole });
    assert!(!history.say(record(stream.clone(), "2014", "session.planned", plan)).await.is_empty());
    let mut said = Vec::new();
    let (mut named, mut record_is) = (BTreeSet::new(), None);
    let mut sheet = |name: &str, total: Value, standing: &str| {
        let data = json!({ "sheet": name, "total": total, "standing": { "is": standing } });
        said.push(record(stream.clone(), on.clone(), "attendance.headcount_recorded", data));
    };
    match dice.below(5) {
        0 => {}
        1 => {
            named = some(dice, &came);
            record_is = Some("partial");
            if dice.one_in(2) {
                let counted = dice.below((came.len() - named.len()) as u64 + 1);
                sheet("f1", json!({ "is": "exact", "value": counted }), "first");
            }
        }
        2 => (named, record_is) = (came.clone(), Some("complete")),
        3 => {
            named = some(dice, &came);
            let nameless = (came.len() - named.len()) as u64;
            sheet("f1", known(dice, nameless), "first");
        }
        _ => {
            named = some(dice, &came);
            let nameless = (came.len() - named.len()) as u64;
            let first = dice.below(nameless + 1);
            sheet("f1", known(dice, first), "first");
            sheet("f2", known(dice, nameless - first), "adds");
        }
    }
    for who in &named {
        let data = json!({ "person": person(*who), "quality": "inhabitant" });
        said.push(record(stream.clone(), on.clone(), "attendance.observed", data));
    }
    let held = record_is.map_or(json!({}), |record| json!({ "record": record }));
    said.push(record(stream.clone(), on.clone(), "session.held", held));
    for statement in said {
        let Wish::Record(kind, data) = statement.ask.clone() else { continue };
        let wrong = json!({ "is": "exact", "value": dice.below(40) });
        let mut first = statement.clone();
        let is_wrong = kind == "attendance.headcount_recorded" && dice.one_in(4);
        if is_wrong {
            let mut data = data.clone();
            data["total"] = wrong;
            first.ask = Wish::Record(kind, data);
        }
        let facts = history.say(first.clone()).await;
        assert!(!facts.is_empty(), "{first:?} {:?}", history.refused);
        if is_wrong {
            let mut again = statement;
            again.ask = Wish::Correct { target: facts[0], data, occurred: None };
            history.say(again).await;
        }
    }
    Meeting { id: format!("s{number}"), pole, kind, on, came, named }
}

/// How often a bound had something to bite on.
#[derive(Debug, Default)]
struct Bites {
    most: u64,
    without_most: u64,
    least_below_truth: u64,
    most_above_truth: u64,
}

/// The bounds of a line that exclude the truth.
fn excluded(line: &Value, of: &[&Meeting], bites: &mut Bites) -> Vec<String> {
    let sum = |count: &dyn Fn(&Meeting) -> usize| of.iter().map(|it| count(it) as u64).sum::<u64>();
    let nameless = sum(&|it| it.came.len() - it.named.len());
    let persons = of.iter().flat_map(|it| &it.came).collect::<BTreeSet<_>>().len() as u64;
    let mut wrong = Vec::new();
    for (figure, truth) in [
        ("anonymous", nameless),
        ("passages", sum(&|it| it.came.len())),
        ("persons", persons),
        ("quality_unknown", nameless),
    ] {
        let bound = |end: &str| line[format!("{figure}_{end}")].as_u64();
        let (least, most) = (bound("at_least").unwrap_or(0), bound("at_most"));
        if least > truth || most.is_some_and(|most| most < truth) {
            wrong.push(format!("{figure}: {truth} is not in {least}..{most:?}"));
        }
        bites.most += u64::from(most.is_some());
        bites.without_most += u64::from(most.is_none());
        bites.least_below_truth += u64::from(least < truth);
        bites.most_above_truth += u64::from(most.is_some_and(|most| most > truth));
    }
    for (figure, truth) in [("present", sum(&|it| it.came.len())), ("persons_known", persons)] {
        if line[figure].as_u64().unwrap() > truth {
            wrong.push(format!("{figure}: {} is more than {truth}", line[figure]));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn no_printed_bound_excludes_who_really_came() {
    let mut bites = Bites::default();
    for seed in 20..24 {
        let (mut dice, mut history) = (Dice::new(seed), History::begin());
        for said in city::founding() {
            history.say(said).await;
        }
        let mut meetings = Vec::new();
        for number in 1..=30 {
            meetings.push(meet(&mut dice, &mut history, number).await);
        }
        for asked in periods() {
            let period = Period { from: asked.0, to: asked.1 };
            let figures = history.figures("attendance", period, None).await;
            let inside: Vec<&Meeting> = meetings.iter().filter(|it| lies_in(&it.on, asked)).collect();
            let mut wrong = excluded(&figures["total"], &inside, &mut bites);
            let groups: [(&str, &str, Member); 3] = [
                ("by_pole", "pole", |it| &it.pole),
                ("by_kind", "kind", |it| it.kind),
                ("by_session", "session", |it| &it.id),
            ];
            for (list, member, of) in groups {
                for line in figures[list].as_array().unwrap() {
                    let here: Vec<&Meeting> = inside.iter().filter(|it| line[member] == *of(it)).copied().collect();
                    wrong.extend(excluded(line, &here, &mut bites).iter().map(|it| format!("{} {it}", line[member])));
                }
            }
            assert_eq!(wrong, [""; 0], "seed {seed} {asked:?}");
        }
    }
    let all = [bites.most, bites.without_most, bites.least_below_truth, bites.most_above_truth];
    assert!(all.iter().all(|count| *count > 50), "{bites:?}");
}

#[test]
fn a_bound_that_excludes_the_truth_is_found() {
    let came: BTreeSet<u64> = [1, 2, 3].into();
    let (id, pole, on) = ("s1".to_owned(), "p1".to_owned(), "2016-03-08".to_owned());
    let meeting = Meeting { id, pole, kind: "meeting", on, came, named: [1].into() };
    let line =
        |most: u64| json!({ "present": 1, "persons_known": 1, "passages_at_least": 1, "passages_at_most": most });
    let found = |most| excluded(&line(most), &[&meeting], &mut Bites::default());
    assert_eq!((found(3), found(2)), (vec![], vec!["passages: 3 is not in 1..Some(2)".to_owned()]));
}
