//! Pôles ressources santé, their referents and their rhythm.

use maillage_events::family::Family;
use maillage_events::pole::{CadenceSet, PoleOpened, ReferentLeft, ReferentNamed};
use maillage_events::when::OccurredOn;

use crate::tabular::table::{Form, Table, may, need};

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
    read: |row, said| {
        let opened = PoleOpened {
            name: row.text("nom")?,
            neighbourhood: row.text("quartier")?,
            contract: row.code("contrat"),
            host: row.code("structure"),
        };
        said.record(Family::Pole, &row.code("code")?, row.when("depuis"), opened);
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
    read: |row, said| {
        let (pole, deputy) = (row.code("pôle")?, row.yes("suppléant"));
        let named = ReferentNamed { person: row.person("personne"), organisation: row.code("structure"), deputy };
        said.record(Family::Pole, &pole, row.when("depuis"), named);
        if let Some(end) = row.known("jusqu'au") {
            said.record(Family::Pole, &pole, end, ReferentLeft { deputy });
        }
        Some(())
    },
};

pub const CADENCES: Table = Table {
    name: "cadences",
    columns: &[need("pôle", Form::Ref(Family::Pole)), need("jours", Form::Count), need("premier_jour", Form::Day)],
    read: |row, said| {
        let from = row.day("premier_jour")?;
        said.record(
            Family::Pole,
            &row.code("pôle")?,
            OccurredOn::Day(from),
            CadenceSet { days: row.small("jours")?, from },
        );
        Some(())
    },
};
