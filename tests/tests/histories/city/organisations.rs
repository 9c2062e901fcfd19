//! Organisations: their names, numbers and successors, what they sign with each other.

use serde_json::json;

use super::{FICHES, ORGANISATIONS, POLES, date_or_later, record};
use crate::dice::Dice;
use crate::history::Statement;

const NUMBERS: [(&str, &str); 5] = [
    ("siren", "211703004"),
    ("siret", "21170300400013"),
    ("rna", "W173001234"),
    ("finess_ej", "170000012"),
    ("finess_eg", "170000020"),
];

pub fn something(dice: &mut Dice) -> Statement {
    let stream = format!("organisation/o{}", dice.from(1, ORGANISATIONS));
    match dice.below(10) {
        0..=2 => {
            let data = json!({ "name": format!("Nom numéro {}", dice.from(1, 40)) });
            record(stream, dice.date(), "organisation.renamed", data)
        }
        3 | 4 => {
            let (scheme, value) = dice.pick(&NUMBERS);
            let mut data = json!({ "scheme": scheme, "value": value });
            if dice.one_in(3) {
                data["until"] = json!(date_or_later(dice));
            }
            record(stream, dice.date(), "organisation.identified", data)
        }
        5 => {
            let (scheme, value) = dice.pick(&NUMBERS);
            record(stream, dice.date(), "organisation.identifier_ended", json!({ "scheme": scheme, "value": value }))
        }
        6 if dice.one_in(2) => {
            let data = json!({ "successor": format!("o{}", dice.from(1, ORGANISATIONS)) });
            let stream = format!("organisation/o{}", dice.from(ORGANISATIONS - 2, ORGANISATIONS));
            record(stream, dice.date(), "organisation.succeeded", data)
        }
        _ => agreement(dice),
    }
}

fn agreement(dice: &mut Dice) -> Statement {
    let number = dice.from(1, 8);
    let stream = format!("agreement/c{number}");
    match dice.below(4) {
        0 | 1 => {
            let (one, other) = (dice.from(1, ORGANISATIONS), dice.from(1, ORGANISATIONS));
            let scopes = [
                "contract/cls".to_owned(),
                format!("fiche/f{}", dice.from(1, FICHES)),
                format!("pole/p{}", dice.from(1, POLES)),
            ];
            let mut data = json!({
                "object": format!("Mise à disposition numéro {number}"),
                "parties": [format!("o{one}"), format!("o{other}")],
                "starts": dice.from(2013, 2015).to_string(),
                "renewal": match number % 3 {
                    0 => json!({ "tacit": { "months": dice.pick(&[6, 12, 36]) } }),
                    1 => json!("express"),
                    _ => json!("none"),
                },
            });
            if !dice.one_in(4) {
                data["scope"] = json!(dice.pick(&scopes));
            }
            if !dice.one_in(4) {
                data["ends"] = json!(dice.from(2015, 2018).to_string());
            }
            record(stream, dice.date(), "agreement.signed", data)
        }
        2 => {
            let ends = dice.from(2016, 2020).to_string();
            let data = if dice.one_in(4) { json!({}) } else { json!({ "ends": ends }) };
            record(stream, dice.date(), "agreement.renewed", data)
        }
        _ => record(stream, date_or_later(dice), "agreement.ended", json!({ "motive": "Fin de la mission" })),
    }
}
