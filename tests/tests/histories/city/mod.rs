//! What coordinators say at random: mostly what the rules admit, late and out of order as people do, with mistakes that
//! are corrected.

mod actions;
mod contracts;
mod declared;
mod desk;
mod fiches;
mod meetings;
mod organisations;
mod persons;
mod poles;
mod presences;
mod work;

pub use meetings::{is_on_own_day, something as meeting};
pub use persons::is_apart;
pub use work::something as work;

use maillage_events::id::FactId;
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::history::{History, Statement, Wish};

pub const ACTIONS: u64 = 8;
pub const FICHES: u64 = 12;
pub const ORGANISATIONS: u64 = 14;
pub const PERSONS: u64 = 60;
pub const POLES: u64 = 3;
pub const SESSIONS: u64 = 130;

pub fn person(number: u64) -> String {
    uuid::Uuid::from_u128(u128::from(number) + 0x1000).to_string()
}

pub fn record(stream: String, on: impl Into<String>, kind: &'static str, data: Value) -> Statement {
    Statement { stream, on: on.into(), ask: Wish::Record(kind, data) }
}

/// What everything else speaks of: the contract, its fiches, the poles, the organisations, the persons.
pub fn founding() -> Vec<Statement> {
    let first = record(
        "contract/cls".to_owned(),
        "2013",
        "contract.prepared",
        (maillage_events::fact::kind_info("contract.prepared").unwrap().example)(),
    );
    let mut said = vec![desk::founding(), first];
    said.extend(contracts::founding());
    for n in 1..=ORGANISATIONS {
        let kinds = match n {
            1 => json!(["local_authority", "association"]),
            2 => json!(["regional_agency", "association"]),
            _ => json!(["association"]),
        };
        let data = json!({ "name": format!("Structure {n}"), "kinds": kinds });
        said.push(record(format!("organisation/o{n}"), "2013", "organisation.recorded", data));
    }
    for n in 1..=FICHES {
        let data = json!({ "contract": "cls", "number": n, "title": format!("Fiche {n}") });
        said.push(record(format!("fiche/f{n}"), "2014", "fiche.recorded", data));
        for year in 2014..=2017 {
            let data = json!({ "year": year });
            said.push(record(format!("fiche/f{n}"), year.to_string(), "fiche.year_opened", data));
        }
    }
    for n in 1..=POLES {
        let data = json!({ "name": format!("Pôle {n}"), "neighbourhood": "Quartier" });
        said.push(record(format!("pole/p{n}"), "2014", "pole.opened", data));
        let data = json!({ "days": 42, "from": "2014-02-04" });
        said.push(record(format!("pole/p{n}"), "2014-02-04", "pole.cadence_set", data));
    }
    for n in 1..=PERSONS {
        said.push(record(format!("person/{}", person(n)), "unknown", "person.registered", json!({ "card": "none" })));
    }
    said.extend(actions::founding());
    said.extend(contracts::councils());
    said
}

/// What people do beside meetings, fiches, money and partners.
pub fn matters(dice: &mut Dice) -> Statement {
    match dice.below(11) {
        0 | 1 => poles::something(dice),
        2 | 3 => actions::something(dice),
        4 => declared::something(dice),
        5 | 6 => persons::something(dice),
        7 if dice.one_in(4) => desk::something(dice),
        _ => contracts::something(dice),
    }
}

/// A date; at times one that is still to come when it is told.
fn date_or_later(dice: &mut Dice) -> String {
    if dice.one_in(9) { format!("2018-{:02}-15", dice.from(6, 12)) } else { dice.date() }
}

/// A day.
fn day(dice: &mut Dice) -> String {
    format!("{}-{:02}-{:02}", dice.from(2014, 2017), dice.from(1, 12), dice.from(1, 28))
}

/// One more thing that somebody says.
pub async fn something(dice: &mut Dice, history: &History, recorded: &[FactId]) -> Statement {
    match dice.below(100) {
        0..=42 => meetings::something(dice),
        43..=68 => work::something(dice),
        69..=91 => matters(dice),
        _ => amendment(dice, history, recorded).await,
    }
}

/// A fact that was recorded is cancelled, or dated otherwise, or said to be of another number.
async fn amendment(dice: &mut Dice, history: &History, recorded: &[FactId]) -> Statement {
    let target = *dice.pick(recorded);
    let stored = history.log.find(&crate::history::space(), target).await.unwrap().unwrap();
    let fact: Value = serde_json::from_slice(&stored.bytes).unwrap();
    let stream = stored.stream.clone();
    if dice.one_in(3) || fact["kind"].as_str().unwrap().starts_with("amendment.") {
        return Statement { stream, on: "unknown".to_owned(), ask: Wish::Cancel { target } };
    }
    let mut data = fact["data"].clone();
    for member in ["cents", "capacity", "days", "months", "number"] {
        if let Some(number) = data.get(member).and_then(Value::as_u64) {
            data[member] = json!(number / 2 + dice.below(number + 2));
        }
    }
    let occurred = dice.one_in(2).then(|| dice.date());
    Statement { stream, on: "unknown".to_owned(), ask: Wish::Correct { target, data, occurred } }
}
