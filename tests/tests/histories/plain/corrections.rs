//! What was amended, what was recorded late, what was imported: told of the facts as they were recorded.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Span, days, last_day, lies_in, percent, recorded_day};

/// What happens on a day, so that it can be typed in late.
const ON_A_DAY: [&str; 30] = [
    "session.held",
    "session.moved",
    "session.cancelled",
    "signup.requested",
    "signup.cancelled",
    "attendance.observed",
    "attendance.absence_observed",
    "attendance.organisation_present",
    "attendance.headcount_recorded",
    "attendance.visits_recorded",
    "attendance.connections_recorded",
    "attendance.referral_made",
    "funding.declined",
    "funding.notified",
    "funding.revised",
    "funding.paid",
    "funding.refunded",
    "funding.spent",
    "funding.allocated",
    "funding.released",
    "funding.contributed",
    "fiche.milestone_passed",
    "pole.contact_tried",
    "contract.signed",
    "contract.amended",
    "agreement.signed",
    "agreement.renewed",
    "person.informed",
    "person.objected",
    "person.objection_withdrawn",
];

/// More days than these after the last day that a fact may have happened on are late.
const LATE_AFTER: i32 = 14;
/// Late entries of one month beyond these are counted and not listed.
const LISTED: usize = 200;

pub fn corrections(stored: &[Value], asked: Span) -> Value {
    let is_amendment = |it: &&Value| kind(it).starts_with("amendment.");
    let amendments: Vec<&Value> = stored.iter().filter(is_amendment).collect();
    let count = |word: &str| amendments.iter().filter(|it| kind(it) == word).count();
    let entries: Vec<&Value> =
        stored.iter().filter(|it| ON_A_DAY.contains(&kind(it)) && lies_in(occurred(it), asked)).collect();
    let years: BTreeSet<Option<i16>> = entries.iter().map(|it| year(it)).collect();
    let of_year = |year_of: &Option<i16>| {
        let mut line = sums(&entries.iter().filter(|it| year(it) == *year_of).copied().collect::<Vec<_>>());
        line["year"] = json!(year_of);
        line
    };
    let late: Vec<&Value> = entries.iter().filter(|it| days_late(it) > LATE_AFTER).copied().collect();
    // Which of a month are listed is decided before any question is asked.
    let mut in_month: BTreeMap<&str, usize> = BTreeMap::new();
    let all = stored.iter().filter(|it| ON_A_DAY.contains(&kind(it)) && days_late(it) > LATE_AFTER);
    let listed: BTreeSet<u64> = all
        .filter(|it| {
            let on = occurred(it);
            let month = in_month.entry(if on == "unknown" { on } else { &on[..on.len().min(7)] }).or_default();
            *month += 1;
            *month <= LISTED
        })
        .map(position)
        .collect();
    let shown: Vec<Value> = late.iter().filter(|it| listed.contains(&position(it))).map(|it| entry(it)).collect();
    json!({
        "imports": imports(stored, asked), "late_after_days": LATE_AFTER, "listed_a_month": LISTED,
        "amendments": amendments.iter().map(|it| amendment(it, stored)).collect::<Vec<_>>(),
        "corrected": count("amendment.corrected"), "cancelled": count("amendment.cancelled"),
        "total": sums(&entries), "years": years.iter().map(of_year).collect::<Vec<_>>(),
        "late_not_listed": late.len() - shown.len(), "late_entries": shown,
    })
}

/// The files that were imported.
fn imports(stored: &[Value], asked: Span) -> Vec<Value> {
    let recorded = stored.iter().filter(|it| kind(it) == "import.recorded" && lies_in(occurred(it), asked));
    let line = |it: &Value| {
        let data = &it["data"];
        json!({ "position": position(it), "on": occurred(it), "format": data["format"], "rows": data["rows"],
            "rejected": data["rejected"], "facts": data["facts"] })
    };
    recorded.map(line).collect()
}

fn kind(fact: &Value) -> &str {
    fact["kind"].as_str().unwrap()
}

fn occurred(fact: &Value) -> &str {
    fact["occurred"].as_str().unwrap()
}

fn position(fact: &Value) -> u64 {
    fact["position"].as_u64().unwrap()
}

fn year(fact: &Value) -> Option<i16> {
    days(occurred(fact)).map(|(first, _)| first.year())
}

fn days_late(fact: &Value) -> i32 {
    let recorded = recorded_day(fact["recorded_at"].as_str().unwrap());
    last_day(occurred(fact)).map_or(0, |last| (recorded - last).get_days())
}

/// These histories are typed in; nothing of them came from a file.
fn sums(entries: &[&Value]) -> Value {
    let late = entries.iter().filter(|it| days_late(it) > LATE_AFTER).count() as u64;
    json!({
        "facts": entries.len(), "late": late, "late_rate": percent(late, entries.len() as u64),
        "imported_facts": 0, "imported_late": 0, "year": null,
    })
}

fn entry(fact: &Value) -> Value {
    json!({
        "position": position(fact), "kind": kind(fact), "stream": fact["stream"], "occurred": fact["occurred"],
        "recorded_on": recorded_day(fact["recorded_at"].as_str().unwrap()), "days": days_late(fact),
    })
}

/// What was said before, what is said now, and the members that differ.
fn amendment(fact: &Value, stored: &[Value]) -> Value {
    let said = &fact["data"];
    let target = stored.iter().find(|it| it["id"] == said["target"]).unwrap();
    let corrects = kind(fact) == "amendment.corrected";
    // What is amended may be a correction: what that said before this is its own payload and date.
    let was_correction = kind(target) == "amendment.corrected";
    let (before, was_on) = match kind(target) {
        "amendment.corrected" => (&target["data"]["data"], &target["data"]["occurred"]),
        _ => (&target["data"], &target["occurred"]),
    };
    let mut changed = Vec::new();
    if corrects {
        let (old, new) = (members(before), members(&said["data"]));
        for field in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            if old.get(field) != new.get(field) {
                changed.push(json!({ "field": field, "before": old.get(field), "after": new.get(field) }));
            }
        }
        if !said["occurred"].is_null() && !was_on.is_null() && *was_on != said["occurred"] {
            changed.push(json!({ "field": "occurred", "before": was_on, "after": said["occurred"] }));
        }
    }
    let next = stored.iter().find(|it| kind(it).starts_with("amendment.") && it["data"]["target"] == fact["id"]);
    json!({
        "position": position(fact), "corrects": corrects, "stream": fact["stream"], "target": said["target"],
        "target_position": said["target_position"], "target_kind": said["kind"],
        "target_occurred": if was_correction { &Value::Null } else { &target["occurred"] },
        "before": before, "after": said["data"], "occurred": said["occurred"], "changes": changed,
        "reason": said["reason"], "motive": said["motive"],
        "recorded_on": recorded_day(fact["recorded_at"].as_str().unwrap()), "amended_by": next.map(position),
    })
}

/// The members of a payload by dotted path; a list is one value.
fn members(data: &Value) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for (name, value) in data.as_object().into_iter().flatten() {
        match value {
            Value::Object(_) => {
                all.extend(members(value).into_iter().map(|(path, value)| (format!("{name}.{path}"), value)));
            }
            Value::Null => {}
            _ => drop(all.insert(name.clone(), value.clone())),
        }
    }
    all
}
