//! Persons: their names go to the vault, the facts get a reference.

use maillage_events::family::Family;
use maillage_events::id::person_stream;
use maillage_events::person::{
    CardState, MinorityDeclared, ObjectedTo, PersonInformed, PersonObjected, PersonRegistered, QualityRecognised,
    ResponsibleNamed,
};
use maillage_events::session::Quality;
use maillage_log::vault::PersonCard;

use super::cell_words::{OBJECTIONS, QUALITIES};
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const PERSONNES: Table = Table {
    name: "personnes",
    columns: &[
        need("code", Form::PersonKey),
        may("nom", Form::Private),
        may("prénom", Form::Private),
        may("contact", Form::Private),
        may("fin_de_minorité", Form::Year),
        may("notice", Form::Code),
        may("informé_le", Form::When),
        may("responsable", Form::Person),
        may("qualité", Form::Word(QUALITIES)),
        may("depuis", Form::When),
        may("fin_de_qualité", Form::When),
        may("opposition", Form::Word(OBJECTIONS)),
        may("opposé_le", Form::When),
    ],
    read: |row, draft| {
        let person = row.person("code")?;
        let stream = person_stream(person)?.id;
        let card = match (row.private("nom"), row.private("prénom"), row.private("contact")) {
            (Some(family_name), Some(given_name), contact) => {
                draft.person(person, PersonCard { family_name, given_name, contact });
                CardState::Held
            }
            // An export without names.
            (None, None, None) => CardState::Absent,
            (_, _, _) => return None,
        };
        let since = row.when("depuis");
        draft.record(Family::Person, &stream, since, PersonRegistered { card });
        if let Some(through) = row.year("fin_de_minorité") {
            draft.record(Family::Person, &stream, since, MinorityDeclared { through });
        }
        if let Some(notice) = row.code("notice") {
            draft.record(Family::Person, &stream, row.when("informé_le"), PersonInformed { notice });
        }
        if let Some(adult) = row.person("responsable") {
            draft.record(Family::Person, &stream, since, ResponsibleNamed { adult, until: None });
        }
        if let Some(quality) = row.member("qualité", Quality::from_word).filter(|quality| *quality != Quality::Unknown)
        {
            let until = row.given_date("fin_de_qualité");
            draft.record(Family::Person, &stream, since, QualityRecognised { quality, until });
        }
        if let Some(to) = row.member("opposition", ObjectedTo::from_word) {
            draft.record(Family::Person, &stream, row.when("opposé_le"), PersonObjected { to });
        }
        Some(())
    },
};
