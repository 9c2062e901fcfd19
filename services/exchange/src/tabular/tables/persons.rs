//! Persons: their names go to the vault, the facts get a reference.

use maillage_events::family::Family;
use maillage_events::id::person_stream;
use maillage_events::person::{PersonInformed, PersonRegistered, QualityRecognised};
use maillage_events::session::Quality;
use maillage_log::vault::PersonCard;

use super::cell_words::QUALITIES;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const PERSONNES: Table = Table {
    name: "personnes",
    columns: &[
        need("code", Form::PersonKey),
        need("nom", Form::Private),
        need("prénom", Form::Private),
        may("contact", Form::Private),
        may("mineur", Form::YesNo),
        may("responsable", Form::Person),
        may("notice", Form::Code),
        may("informé_le", Form::When),
        may("qualité", Form::Word(QUALITIES)),
        may("depuis", Form::When),
    ],
    read: |row, draft| {
        let person = row.person("code")?;
        let stream = person_stream(person)?.id;
        let card = PersonCard {
            family_name: row.private("nom")?,
            given_name: row.private("prénom")?,
            contact: row.private("contact"),
        };
        draft.person(person, card);
        let since = row.when("depuis");
        draft.record(
            Family::Person,
            &stream,
            since,
            PersonRegistered { minor: row.yes("mineur"), responsible: row.person("responsable") },
        );
        if let Some(notice) = row.code("notice") {
            draft.record(Family::Person, &stream, row.when("informé_le"), PersonInformed { notice });
        }
        if let Some(quality) = row.member("qualité", Quality::from_word).filter(|quality| *quality != Quality::Unknown)
        {
            draft.record(Family::Person, &stream, since, QualityRecognised { quality });
        }
        Some(())
    },
};
