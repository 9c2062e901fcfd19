//! Money and partners, beside fiches.

use serde_json::{Value, json};

use super::{ACTIONS, FICHES, ORGANISATIONS, fiches, organisations, record};
use crate::dice::Dice;
use crate::history::Statement;

pub fn something(dice: &mut Dice) -> Statement {
    match dice.below(10) {
        0..=3 => fiches::something(dice),
        4..=6 => money(dice),
        _ => partners(dice),
    }
}

/// Each funding is of one funder, one fiche or action and the years that its number stands for.
fn money(dice: &mut Dice) -> Statement {
    if dice.one_in(20) {
        return budget(dice);
    }
    let number = dice.from(1, 24);
    let stream = format!("funding/g{number}");
    let (from, to) = if number.is_multiple_of(4) { (2015, 2016) } else { (2014 + number % 4, 2014 + number % 4) };
    let object =
        if number > 18 { format!("action/a{}", number % ACTIONS + 1) } else { format!("fiche/f{}", number % 6 + 1) };
    let grant = json!({
        "funder": format!("o{}", number % 5 + 1),
        "object": object,
        "years": { "from": from, "to": to },
    });
    let with = |mut data: Value| {
        for member in ["funder", "object", "years"] {
            data[member] = grant[member].clone();
        }
        data
    };
    let on = dice.date();
    let cents = dice.from(1, 40) * 1_000;
    let movement = format!("m{}", dice.below(1_000_000));
    let notification = format!("n{}", dice.from(1, 3));
    match dice.below(13) {
        0 => record(stream, on, "funding.requested", with(json!({ "cents": cents }))),
        1 | 2 => {
            record(stream, on, "funding.notified", with(json!({ "notification": notification, "cents": cents * 4 })))
        }
        3 => {
            let data = json!({ "notification": notification, "cents": cents * 3, "motive": "Enveloppe révisée" });
            record(stream, on, "funding.revised", data)
        }
        4 => record(stream, on, "funding.declined", json!({ "motive": "Enveloppe épuisée", "grant": grant })),
        5 | 6 => record(stream, on, "funding.paid", json!({ "movement": movement, "cents": cents, "grant": grant })),
        7 => record(stream, on, "funding.refunded", json!({ "movement": movement, "cents": cents, "grant": grant })),
        8 => record(stream, on, "funding.spent", json!({ "movement": movement, "cents": cents, "grant": grant })),
        9 | 10 => {
            let data = json!({ "movement": movement, "cents": cents / 2, "fiche": format!("f{}", dice.from(1, 3)) });
            record(stream, on, "funding.allocated", data)
        }
        11 => {
            let mut data = json!({
                "movement": movement, "nature": dice.pick(&["premises", "equipment", "staff"]), "grant": grant,
            });
            match dice.below(3) {
                0 => data["cents"] = json!(cents),
                1 => data["hours"] = json!(format!("{}.5", dice.from(1, 40))),
                _ => data["fte"] = json!(format!("0.{:02}", dice.from(1, 99))),
            }
            record(stream, on, "funding.contributed", data)
        }
        _ => {
            let (cents, fiche) = (dice.from(1, 9) * 1_000, format!("f{}", dice.from(1, 3)));
            let data = json!({ "movement": movement, "cents": cents, "fiche": fiche });
            record(stream, on, "funding.released", data)
        }
    }
}

/// A budget that a source states, beside all fundings.
fn budget(dice: &mut Dice) -> Statement {
    let object = format!("fiche/f{}", dice.from(1, FICHES));
    let mut data = json!({ "object": object, "cents": dice.from(1, 90) * 1_000 });
    if !dice.one_in(3) {
        data["year"] = json!(dice.from(2014, 2017));
    }
    if dice.one_in(2) {
        data["origins"] = json!(["Ville de Lille"]);
    }
    record(format!("funding/b{}", dice.from(1, 6)), dice.date(), "funding.budget_declared", data)
}

/// Each partnership is of one organisation in one fiche.
fn partners(dice: &mut Dice) -> Statement {
    if dice.one_in(8) {
        return partner_of_an_action(dice);
    }
    let number = dice.from(1, ORGANISATIONS * FICHES);
    let (organisation, fiche) = (number % ORGANISATIONS + 1, number % FICHES + 1);
    let stream = format!("partnership/p{organisation}-{fiche}");
    let roles = ["listed", "participation", "projects", "funding", "associate", "member"];
    let on = dice.date();
    match dice.below(7) {
        0..=2 => {
            let data = json!({
                "party": format!("organisation/o{organisation}"), "scope": format!("fiche/f{fiche}"),
                "role": dice.pick(&roles),
            });
            record(stream, on, "partnership.formed", data)
        }
        3 => record(stream, on, "partnership.role_changed", json!({ "role": dice.pick(&roles) })),
        4 => record(stream, on, "partnership.ended", json!({})),
        _ => organisations::something(dice),
    }
}

/// A list of an action names organisations, and categories of them.
fn partner_of_an_action(dice: &mut Dice) -> Statement {
    let (action, number) = (dice.from(1, ACTIONS), dice.from(1, ORGANISATIONS));
    let party = if dice.one_in(3) { "category/k1".to_owned() } else { format!("organisation/o{number}") };
    let data = json!({ "party": party, "scope": format!("action/a{action}"), "role": "listed" });
    record(format!("partnership/a{action}-{}", party.replace('/', "-")), dice.date(), "partnership.formed", data)
}
