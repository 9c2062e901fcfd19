//! Rhythms changed and told late, referents, tries to reach them, closings.

use serde_json::json;

use super::{ORGANISATIONS, PERSONS, POLES, date_or_later, day, person, record};
use crate::dice::Dice;
use crate::history::Statement;

pub fn something(dice: &mut Dice) -> Statement {
    let number = dice.from(1, POLES + 2);
    let stream = format!("pole/p{number}");
    let deputy = dice.one_in(3);
    match dice.below(10) {
        0..=2 => {
            let data = json!({ "days": dice.pick(&[14, 21, 28, 35, 42, 42, 42, 60]), "from": day(dice) });
            record(stream, date_or_later(dice), "pole.cadence_set", data)
        }
        3 | 4 => {
            let mut data = json!({ "deputy": deputy });
            if dice.one_in(2) {
                data["person"] = json!(person(dice.from(1, PERSONS)));
            }
            if data["person"].is_null() || dice.one_in(2) {
                data["organisation"] = json!(format!("o{}", dice.from(1, ORGANISATIONS)));
            }
            record(stream, date_or_later(dice), "pole.referent_named", data)
        }
        5 => record(stream, date_or_later(dice), "pole.referent_left", json!({ "deputy": deputy })),
        6 | 7 => {
            let data = json!({
                "contact": format!("appel-{}", dice.below(100_000)),
                "channel": dice.pick(&["telephone", "email", "visit"]),
                "outcome": dice.pick(&["reached", "message_left", "no_answer"]),
            });
            record(stream, dice.date(), "pole.contact_tried", data)
        }
        8 if number > 2 => {
            let on = if dice.one_in(3) { dice.date() } else { date_or_later(dice) };
            record(stream, on, "pole.closed", json!({ "motive": "Regroupement de deux pôles" }))
        }
        _ => {
            let data = json!({ "name": format!("Pôle {number}"), "neighbourhood": "Quartier", "contract": "cls" });
            record(stream, dice.date(), "pole.opened", data)
        }
    }
}
