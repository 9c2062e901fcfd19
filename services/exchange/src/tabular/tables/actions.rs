//! Yearly funded actions, as far as a table tells of them; the whole record comes as OSCARS text.

use maillage_events::action::{ActionChained, ActionRecorded, CarrierNamed};
use maillage_events::family::Family;
use maillage_events::id::Id;
use maillage_events::when::OccurredOn;

use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const ACTIONS: Table = Table {
    name: "actions",
    columns: &[
        need("code", Form::Key(Family::Action, &[])),
        need("titre", Form::Text),
        need("année", Form::Year),
        may("contrat", Form::Ref(Family::Contract)),
        may("début", Form::When),
        may("fin", Form::When),
        may("mois", Form::Count),
        may("fréquence", Form::Text),
        may("porteur", Form::Ref(Family::Organisation)),
        may("porteur_jusqu'au", Form::When),
        may("chaînée_titre", Form::Text),
        may("chaînée_année", Form::Year),
        may("chaînée_code", Form::Code),
    ],
    read: |row, draft| {
        let (code, year) = (row.code("code")?, row.year("année")?);
        let on = OccurredOn::Year(year);
        let recorded = ActionRecorded {
            title: row.text("titre")?,
            year,
            contract: row.code("contrat"),
            starts: row.given_date("début"),
            ends: row.given_date("fin"),
            months: row.small("mois"),
            frequency: row.text("fréquence"),
        };
        draft.record(Family::Action, &code, on, recorded);
        if let Some(organisation) = row.code("porteur") {
            draft.record(
                Family::Action,
                &code,
                on,
                CarrierNamed { organisation, until: row.given_date("porteur_jusqu'au") },
            );
        }
        if let (Some(title), Some(before)) = (row.text("chaînée_titre"), row.year("chaînée_année")) {
            // The earlier action need not be recorded here; its title and year always give the same identifier.
            let action = row.code("chaînée_code").or_else(|| Id::from_words(&format!("{before} {title}")))?;
            draft.record(Family::Action, &code, on, ActionChained { title, year: before, step: None, action });
        }
        Some(())
    },
};
