//! Totals that sources declare, and sayings that differ.

use serde_json::{Value, json};

use super::{FICHES, ORGANISATIONS, record};
use crate::dice::Dice;
use crate::history::Statement;

pub fn something(dice: &mut Dice) -> Statement {
    if dice.one_in(3) { discrepancy(dice) } else { measure(dice) }
}

/// A stream mostly tells of one subject, at times of another.
fn measure(dice: &mut Dice) -> Statement {
    let number = dice.from(1, 5);
    let subjects = ["contract/cls", "contract/c2", "action/a1", "fiche/f1", "pole/p1", "pole/p2"];
    let units = ["persons", "persons_informed", "persons_accompanied", "fiches", "fiches", "sessions"];
    let unit = *dice.pick(&units);
    let period = match dice.below(6) {
        0 => "unknown".to_owned(),
        1 => format!("{}-{:02}", dice.from(2014, 2016), dice.from(1, 4)),
        _ => dice.from(2014, 2017).to_string(),
    };
    let mut data = json!({
        "subject": dice.pick(&subjects), "indicator": format!("total-{}", dice.from(1, 2)),
        "label": format!("Total de la source {number}"), "period": period, "amount": amount(dice), "unit": unit,
    });
    if dice.one_in(4) {
        data["definition"] = json!(dice.from(1, 2));
    }
    match dice.below(5) {
        0 => data["source"] = json!({ "organisation": format!("o{}", dice.from(1, ORGANISATIONS)) }),
        1 => data["source"] = json!({ "category": "k1" }),
        2 => data["source"] = json!({ "words": "Le rapport annuel" }),
        _ => {}
    }
    if dice.one_in(3) {
        data["method"] = json!(dice.pick(&["count", "register", "survey"]));
        data["as_said"] = json!(format!("{} environ", dice.from(10, 14)));
    }
    record(format!("measure/m{number}"), dice.date(), "measure.declared", data)
}

fn amount(dice: &mut Dice) -> Value {
    let decimal = |dice: &mut Dice| match dice.below(3) {
        0 => format!("{}.{}", dice.from(1, 30), dice.from(1, 9)),
        1 => format!("{}.{:02}", dice.from(0, 30), dice.from(1, 99)),
        _ => dice.from(0, 20).to_string(),
    };
    match dice.below(8) {
        0 => json!({ "is": "about", "value": decimal(dice) }),
        1 => json!({ "is": "range", "min": dice.from(1, 10).to_string(), "max": dice.from(11, 30).to_string() }),
        2 => json!({ "is": "unknown", "at_least": dice.from(1, 5).to_string(), "as_said": "plusieurs" }),
        _ => json!({ "is": "exact", "value": decimal(dice) }),
    }
}

fn discrepancy(dice: &mut Dice) -> Statement {
    let stream = format!("discrepancy/d{}", dice.from(1, 14));
    let on = dice.date();
    if dice.one_in(2) {
        let data = json!({ "explanation": format!("Explication numéro {}", dice.from(1, 30)) });
        return record(stream, on, "discrepancy.explained", data);
    }
    let fiche = dice.from(1, FICHES);
    let about = *dice.pick(&["contract/cls", "contract/c2", "action/a1", "action/a3", "fiche/f2"]);
    let nature = *dice.pick(&["number_gap", "number_gap", "declared_differs", "declared_differs", "slip"]);
    let mut data = json!({
        "about": about, "nature": nature, "note": format!("Aucune fiche ne porte le numéro {}", dice.from(1, 30)),
    });
    match dice.below(4) {
        0 => data["declared"] = json!(dice.from(10, 14).to_string()),
        1 => data["declared"] = json!(format!("{} environ", dice.from(10, 14))),
        2 => data["declared"] = json!(format!("Fiche {fiche}")),
        _ => {}
    }
    record(stream, on, "discrepancy.flagged", data)
}
