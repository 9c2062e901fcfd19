//! Sessions, signups, presences, merges.

use jiff::ToSpan;
use jiff::civil::date;
use serde_json::json;

use super::{FICHES, ORGANISATIONS, PERSONS, POLES, SESSIONS, person, record};
use crate::dice::Dice;
use crate::history::{Statement, Wish};

pub fn something(dice: &mut Dice) -> Statement {
    let number = dice.from(1, SESSIONS);
    let stream = format!("session/s{number}");
    match dice.below(24) {
        0..=2 => plan(dice, number),
        3 => {
            let data = json!({ "when": day_of(dice, number), "motive": "Salle prise" });
            record(stream, "2014", "session.moved", data)
        }
        4 => record(stream, dice.date(), "session.cancelled", json!({ "motive": "Trop peu de monde" })),
        5 | 6 => {
            let data = match number % 5 {
                0 => json!({ "record": "complete" }),
                1 => json!({ "record": "partial" }),
                _ => json!({}),
            };
            record(stream, day_of(dice, number), "session.held", data)
        }
        7 => record(stream, dice.date(), "session.credited", json!({ "fiche": format!("f{}", dice.from(1, FICHES)) })),
        8 => record(stream, "2014-01-02", "session.capacity_changed", json!({ "capacity": dice.from(1, 9) })),
        9 | 10 => {
            let data = json!({ "organisation": format!("o{}", dice.from(1, ORGANISATIONS)) });
            let kind = if dice.one_in(3) { "session.led" } else { "attendance.organisation_present" };
            record(stream, day_of(dice, number), kind, data)
        }
        11..=13 => {
            let signup = format!("i{}", dice.from(1, 15));
            let data = json!({ "signup": signup, "person": person(dice.from(1, PERSONS)), "by": "person" });
            Statement { stream, on: "2014-01-03".to_owned(), ask: Wish::SignUp(data) }
        }
        14 => {
            let data = json!({ "signup": format!("i{}", dice.from(1, 15)), "by": "person" });
            Statement { stream, on: "2014-01-04".to_owned(), ask: Wish::GiveBack(data) }
        }
        15 => headcount(dice, number),
        16 => {
            let data = json!({ "person": person(dice.from(1, PERSONS)), "motive": "Erreur de ligne" });
            record(stream, day_of(dice, number), "attendance.withdrawn", data)
        }
        17 => merge(dice),
        _ => {
            let organisation = dice.one_in(3).then(|| format!("o{}", dice.from(1, ORGANISATIONS)));
            let mut data = json!({ "person": person(dice.from(1, PERSONS)), "quality": "inhabitant" });
            if let Some(organisation) = organisation {
                data["quality"] = json!("professional");
                data["organisation"] = json!(organisation);
            }
            record(stream, day_of(dice, number), "attendance.observed", data)
        }
    }
}

/// The day of a session, mostly the one that it is planned for.
fn day_of(dice: &mut Dice, number: u64) -> String {
    if dice.one_in(9) { dice.date() } else { own_day(number) }
}

/// The day that a session is mostly planned for.
fn own_day(number: u64) -> String {
    format!("{}-{:02}-{:02}", 2014 + number % 4, number % 12 + 1, number % 28 + 1)
}

/// Whether something is said of the day that its session is mostly planned for.
pub fn is_on_own_day(said: &Statement) -> bool {
    let number = said.stream.strip_prefix("session/s").and_then(|number| number.parse().ok());
    number.is_some_and(|number| own_day(number) == said.on)
}

fn plan(dice: &mut Dice, number: u64) -> Statement {
    let kinds = ["meeting", "training", "workshop", "forum", "drop_in"];
    let mut data = json!({
        "title": format!("Séance {number}"), "kind": dice.pick(&kinds), "when": day_of(dice, number),
        "fiches": [format!("f{}", dice.from(1, FICHES))],
    });
    if dice.one_in(2) {
        data["pole"] = json!(format!("p{}", dice.from(1, POLES)));
        if dice.one_in(2) {
            data["slot"] = json!(slot(dice, number));
        }
    }
    match dice.below(12) {
        0 => data["audience"] = json!("minors"),
        1 => data["health_revealing"] = json!(true),
        _ => {}
    }
    if dice.one_in(2) {
        data["capacity"] = json!(dice.from(1, 6));
    }
    record(format!("session/s{number}"), "2014", "session.planned", data)
}

/// A slot of the rhythm in the year of a session, one of two so that sessions meet; seldom a day that is none.
fn slot(dice: &mut Dice, number: u64) -> String {
    let nth = i64::try_from((number % 4) * 8 + dice.below(2)).unwrap();
    let off = i64::from(dice.one_in(12));
    date(2014, 2, 4).checked_add((nth * 42 + off).days()).unwrap().to_string()
}

fn headcount(dice: &mut Dice, number: u64) -> Statement {
    let stream = format!("session/s{number}");
    let total = match dice.below(4) {
        0 => json!({ "is": "about", "value": dice.from(1, 40) }),
        1 => json!({ "is": "range", "min": dice.from(1, 10), "max": dice.from(11, 30) }),
        2 if dice.one_in(4) => json!({ "is": "unknown", "at_least": dice.from(1, 5) }),
        _ => json!({ "is": "exact", "value": dice.from(0, 30) }),
    };
    let sheet = format!("feuille-{}", dice.from(1, 4));
    let on = day_of(dice, number);
    let standing = match dice.below(3) {
        0 => json!({ "is": "adds" }),
        1 => json!({ "is": "replaces", "sheet": format!("feuille-{}", dice.from(1, 4)) }),
        _ => json!({ "is": "first" }),
    };
    let data = json!({ "sheet": sheet, "total": total, "standing": standing });
    record(stream, on, "attendance.headcount_recorded", data)
}

fn merge(dice: &mut Dice) -> Statement {
    let (one, other) = (dice.from(1, PERSONS), dice.from(1, PERSONS));
    let stream = format!("person/{}", person(one));
    if dice.one_in(3) {
        return record(stream, dice.date(), "person.unmerged", json!({ "motive": "Deux personnes distinctes" }));
    }
    if dice.one_in(9) {
        return record(stream, dice.date(), "person.objected", json!({ "to": "naming" }));
    }
    let data = json!({ "into": person(other), "method": "similar", "motive": "Même personne" });
    record(stream, dice.date(), "person.merged", data)
}
