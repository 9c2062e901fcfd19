//! Yearly actions: who carries them, what they are about, what they continue.

use serde_json::{Value, json};

use super::{ACTIONS, ORGANISATIONS, date_or_later, record};
use crate::dice::Dice;
use crate::history::Statement;

/// The actions, two a year, and a category that their lists may name.
pub fn founding() -> Vec<Statement> {
    let category = json!({ "name": "Bailleurs sociaux" });
    let mut said = vec![record("category/k1".to_owned(), "2013", "category.recorded", category)];
    for n in 1..=ACTIONS {
        let mut data =
            json!({ "title": format!("Animation {n}"), "year": year(n), "starts": year(n).to_string(), "months": 12 });
        if n % 3 != 0 {
            data["contract"] = json!("cls");
        }
        said.push(record(format!("action/a{n}"), year(n).to_string(), "action.recorded", data));
    }
    said
}

const fn year(number: u64) -> u64 {
    2014 + (number - 1) / 2
}

pub fn something(dice: &mut Dice) -> Statement {
    let number = dice.from(1, ACTIONS);
    let stream = format!("action/a{number}");
    let on = date_or_later(dice);
    match dice.below(12) {
        0 => record(stream, on, "action.chained", chained(dice, number)),
        1 | 2 => {
            let mut data = json!({ "organisation": organisation(dice) });
            if dice.one_in(4) {
                data["until"] = json!(date_or_later(dice));
            }
            record(stream, on, "action.carrier_named", data)
        }
        3 => record(stream, on, "action.carrier_ended", json!({ "organisation": organisation(dice) })),
        4 | 5 => record(stream, on, "action.classified", headings(dice)),
        6 => record(stream, on, "action.unclassified", headings(dice)),
        7 | 8 => {
            let text = format!("Objectif numéro {}", dice.from(1, 9));
            let data = json!({ "level": level(dice), "rank": dice.from(1, 3), "text": text });
            record(stream, on, "action.objective_set", data)
        }
        9 => record(stream, on, "action.objective_dropped", json!({ "level": level(dice), "rank": dice.from(1, 3) })),
        10 => {
            let data = json!({
                "section": dice.pick(&["context", "description", "evaluation"]), "rank": dice.from(1, 4),
                "text": format!("Paragraphe numéro {}", dice.from(1, 9)), "speaks_of": 2014,
                "carried_over": dice.one_in(2),
            });
            record(stream, dice.date(), "action.text_recorded", data)
        }
        _ => {
            let mut data = json!({ "printed": ["A1", "B2"] });
            if dice.one_in(2) {
                data["ticked"] = json!(["B2"]);
            }
            record(stream, on, "action.categories_recorded", data)
        }
    }
}

/// Continues an earlier action, one that is recorded here or one that is only named.
fn chained(dice: &mut Dice, number: u64) -> Value {
    let earlier = dice.from(1, number.saturating_sub(2).max(1));
    let (action, year) = if dice.one_in(4) || number < 3 {
        (format!("ancienne-{earlier}"), 2012)
    } else {
        (format!("a{earlier}"), year(earlier))
    };
    let mut data = json!({ "title": format!("Animation, suite de {action}"), "year": year, "action": action });
    if dice.one_in(2) {
        data["step"] = json!(dice.from(1, 4));
    }
    data
}

fn organisation(dice: &mut Dice) -> String {
    format!("o{}", dice.from(1, ORGANISATIONS.min(4)))
}

fn headings(dice: &mut Dice) -> Value {
    let values = [format!("Rubrique {}", dice.from(1, 3)), format!("Rubrique {}", dice.from(4, 6))];
    let values = &values[..if dice.one_in(2) { 1 } else { 2 }];
    json!({ "facet": dice.pick(&["theme", "audience", "commune", "regional_plan"]), "values": values })
}

fn level(dice: &mut Dice) -> &'static str {
    if dice.one_in(2) { "general" } else { "operational" }
}
