//! Poles: opened, closed, and in whose charge.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::reached::reached;
use super::sessions::{self, Session};
use super::{Line, Span, days, first_day, had_begun, is_over, last_day, lies_in, name_on};

/// Who was in charge, from a day until a day.
struct Charge<'a> {
    who: &'a Line,
    from: Option<Date>,
    until: Option<Date>,
}

/// The poles that had opened by the end of what is asked about.
pub fn poles(facts: &[Line], asked: Span) -> Value {
    let mut opened: Vec<&Line> =
        facts.iter().filter(|it| it.kind == "pole.opened" && had_begun(&it.on, asked)).collect();
    opened.sort_by_key(|it| &it.object);
    json!({ "reached": reached(facts, &opened, asked),
        "poles": opened.into_iter().map(|it| pole(facts, it, asked)).collect::<Vec<_>>() })
}

fn pole(facts: &[Line], opened: &Line, asked: Span) -> Value {
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "pole" && it.object == opened.object).collect();
    let closing = of.iter().rfind(|it| it.kind == "pole.closed");
    let closed = closing.filter(|it| is_over(&it.on, asked));
    let places = [false, true].map(|deputy| charges(&of, deputy));
    let lasts = |it: &&Charge<'_>| match asked.1 {
        Some(to) => it.from.is_none_or(|from| from <= to) && it.until.is_none_or(|until| to < until),
        None => it.until.is_none(),
    };
    let now = |deputy: usize| places[deputy].iter().rfind(lasts).map(|it| told(facts, it, asked));
    let met = |it: &&Charge<'_>| {
        asked.1.is_none_or(|to| it.from.is_none_or(|from| from <= to))
            && it.until.is_none_or(|until| asked.0.is_none_or(|from| from < until))
    };
    let sessions = sessions::all(facts);
    let of_pole =
        |it: &&Session<'_>| it.planned_text("pole") == Some(opened.object.as_str()) && lies_in(it.date(), asked);
    let mine: Vec<&Session<'_>> = sessions.iter().filter(of_pole).collect();
    let under = |charge: &Charge<'_>| {
        let day = |it: &Session<'_>| days(it.date()).filter(|(first, last)| first == last).map(|(day, _)| day);
        let within =
            |day: Date| charge.from.is_none_or(|from| from <= day) && charge.until.is_none_or(|until| day < until);
        mine.iter().filter(|it| it.held.is_some() && day(it).is_some_and(within)).count()
    };
    let in_charge = places.iter().zip([false, true]).flat_map(|(place, deputy)| {
        place.iter().filter(met).map(move |it| {
            let mut line = told(facts, it, asked);
            line["deputy"] = json!(deputy);
            line["sessions_held"] = json!(under(it));
            line
        })
    });
    let mut tried: Vec<&&Line> =
        of.iter().filter(|it| it.kind == "pole.contact_tried" && lies_in(&it.on, asked)).collect();
    tried.sort_by_key(|it| days(&it.on));
    let referred = |side: &str| {
        let there = |it: &Line| mine.iter().any(|session| session.id == it.object);
        let made = facts.iter().filter(|it| it.kind == "attendance.referral_made" && there(it));
        let of_side = made.filter(|it| !it.data[side].is_null());
        of_side.map(|it| it.data["heads"].as_u64().unwrap_or(1)).sum::<u64>()
    };
    let known = |count: usize| (!tried.is_empty()).then_some(count);
    let it = &opened.data;
    json!({
        "pole": opened.object, "name": it["name"], "neighbourhood": it["neighbourhood"], "contract": it["contract"],
        "host": it["host"], "opened": opened.on, "closed": closed.map(|it| &it.on),
        "closed_motive": closed.map(|it| &it.data["motive"]),
        "referent": now(0), "deputy": now(1), "in_charge": in_charge.collect::<Vec<_>>(),
        "contacts": {
            "tried": known(tried.len()),
            "reached": known(tried.iter().filter(|it| it.data["outcome"] == "reached").count()),
            "last": tried.last().map(|it| &it.on), "last_outcome": tried.last().map(|it| &it.data["outcome"]),
        },
        "workload": {
            "sessions_held": mine.iter().filter(|it| it.held.is_some()).count(), "sessions_held_more_at_least": 0,
        },
        "referrals": { "onwards": referred("to"), "here": referred("from") },
    })
}

/// Who is named takes over; who leaves, leaves the place empty; once the pole has closed nobody is in charge.
fn charges<'a>(of: &[&'a Line], deputy: bool) -> Vec<Charge<'a>> {
    let closed = of.iter().rfind(|it| it.kind == "pole.closed").and_then(|it| last_day(&it.on));
    let is_of = |it: &&&Line| it.data["deputy"].as_bool().unwrap_or(false) == deputy;
    let mut said: Vec<(Option<Date>, Option<&Line>)> = Vec::new();
    for line in of.iter().filter(is_of) {
        match line.kind.as_str() {
            "pole.referent_named" => said.push((first_day(&line.on), Some(line))),
            "pole.referent_left" => said.push((last_day(&line.on), None)),
            _ => {}
        }
    }
    said.sort_by_key(|(day, _)| *day);
    let mut all = Vec::new();
    for (at, (from, who)) in said.iter().enumerate() {
        let next = said.get(at + 1).map(|(day, _)| *day);
        if next == Some(*from) {
            continue;
        }
        let until = [next.flatten(), closed].into_iter().flatten().min();
        let begins = until.is_none_or(|until| from.is_none_or(|from| from < until));
        all.extend(who.filter(|_| begins).map(|who| Charge { who, from: *from, until }));
    }
    all
}

fn told(facts: &[Line], charge: &Charge<'_>, asked: Span) -> Value {
    let organisation = charge.who.data["organisation"].as_str();
    json!({
        "person": charge.who.data["person"], "organisation": organisation,
        "name": organisation.map(|id| name_on(facts, "organisation", id, asked.1)),
        "from": charge.from, "until": charge.until,
    })
}
