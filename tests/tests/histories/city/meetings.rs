//! Sessions, signups, presences, merges.

use jiff::ToSpan;
use jiff::civil::date;
use serde_json::json;

use super::{FICHES, ORGANISATIONS, PERSONS, POLES, SESSIONS, person, presences, record};
use crate::dice::Dice;
use crate::history::{Statement, Wish};

pub fn something(dice: &mut Dice) -> Statement {
    let number = dice.from(1, SESSIONS);
    let stream = format!("session/s{number}");
    match dice.below(26) {
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
        9 => {
            let data = json!({ "organisation": format!("o{}", dice.from(1, 2)) });
            let kind = if dice.one_in(3) { "session.lead_ended" } else { "session.led" };
            record(stream, day_of(dice, number), kind, data)
        }
        10 => {
            let data = json!({ "organisation": format!("o{}", dice.from(1, ORGANISATIONS)) });
            record(stream, day_of(dice, number), "attendance.organisation_present", data)
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
        15 => presences::headcount(dice, number),
        16 => presences::withdrawal(dice, number),
        17 => merge(dice),
        18 => presences::around(dice, number),
        19 if dice.one_in(2) => {
            record(stream, dice.date(), "session.uncredited", json!({ "fiche": format!("f{}", dice.from(1, FICHES)) }))
        }
        19 => {
            let data = json!({ "title": format!("Séance {number}, dite {} fois", dice.from(2, 9)) });
            record(stream, dice.date(), "session.renamed", data)
        }
        _ => presences::presence(dice, number),
    }
}

/// The day of a session, mostly the one that it is planned for.
pub(super) fn day_of(dice: &mut Dice, number: u64) -> String {
    if dice.one_in(9) { dice.date() } else { own_day(number) }
}

/// The day that a session is mostly planned for.
pub(super) fn own_day(number: u64) -> String {
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
    if presences::has_parts(number) {
        data["when"] = json!(own_day(number));
        data["parts"] = presences::parts(number);
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

fn merge(dice: &mut Dice) -> Statement {
    let (one, other) = (dice.from(1, PERSONS), dice.from(1, PERSONS));
    let stream = format!("person/{}", person(one));
    if dice.one_in(3) {
        return record(stream, dice.date(), "person.unmerged", json!({ "motive": "Deux personnes distinctes" }));
    }
    let data = json!({ "into": person(other), "method": "similar", "motive": "Même personne" });
    record(stream, dice.date(), "person.merged", data)
}
