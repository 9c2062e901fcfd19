//! The rhythm of each pole, slot by slot.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::sessions::{self, Session};
use super::{Line, Span, exact_day, first_day, last_day, lies_in, percent, recorded_day};

/// What the rhythm is judged by: nothing else tells how far the facts know of.
const JUDGED_BY: [&str; 7] = [
    "pole.opened",
    "pole.closed",
    "pole.cadence_set",
    "session.planned",
    "session.moved",
    "session.cancelled",
    "session.held",
];

/// Every pole, judged on the last day that is asked about or that is known of.
pub fn cadence(facts: &[Line], asked: Span) -> Value {
    let judged_by: Vec<&Line> = facts.iter().filter(|it| JUDGED_BY.contains(&it.kind.as_str())).collect();
    // What is planned, or told before its day, has not happened.
    let happened = judged_by.iter().filter(|it| it.kind != "session.planned");
    let happened = happened.filter_map(|it| exact_day(&it.on).filter(|day| *day <= recorded_day(&it.recorded))).max();
    let recorded = judged_by.iter().map(|it| recorded_day(&it.recorded)).max();
    let day = match asked.1 {
        Some(to) => happened.max(recorded).map(|latest| latest.min(to)),
        None => happened.or(recorded),
    };
    let sessions = sessions::all(facts);
    let opened: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "pole.opened").map(|it| (it.object.as_str(), it)).collect();
    let Some(day) = day.filter(|_| !opened.is_empty()) else { return json!({ "judged_on": null, "poles": [] }) };
    let pole = |(id, opened): (&&str, &&Line)| {
        let said: Vec<&Line> = facts.iter().filter(|it| it.family == "pole" && it.object == *id).collect();
        let mut of: Vec<&Session<'_>> = sessions.iter().filter(|it| it.planned_text("pole") == Some(id)).collect();
        // Named slots come first, then those held, then those not cancelled, then the earlier planned ones.
        of.sort_by_key(|it| {
            let rank = if it.held.is_some() { 0 } else { 1 + u8::from(it.cancelled) };
            (slot(it).is_none(), rank, planned(it), it.id)
        });
        let mut line = rhythm(&said, &of, asked, day);
        line["pole"] = json!(id);
        line["name"] = opened.data["name"].clone();
        line
    };
    json!({ "judged_on": day, "poles": opened.iter().map(pole).collect::<Vec<_>>() })
}

fn slot(session: &Session<'_>) -> Option<Date> {
    session.planned_text("slot").and_then(exact_day)
}

fn planned(session: &Session<'_>) -> Option<Date> {
    session.planned_text("when").and_then(exact_day)
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// The due dates, each with the days of its rhythm: day by day, until long after the last that may matter.
fn due_dates(said: &[&Line], until: Date) -> BTreeMap<Date, i64> {
    let set = said.iter().filter(|it| it.kind == "pole.cadence_set");
    let rhythms: BTreeMap<Date, i64> =
        set.filter_map(|it| Some((exact_day(it.text("from"))?, it.data["days"].as_i64()?))).collect();
    let closed = said.iter().rfind(|it| it.kind == "pole.closed").map(|it| last_day(&it.on).unwrap_or(Date::MIN));
    let mut due = BTreeMap::new();
    let Some((first, _)) = rhythms.first_key_value() else { return due };
    for date in first.series(1.day()).take_while(|date| *date <= until && closed.is_none_or(|closed| *date < closed)) {
        let (from, days) = rhythms.range(..=date).next_back().unwrap();
        if days_between(*from, date) % days == 0 {
            due.insert(date, *days);
        }
    }
    due
}

fn rhythm(said: &[&Line], sessions: &[&Session<'_>], asked: Span, day: Date) -> Value {
    let furthest = sessions.iter().filter_map(|it| planned(it).max(slot(it))).max();
    let due = due_dates(said, furthest.map_or(day, |it| it.max(day)).checked_add(400.days()).unwrap());
    let mut filled: BTreeMap<Date, &Session<'_>> = BTreeMap::new();
    for session in sessions {
        let far = |date: Date| planned(session).map(|planned| days_between(date, planned).abs());
        let free = due.iter().filter(|(date, _)| !filled.contains_key(date));
        let near = free.filter_map(|(date, days)| far(*date).filter(|far| far * 2 <= *days).map(|far| (far, *date)));
        if let Some(date) = slot(session).or(near.min().map(|(_, date)| date)) {
            filled.entry(date).or_insert(session);
        }
    }
    let all: std::collections::BTreeSet<Date> = due.keys().chain(filled.keys()).copied().collect();
    let shown = all.into_iter().filter(|date| {
        asked.0.is_none_or(|from| from <= *date) && (*date <= day || (asked.1.is_none() && filled.contains_key(date)))
    });
    let slots: Vec<Value> = shown.map(|date| told(date, filled.get(&date).copied(), day)).collect();
    let used = |session: &Session<'_>| filled.values().any(|it| it.id == session.id);
    let off_rhythm = sessions.iter().filter(|it| !used(it) && lies_in(it.date(), asked)).count();
    let by_day = |slot: &&Value| exact_day(slot["due"].as_str().unwrap()).unwrap() <= day;
    let as_state = |state: &str| slots.iter().filter(by_day).filter(|slot| slot["state"] == state).count() as u64;
    let due_count = slots.iter().filter(by_day).count() as u64;
    let mut line = json!({
        "rhythm_days": days_now(said, day), "due": due_count, "slots": slots, "off_rhythm": off_rhythm,
        "moved_at_least_once": slots.iter().filter(|slot| slot["moved"] == true).count(),
        "adherence": percent(as_state("held"), due_count),
        "longest_delay_days": slots.iter().filter_map(|slot| slot["delay_days"].as_i64()).max(),
        "next_due": due.keys().find(|date| **date > day),
    });
    for state in ["held", "missed", "cancelled", "pending", "moved", "upcoming"] {
        line[state] = json!(as_state(state));
    }
    line
}

/// The days of the rhythm that is in force on a day; before the first, of the first.
fn days_now(said: &[&Line], day: Date) -> Value {
    let set = said.iter().filter(|it| it.kind == "pole.cadence_set");
    let rhythms: BTreeMap<&str, &Value> = set.map(|it| (it.text("from"), &it.data["days"])).collect();
    let begun = rhythms.iter().rfind(|(from, _)| exact_day(from).unwrap() <= day);
    begun.or(rhythms.iter().next()).map_or(Value::Null, |(_, days)| (*days).clone())
}

fn told(due: Date, session: Option<&Session<'_>>, day: Date) -> Value {
    let Some(session) = session else {
        let state = if due <= day { "missed" } else { "upcoming" };
        return json!({ "due": due, "state": state, "session": null, "when": null, "moved": false, "delay_days": null });
    };
    let to_come = first_day(session.date()).is_some_and(|first| first > day);
    let state = match (session.cancelled, to_come, session.is_moved(), session.held) {
        (true, ..) => "cancelled",
        (false, true, true, _) => "moved",
        (false, true, false, _) => "upcoming",
        (false, false, _, Some(_)) => "held",
        (false, false, _, None) => "pending",
    };
    let delay = exact_day(session.date()).filter(|_| state == "held").map(|held| days_between(due, held));
    json!({
        "due": due, "state": state, "session": session.id, "when": session.date(), "moved": session.is_moved(),
        "delay_days": delay,
    })
}
