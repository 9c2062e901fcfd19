//! Contracts with their parties, axes and avenants, mandates, bodies, and the places of fiches in them.

use serde_json::{Value, json};

use super::{FICHES, ORGANISATIONS, PERSONS, date_or_later, person, record};
use crate::dice::Dice;
use crate::history::Statement;

const CONTRACTS: [&str; 4] = ["cls", "c2", "c3", "c4"];

/// The contract that follows the first, a council within it, and another.
pub fn founding() -> Vec<Statement> {
    let place = |code: &str| json!([commune(code)]);
    let second = json!({ "kind": "cls", "generation": 2, "title": "Deuxième contrat", "predecessors": ["cls"],
        "territories": place("17028"), "starts": "2018", "ends": "2023" });
    let council = json!({ "kind": "clsm", "generation": 1, "title": "Conseil de santé mentale", "within": "cls",
        "territories": place("17094"), "starts": "2013" });
    let other = json!({ "kind": "other", "generation": 1, "title": "Autre contrat", "territories": place("17142") });
    [("c2", second), ("c3", council), ("c4", other)]
        .into_iter()
        .map(|(id, data)| record(format!("contract/{id}"), "2013", "contract.prepared", data))
        .collect()
}

/// Mandates and bodies, once there are organisations and poles.
pub fn councils() -> Vec<Statement> {
    let steering = json!({ "kind": "steering", "title": "Comité de pilotage", "contracts": ["cls", "c3"],
        "colleges": ["elected", "users"] });
    let group = json!({ "kind": "working_group", "title": "Groupe de travail", "contracts": ["c4"], "pole": "p1",
        "colleges": [] });
    let mandate = json!({ "principal": "o2", "operator": "o5", "contracts": ["cls"], "missions": ["follow_up"] });
    let second = json!({ "principal": "o1", "operator": "o6", "contracts": ["c4"], "missions": [], "until": "2016" });
    vec![
        record("body/b1".to_owned(), "2014", "body.constituted", steering),
        record("body/b2".to_owned(), "2015-06", "body.constituted", group),
        record("mandate/m1".to_owned(), "2014-03", "mandate.granted", mandate),
        record("mandate/m2".to_owned(), "2015", "mandate.granted", second),
    ]
}

pub fn something(dice: &mut Dice) -> Statement {
    match dice.below(10) {
        0..=4 => contract(dice),
        5 => mandate(dice),
        6 | 7 => seat(dice),
        _ => place(dice),
    }
}

fn contract(dice: &mut Dice) -> Statement {
    let stream = format!("contract/{}", dice.pick(&CONTRACTS));
    let on = date_or_later(dice);
    match dice.below(14) {
        0 | 1 => {
            let axis = dice.from(1, 4);
            let data = json!({ "code": format!("axe-{axis}"), "rank": axis, "label": format!("Axe {axis}"),
                "nature": "strategic" });
            record(stream, on, "contract.axis_defined", data)
        }
        2 => record(stream, on, "contract.axis_closed", json!({ "code": format!("axe-{}", dice.from(1, 4)) })),
        3 => record(stream, on, "contract.territory_changed", json!({ "territories": territories(dice) })),
        4..=6 => record(stream, on, "contract.party_engaged", party(dice)),
        7 => {
            let party = party(dice);
            let data = json!({ "organisation": party["organisation"], "capacity": party["capacity"] });
            record(stream, on, "contract.party_left", data)
        }
        8 => record(stream, format!("2014-{:02}-10", dice.from(1, 12)), "contract.signed", json!({})),
        9 | 10 => {
            let mut data = json!({ "object": format!("Avenant numéro {}", dice.from(1, 30)) });
            if dice.one_in(2) {
                data["ends"] = json!(dice.from(2018, 2026).to_string());
            }
            record(stream, dice.date(), "contract.amended", data)
        }
        11 if dice.one_in(3) => record(stream, "2017-12", "contract.completed", json!({})),
        12 => {
            let data = json!({ "evaluator": format!("Cabinet {}", dice.from(1, 9)), "from": 2013, "to": 2016,
                "fiches": { "is": "exact", "value": dice.from(10, 14) }, "strengths": ["Coopération en progrès"],
                "obstacles": [] });
            record(stream, dice.date(), "contract.evaluated", data)
        }
        _ => {
            let data = json!({ "indicator": format!("pauvrete-{}", dice.from(1, 2)), "label": "Pauvreté",
                "value": format!("{}.5", dice.from(10, 40)), "unit": "percent" });
            record(stream, dice.date(), "contract.context_recorded", data)
        }
    }
}

fn commune(code: &str) -> Value {
    json!({ "level": "commune", "name": format!("Commune {code}"), "code": code, "code_year": 2013 })
}

fn territories(dice: &mut Dice) -> Value {
    let codes = ["17010", "17015", "17020", "17025"];
    let first = dice.below(3);
    let last = first + dice.below(2);
    (first..=last).map(|at| commune(codes[usize::try_from(at).unwrap()])).collect()
}

fn party(dice: &mut Dice) -> Value {
    let number = dice.from(1, 6);
    let sort = match number {
        1 => "local_authority",
        2 => "regional_agency",
        _ => "other",
    };
    let capacity = if number < 3 || dice.one_in(2) { "signatory" } else { "associate" };
    let mut data = json!({ "organisation": format!("o{number}"), "capacity": capacity, "sort": sort });
    if dice.one_in(5) {
        data["until"] = json!(date_or_later(dice));
    }
    data
}

fn mandate(dice: &mut Dice) -> Statement {
    let stream = format!("mandate/m{}", dice.from(1, 2));
    let on = date_or_later(dice);
    if dice.one_in(4) {
        return record(stream, on, "mandate.ended", json!({ "motive": "Mission achevée" }));
    }
    record(stream, on, "mandate.extended", json!({ "contract": dice.pick(&CONTRACTS) }))
}

fn seat(dice: &mut Dice) -> Statement {
    let stream = format!("body/b{}", dice.from(1, 2));
    let mut data = if dice.one_in(3) {
        json!({ "person": person(dice.from(1, PERSONS.min(3))) })
    } else {
        json!({ "organisation": format!("o{}", dice.from(1, ORGANISATIONS.min(4))) })
    };
    if dice.one_in(2) {
        data["college"] = json!(dice.pick(&["elected", "users"]));
    }
    let on = date_or_later(dice);
    if dice.one_in(3) {
        return record(stream, on, "body.seat_left", data);
    }
    if dice.one_in(4) {
        data["until"] = json!(date_or_later(dice));
    }
    record(stream, on, "body.seat_given", data)
}

/// Where a fiche stands in its contract.
fn place(dice: &mut Dice) -> Statement {
    let stream = format!("fiche/f{}", dice.from(1, FICHES));
    let on = date_or_later(dice);
    let axis = format!("axe-{}", dice.from(1, 4));
    match dice.below(6) {
        0 => record(stream, on, "fiche.renumbered", json!({ "number": dice.from(FICHES + 1, 30) })),
        1 => record(stream, on, "fiche.detached", json!({ "axis": axis })),
        _ => record(stream, on, "fiche.attached", json!({ "axis": axis })),
    }
}
