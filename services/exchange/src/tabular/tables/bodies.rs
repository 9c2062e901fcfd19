//! Mandates of operators; bodies and their seats.

use maillage_events::body::{BodyConstituted, BodyKind, College, SeatGiven};
use maillage_events::family::Family;
use maillage_events::mandate::{MandateEnded, MandateGranted, Mission};

use super::cell_words::{BODY_KINDS, COLLEGES, MISSIONS};
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const MANDATS: Table = Table {
    name: "mandats",
    columns: &[
        need("code", Form::Key(Family::Mandate, &[])),
        need("mandant", Form::Ref(Family::Organisation)),
        need("opérateur", Form::Ref(Family::Organisation)),
        need("contrats", Form::Refs(Family::Contract)),
        may("missions", Form::WordList(MISSIONS)),
        may("objet", Form::Text),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
        may("fin", Form::When),
        may("motif", Form::Text),
    ],
    read: |row, draft| {
        let code = row.code("code")?;
        let granted = MandateGranted {
            principal: row.code("mandant")?,
            operator: row.code("opérateur")?,
            contracts: row.codes("contrats"),
            missions: row.some_of("missions", Mission::from_word),
            object: row.text("objet"),
            until: row.given_date("jusqu'au"),
        };
        draft.record(Family::Mandate, &code, row.when("depuis"), granted);
        if let Some(end) = row.given_date("fin") {
            draft.record(Family::Mandate, &code, end, MandateEnded { motive: row.text("motif") });
        }
        Some(())
    },
};

pub const INSTANCES: Table = Table {
    name: "instances",
    columns: &[
        need("code", Form::Key(Family::Body, &[])),
        need("type", Form::Word(BODY_KINDS)),
        need("titre", Form::Text),
        may("contrats", Form::Refs(Family::Contract)),
        may("pôle", Form::Ref(Family::Pole)),
        may("collèges", Form::WordList(COLLEGES)),
        may("depuis", Form::When),
    ],
    read: |row, draft| {
        let constituted = BodyConstituted {
            kind: row.member("type", BodyKind::from_word)?,
            title: row.text("titre")?,
            contracts: row.codes("contrats"),
            pole: row.code("pôle"),
            colleges: row.some_of("collèges", College::from_word),
        };
        draft.record(Family::Body, &row.code("code")?, row.when("depuis"), constituted);
        Some(())
    },
};

pub const SIEGES: Table = Table {
    name: "sieges",
    columns: &[
        need("instance", Form::Ref(Family::Body)),
        may("structure", Form::Ref(Family::Organisation)),
        may("personne", Form::Person),
        may("collège", Form::Word(COLLEGES)),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
    ],
    read: |row, draft| {
        let given = SeatGiven {
            organisation: row.code("structure"),
            person: row.person("personne"),
            college: row.member("collège", College::from_word),
            until: row.given_date("jusqu'au"),
        };
        draft.record(Family::Body, &row.code("instance")?, row.when("depuis"), given);
        Some(())
    },
};
