//! Pôles ressources santé, their referents and their rhythm.

use maillage_events::family::Family;
use maillage_events::pole::{CadenceSet, PoleOpened, ReferentLeft, ReferentNamed};
use maillage_events::when::OccurredOn;

use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const POLES: Table = Table {
    name: "poles",
    columns: &[
        need("code", Form::Key(Family::Pole, &[])),
        need("nom", Form::Text),
        need("quartier", Form::Text),
        may("contrat", Form::Ref(Family::Contract)),
        may("structure", Form::Ref(Family::Organisation)),
        may("depuis", Form::When),
    ],
    read: |row, draft| {
        let opened = PoleOpened {
            name: row.text("nom")?,
            neighbourhood: row.text("quartier")?,
            contract: row.code("contrat"),
            host: row.code("structure"),
        };
        draft.record(Family::Pole, &row.code("code")?, row.when("depuis"), opened);
        Some(())
    },
};

pub const REFERENTS: Table = Table {
    name: "referents",
    columns: &[
        need("pôle", Form::Ref(Family::Pole)),
        may("personne", Form::Person),
        may("structure", Form::Ref(Family::Organisation)),
        may("suppléant", Form::YesNo),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
    ],
    read: |row, draft| {
        let (pole, deputy) = (row.code("pôle")?, row.yes("suppléant"));
        let named = ReferentNamed { person: row.person("personne"), organisation: row.code("structure"), deputy };
        draft.record(Family::Pole, &pole, row.when("depuis"), named);
        if let Some(end) = row.given_date("jusqu'au") {
            draft.record(Family::Pole, &pole, end, ReferentLeft { deputy });
        }
        Some(())
    },
};

pub const CADENCES: Table = Table {
    name: "cadences",
    columns: &[need("pôle", Form::Ref(Family::Pole)), need("jours", Form::Count), need("premier_jour", Form::Day)],
    read: |row, draft| {
        let from = row.day("premier_jour")?;
        draft.record(
            Family::Pole,
            &row.code("pôle")?,
            OccurredOn::Day(from),
            CadenceSet { days: row.small("jours")?, from },
        );
        Some(())
    },
};
