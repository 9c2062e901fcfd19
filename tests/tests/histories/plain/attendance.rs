//! Who came, and how many.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::sessions::{self, Session};
use super::{Line, Span, lies_in};

/// At least and at most; no most where a part has no bound.
type Bounds = (u64, Option<u64>);

/// The totals, and the same by pole, kind and session.
pub fn attendance(facts: &[Line], asked: Span) -> Value {
    let all = sessions::all(facts);
    let merges = merges(facts);
    let inside: Vec<&Session<'_>> = all.iter().filter(|it| lies_in(it.date(), asked)).collect();
    let by = |member: &str| -> BTreeSet<&str> { inside.iter().filter_map(|it| it.planned_text(member)).collect() };
    let of = |member: &str, value: &str| -> Vec<&Session<'_>> {
        inside.iter().filter(|it| it.planned_text(member) == Some(value)).copied().collect()
    };
    let mut total = tally(&inside, &merges);
    total["new_persons"] = json!(newcomers(&all.iter().collect::<Vec<_>>(), &merges, asked));
    let opened = facts.iter().filter(|it| it.kind == "pole.opened").map(|it| it.object.as_str());
    let poles: BTreeSet<&str> = opened.chain(all.iter().filter_map(|it| it.planned_text("pole"))).collect();
    let by_pole = poles.into_iter().map(|pole| {
        let mut line = tally(&of("pole", pole), &merges);
        let ever: Vec<&Session<'_>> = all.iter().filter(|it| it.planned_text("pole") == Some(pole)).collect();
        line["new_persons"] = json!(newcomers(&ever, &merges, asked));
        line["pole"] = json!(pole);
        line
    });
    let by_pole: Vec<Value> = by_pole.collect();
    let by_kind = by("kind").into_iter().map(|kind| {
        let mut line = tally(&of("kind", kind), &merges);
        line["kind"] = json!(kind);
        line
    });
    let by_kind: Vec<Value> = by_kind.collect();
    let by_session = inside.iter().map(|session| {
        let mut line = tally(&[session], &merges);
        line["session"] = json!(session.id);
        line
    });
    json!({ "total": total, "by_pole": by_pole, "by_kind": by_kind, "by_session": by_session.collect::<Vec<_>>() })
}

/// Whom each reference was merged into, as it stands.
pub(super) fn merges(facts: &[Line]) -> BTreeMap<&str, &str> {
    let mut into = BTreeMap::new();
    for line in facts.iter().filter(|it| it.family == "person") {
        match line.kind.as_str() {
            "person.merged" => drop(into.insert(line.object.as_str(), line.text("into"))),
            "person.unmerged" => drop(into.remove(line.object.as_str())),
            _ => {}
        }
    }
    into
}

pub(super) fn same<'a>(person: &'a str, merges: &BTreeMap<&'a str, &'a str>) -> &'a str {
    let mut known = person;
    while let Some(into) = merges.get(known) {
        known = into;
    }
    known
}

pub(super) fn persons<'a>(session: &Session<'a>, merges: &BTreeMap<&'a str, &'a str>) -> BTreeSet<&'a str> {
    session.present.keys().map(|person| same(person, merges)).collect()
}

fn tally<'a>(sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>) -> Value {
    let count = |what: &dyn Fn(&Session<'a>) -> bool| sessions.iter().filter(|it| what(it)).count() as u64;
    let sum = |what: &dyn Fn(&Session<'a>) -> u64| sessions.iter().map(|it| what(it)).sum::<u64>();
    let held = |it: &Session<'a>| it.held.is_some();
    let pending = |it: &Session<'a>| it.held.is_none() && !it.cancelled;
    let present = sum(&|it| persons(it, merges).len() as u64);
    let known = sessions.iter().flat_map(|it| persons(it, merges)).collect::<BTreeSet<_>>().len() as u64;
    let heads = add(sessions.iter().flat_map(|it| it.heads.values()).map(|sheet| bounds(&sheet["total"])));
    // Of a session that was held and has no record, or a part of one, nobody knows how many came.
    let heads = (heads.0, heads.1.filter(|_| !sessions.iter().any(|it| it.is_open())));
    let most_at_once = sessions.iter().map(|it| {
        let heads = add(it.heads.values().map(|sheet| bounds(&sheet["total"])));
        persons(it, merges).len() as u64 + heads.0
    });
    let at_least = known.max(most_at_once.max().unwrap_or(0));
    let limited: Vec<u64> = sessions
        .iter()
        .filter(|it| pending(it))
        .filter_map(|it| Some(it.capacity?.saturating_sub(it.signups_in("confirmed"))))
        .collect();
    let sheets = |of: &dyn Fn(&Session<'a>) -> Vec<&'a Value>| {
        let quantities: Vec<&Value> = sessions.iter().flat_map(|it| of(it)).collect();
        let sum = (!quantities.is_empty()).then(|| add(quantities.iter().map(|it| bounds(quantity(it)))));
        json!({ "at_least": sum.map(|it| it.0), "at_most": sum.and_then(|it| it.1) })
    };
    let nothing_known = count(&held) > 0 && !sessions.iter().any(|it| it.tells_heads());
    let bounded = |(least, most): Bounds| {
        if nothing_known {
            json!({ "at_least": null, "at_most": null })
        } else {
            json!({ "at_least": least, "at_most": most })
        }
    };
    json!({
        "sessions": count(&|it| it.planned.is_some()),
        "sessions_held": count(&held),
        "sessions_cancelled": count(&|it| it.cancelled),
        "sessions_moved": count(&|it| it.is_moved()),
        "sessions_pending": count(&pending),
        "sessions_without_record": count(&|it| held(it) && !it.has_record()),
        "sessions_partly_recorded": count(&|it| held(it) && it.has_record() && it.is_open()),
        "signups_lapsed": sum(&|it| if it.cancelled { it.signups_not_given_back() } else { 0 }),
        "signups_requested": sum(&|it| it.signups.len() as u64),
        "signups_confirmed": sum(&|it| it.signups_in("confirmed")),
        "signups_waiting": sum(&|it| it.signups_in("waiting")),
        "signups_cancelled": sum(&|it| it.signups_in("cancelled")),
        "places_left": (!limited.is_empty()).then(|| limited.iter().sum::<u64>()),
        "present": present,
        "persons_known": known,
        "anonymous": bounded(heads),
        "passages": bounded((heads.0 + present, heads.1.map(|most| most + present))),
        "persons": bounded((at_least, heads.1.map(|most| (known + most).max(at_least)))),
        "visits": sheets(&|it| it.visits.values().copied().collect()),
        "connections": sheets(&|it| it.connections.values().copied().collect()),
    })
}

/// Known persons whose first presence, among these sessions, lies in what is asked about.
fn newcomers<'a>(sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>, asked: Span) -> u64 {
    let mut firsts: BTreeMap<&str, (Date, bool)> = BTreeMap::new();
    for session in sessions {
        let Some(day) = session.first_day() else { continue };
        for person in persons(session, merges) {
            let here = lies_in(session.date(), asked);
            let first = firsts.entry(person).or_insert((day, here));
            if day < first.0 {
                *first = (day, here);
            } else if day == first.0 {
                first.1 |= here;
            }
        }
    }
    firsts.values().filter(|(_, here)| *here).count() as u64
}

fn quantity(sheet: &Value) -> &Value {
    ["number", "passages", "connections"].iter().map(|member| &sheet[member]).find(|it| !it.is_null()).unwrap()
}

/// Least and most of a quantity, as it is written in facts.
fn bounds(quantity: &Value) -> Bounds {
    let number = |member: &str| quantity[member].as_u64();
    match quantity["is"].as_str().unwrap() {
        "exact" | "about" => (number("value").unwrap(), number("value")),
        "range" => (number("min").unwrap(), number("max")),
        _ => (number("at_least").unwrap_or(0), None),
    }
}

fn add(parts: impl Iterator<Item = Bounds>) -> Bounds {
    parts.fold((0, Some(0)), |sum, part| (sum.0 + part.0, sum.1.zip(part.1).map(|(a, b)| a + b)))
}
