//! Fiches: statuses, results, milestones, roles, categories, narratives.

use serde_json::{Value, json};

use super::{FICHES, ORGANISATIONS, PERSONS, date_or_later, person, record};
use crate::dice::Dice;
use crate::history::Statement;

pub fn something(dice: &mut Dice) -> Statement {
    let stream = format!("fiche/f{}", dice.from(1, FICHES));
    let year = dice.from(2014, 2017);
    let on = dice.date();
    match dice.below(12) {
        0..=2 => {
            let words =
                ["to_confirm", "planned", "in_progress", "blocked", "done", "not_deployed", "abandoned", "postponed"];
            let status = *dice.pick(&words);
            let mut data = json!({ "year": year, "status": status, "motive": "Décision du comité" });
            if status == "postponed" {
                data["to_year"] = json!(year + 1);
            }
            if status == "abandoned" && dice.one_in(2) {
                let fiche = json!({ "stream": format!("fiche/f{}", dice.from(1, FICHES)) });
                data["successor"] = if dice.one_in(2) { fiche } else { json!({ "words": "Un autre projet" }) };
            }
            record(stream, on, "fiche.status_declared", data)
        }
        3 => record(stream, on, "fiche.result_expected", result(dice, year)),
        4 | 5 => record(stream, on, "fiche.result_achieved", result(dice, year)),
        6 => {
            let data = json!({ "milestone": format!("etape-{}", dice.from(1, 9)), "year": year,
                "label": format!("Étape numéro {}", dice.from(1, 9)) });
            record(stream, on, "fiche.milestone_passed", data)
        }
        7 => {
            let data = json!({ "year": year, "rank": dice.from(1, 5), "text": format!("Récit {}", dice.from(1, 9)) });
            record(stream, on, "fiche.narrated", data)
        }
        8 => {
            let (mut data, until) = (role(dice), date_or_later(dice));
            if dice.one_in(4) {
                data["until"] = json!(until);
            }
            record(stream, date_or_later(dice), "fiche.role_named", data)
        }
        9 => record(stream, date_or_later(dice), "fiche.role_ended", role(dice)),
        10 => record(stream, date_or_later(dice), "fiche.category_retained", category(dice)),
        _ => record(stream, date_or_later(dice), "fiche.category_dropped", category(dice)),
    }
}

fn result(dice: &mut Dice, year: u64) -> Value {
    let (result, what) = (format!("r{}", dice.from(1, 3)), format!("Résultat dit {} fois", dice.from(2, 60)));
    json!({ "year": year, "result": result, "what": what, "amount": { "is": "exact", "value": "2" } })
}

/// Who has which role: an organisation, or a person.
fn role(dice: &mut Dice) -> Value {
    let mut data = json!({ "role": dice.pick(&["pilot", "carrier", "leader", "elected"]) });
    if dice.one_in(3) {
        data["person"] = json!(person(dice.from(1, PERSONS.min(3))));
    } else {
        data["organisation"] = json!(format!("o{}", dice.from(1, ORGANISATIONS.min(3))));
    }
    data
}

fn category(dice: &mut Dice) -> Value {
    json!({ "code": dice.pick(&["A1", "B2"]) })
}
