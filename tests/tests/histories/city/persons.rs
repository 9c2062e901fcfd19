//! Persons: informed, objecting, under age, of which qualities, erased.

use serde_json::json;

use super::{PERSONS, person, record};
use crate::dice::Dice;
use crate::history::Statement;

/// Those who may be said to be under age; whoever comes before them is of age.
const MINORS: [u64; 2] = [PERSONS - 14, PERSONS - 7];

/// Those who may object to everything or be erased: nothing more is given to them afterwards.
const LEAVING: [u64; 2] = [PERSONS - 6, PERSONS];

/// Whether a person may be under age, object to everything or be erased.
pub fn is_apart(reference: &str) -> bool {
    (MINORS[0]..=LEAVING[1]).any(|number| person(number) == reference)
}

pub fn something(dice: &mut Dice) -> Statement {
    let of = |[first, last]: [u64; 2], dice: &mut Dice| format!("person/{}", person(dice.from(first, last)));
    let anybody = of([1, PERSONS], dice);
    match dice.below(14) {
        0 | 1 => {
            let data = json!({ "notice": format!("notice-{}", dice.from(1, 3)) });
            record(if dice.one_in(2) { of(MINORS, dice) } else { anybody }, dice.date(), "person.informed", data)
        }
        2 => record(anybody, dice.date(), "person.objected", json!({ "to": "naming" })),
        3 => record(of(LEAVING, dice), dice.date(), "person.objected", json!({ "to": "all" })),
        4 => record(anybody, dice.date(), "person.objection_withdrawn", json!({})),
        5 => record(of(LEAVING, dice), dice.date(), "person.objection_withdrawn", json!({})),
        6 => {
            let data = json!({ "through": dice.from(2014, 2020) });
            record(of(MINORS, dice), dice.date(), "person.minority_declared", data)
        }
        7 => {
            let mut data = json!({ "adult": person(dice.from(1, 4)) });
            if dice.one_in(3) {
                data["until"] = json!(dice.date());
            }
            record(of(MINORS, dice), dice.date(), "person.responsible_named", data)
        }
        8 => {
            let data = json!({ "adult": person(dice.from(1, 4)) });
            record(of(MINORS, dice), dice.date(), "person.responsible_ended", data)
        }
        9 | 10 => {
            let mut data = json!({ "quality": quality(dice) });
            if dice.one_in(3) {
                data["until"] = json!(dice.date());
            }
            record(anybody, dice.date(), "person.quality_recognised", data)
        }
        11 => record(anybody, dice.date(), "person.quality_ended", json!({ "quality": quality(dice) })),
        12 if dice.one_in(3) => {
            let data = json!({
                "request": person(1_000 + dice.below(1_000)),
                "basis": dice.pick(&["request", "retention", "objection", "mistake"]),
            });
            record(of(LEAVING, dice), dice.date(), "person.erased", data)
        }
        _ => record(anybody, dice.date(), "person.registered", json!({ "card": "none" })),
    }
}

fn quality(dice: &mut Dice) -> &'static str {
    dice.pick::<&str>(&["relay_inhabitant", "elected", "volunteer"])
}
