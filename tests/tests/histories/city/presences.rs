//! Who came to a session and what they were asked, what was counted there, who was referred.

use serde_json::{Value, json};

use super::meetings::{day_of, own_day};
use super::{FICHES, ORGANISATIONS, PERSONS, person, record};
use crate::dice::Dice;
use crate::history::Statement;

/// A presence, mostly of a person of whom nothing more was asked.
pub fn presence(dice: &mut Dice, number: u64) -> Statement {
    let mut data = json!({ "person": person(dice.from(1, PERSONS)), "quality": "inhabitant" });
    match dice.below(6) {
        0 | 1 => {
            data["quality"] = json!("professional");
            data["organisation"] = json!(organisation(dice));
        }
        2 => data["quality"] = json!(dice.pick(&["relay_inhabitant", "user", "carer", "elected", "unknown"])),
        _ => {}
    }
    if dice.one_in(3) {
        data["sex"] = json!(dice.pick(&["f", "m", "unknown"]));
        data["age"] = match dice.below(3) {
            0 => json!({ "grid": "short", "band": dice.pick(&["18_25", "26_59", "60_plus", "unknown"]) }),
            1 => json!({ "grid": "standard", "band": dice.pick(&["12_17", "6_11"]) }),
            _ => json!({ "grid": "standard", "band": dice.pick(&["18_25", "26_39", "75_plus", "unknown"]) }),
        };
        data["qpv"] = match dice.below(3) {
            0 => json!({ "is": "inside", "generation": "2015" }),
            1 => json!({ "is": "outside" }),
            _ => json!({ "is": "unknown" }),
        };
    }
    if dice.one_in(8) {
        data["referred_by"] = json!(organisation(dice));
    }
    in_a_part(dice, number, &mut data);
    record(stream(number), day_of(dice, number), "attendance.observed", data)
}

/// The halves of the day that a session of several parts has.
pub fn parts(number: u64) -> Value {
    let half = |part: &str, half: &str| json!({ "part": part, "date": own_day(number), "half": half });
    json!([half("matin", "am"), half("soir", "pm")])
}

/// Whether a session is planned in parts.
pub const fn has_parts(number: u64) -> bool {
    number.is_multiple_of(7)
}

fn in_a_part(dice: &mut Dice, number: u64, data: &mut Value) {
    if has_parts(number) && !dice.one_in(3) {
        data["part"] = json!(dice.pick(&["matin", "soir"]));
    }
}

fn stream(number: u64) -> String {
    format!("session/s{number}")
}

fn organisation(dice: &mut Dice) -> String {
    format!("o{}", dice.from(1, ORGANISATIONS))
}

pub fn withdrawal(dice: &mut Dice, number: u64) -> Statement {
    let mut data = json!({ "person": person(dice.from(1, PERSONS)), "motive": "Erreur de ligne" });
    in_a_part(dice, number, &mut data);
    record(stream(number), day_of(dice, number), "attendance.withdrawn", data)
}

/// What is seldom noted at a session.
pub fn around(dice: &mut Dice, number: u64) -> Statement {
    let on = day_of(dice, number);
    match dice.below(7) {
        0 | 1 => {
            let mut data = json!({ "person": person(dice.from(1, PERSONS)), "excused": dice.one_in(2) });
            in_a_part(dice, number, &mut data);
            record(stream(number), on, "attendance.absence_observed", data)
        }
        2 => {
            let mut data = json!({ "organisation": organisation(dice) });
            if dice.one_in(2) {
                data["heads"] = json!(dice.from(1, 5));
            }
            record(stream(number), on, "attendance.organisation_present", data)
        }
        3 => {
            let party = match dice.below(4) {
                0 => json!({ "category": "k1" }),
                1 => json!({ "words": "Un service de la ville" }),
                _ => json!({ "organisation": organisation(dice) }),
            };
            let side = *dice.pick(&["to", "from"]);
            let mut data = json!({ "referral": format!("renvoi-{}", dice.from(1, 30)), side: party });
            if dice.one_in(2) {
                data["heads"] = json!(dice.from(1, 4));
            }
            record(stream(number), on, "attendance.referral_made", data)
        }
        4 => record(stream(number), on, "attendance.visits_recorded", passages(dice)),
        5 => record(stream(number), on, "attendance.connections_recorded", passages(dice)),
        _ => headcount(dice, number),
    }
}

fn passages(dice: &mut Dice) -> Value {
    json!({ "sheet": sheet(dice), "number": quantity(dice), "standing": standing(dice) })
}

fn sheet(dice: &mut Dice) -> String {
    format!("feuille-{}", dice.from(1, 4))
}

fn quantity(dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => json!({ "is": "about", "value": dice.from(1, 40) }),
        1 => json!({ "is": "range", "min": dice.from(1, 10), "max": dice.from(11, 30) }),
        2 if dice.one_in(4) => json!({ "is": "unknown", "at_least": dice.from(1, 5) }),
        _ => json!({ "is": "exact", "value": dice.from(0, 30) }),
    }
}

fn standing(dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => json!({ "is": "adds" }),
        1 => json!({ "is": "replaces", "sheet": sheet(dice) }),
        _ => json!({ "is": "first" }),
    }
}

pub fn headcount(dice: &mut Dice, number: u64) -> Statement {
    let total = quantity(dice);
    let most = total["value"].as_u64().or(total["max"].as_u64()).unwrap_or(8);
    let mut data = json!({ "sheet": sheet(dice), "total": total, "standing": standing(dice) });
    if dice.one_in(3) {
        data["already_seen"] = json!(dice.from(0, most));
        data["seen_scope"] = match dice.below(5) {
            0 => json!({ "of": "pole" }),
            1 => json!({ "of": "pole", "year": 2014 + number % 4 }),
            2 => json!({ "of": "fiche", "fiche": format!("f{}", dice.from(1, FICHES)) }),
            3 => json!({ "of": "fiche", "fiche": format!("f{}", dice.from(1, FICHES)), "year": 2014 + number % 4 }),
            _ => json!({ "of": "ever" }),
        };
    }
    if dice.one_in(2) {
        data["marginals"] = marginals(dice, most);
    }
    in_a_part(dice, number, &mut data);
    record(stream(number), day_of(dice, number), "attendance.headcount_recorded", data)
}

/// What heads answered, question by question: never more answers than heads.
fn marginals(dice: &mut Dice, heads: u64) -> Value {
    let mut asked = json!({});
    let two = |dice: &mut Dice, one: &str, other: &str| {
        let first = dice.from(0, heads);
        json!({ one: first, other: dice.from(0, heads - first) })
    };
    if dice.one_in(2) {
        asked["sex"] = two(dice, "f", "m");
    }
    if dice.one_in(2) {
        asked["quality"] = two(dice, "inhabitant", "professional");
    }
    match dice.below(4) {
        0 => asked["age"] = json!({ "grid": "short", "bands": two(dice, "under_18", "60_plus") }),
        1 => asked["age"] = json!({ "grid": "standard", "bands": two(dice, "0_5", "40_59") }),
        2 => asked["qpv"] = json!({ "generation": "2015", "answers": two(dice, "inside", "unknown") }),
        _ => {}
    }
    asked
}
