//! What the city's own desk notes: how the space is called, which files were imported.

use serde_json::json;

use super::{date_or_later, record};
use crate::dice::Dice;
use crate::history::Statement;

pub fn founding() -> Statement {
    let data = json!({ "name": "Ville", "kind": "city", "time_zone": "Europe/Paris", "demonstration": false });
    record("space/ville".to_owned(), "2013", "space.opened", data)
}

pub fn something(dice: &mut Dice) -> Statement {
    if dice.one_in(2) {
        let data = json!({ "name": format!("Ville numéro {}", dice.from(1, 9)) });
        return record("space/ville".to_owned(), date_or_later(dice), "space.renamed", data);
    }
    let number = dice.from(1, 200);
    let rows = dice.from(1, 300);
    let data = json!({
        "format": dice.pick(&["csv", "oscars", "xlsx"]), "fingerprint": format!("{number:064x}"), "rows": rows,
        "rejected": dice.from(0, rows), "facts": dice.from(0, 400),
    });
    record(format!("import/lot-{number}"), dice.date(), "import.recorded", data)
}
