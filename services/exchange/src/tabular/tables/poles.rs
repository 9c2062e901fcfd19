//! Pôles ressources santé, their referents and their rhythm.

use maillage_events::family::Family;
use maillage_events::pole::{
    CadenceSet, ContactChannel, ContactOutcome, ContactTried, PoleClosed, PoleOpened, ReferentLeft, ReferentNamed,
};
use maillage_events::when::OccurredOn;

use super::cell_words::{CONTACT_CHANNELS, CONTACT_OUTCOMES};
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
        may("fermé", Form::When),
        may("motif_fermeture", Form::Text),
    ],
    read: |row, draft| {
        let code = row.code("code")?;
        let opened = PoleOpened {
            name: row.text("nom")?,
            neighbourhood: row.text("quartier")?,
            contract: row.code("contrat"),
            host: row.code("structure"),
        };
        draft.record(Family::Pole, &code, row.when("depuis"), opened);
        if let Some(end) = row.given_date("fermé") {
            draft.record(Family::Pole, &code, end, PoleClosed { motive: row.text("motif_fermeture") });
        }
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

pub const CONTACTS: Table = Table {
    name: "contacts",
    columns: &[
        need("pôle", Form::Ref(Family::Pole)),
        may("identifiant", Form::Code),
        need("moyen", Form::Word(CONTACT_CHANNELS)),
        need("issue", Form::Word(CONTACT_OUTCOMES)),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (pole, on) = (row.code("pôle")?, row.when("date"));
        let [day, words] = [on.to_string(), ["moyen", "issue"].map(|column| row.raw(column)).join(" ")];
        let contact = match row.code("identifiant") {
            Some(given) => given,
            None => draft.event_id(Family::Pole, &pole, &[&day, &words])?,
        };
        let tried = ContactTried {
            contact,
            channel: row.member("moyen", ContactChannel::from_word)?,
            outcome: row.member("issue", ContactOutcome::from_word)?,
        };
        draft.record(Family::Pole, &pole, on, tried);
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
