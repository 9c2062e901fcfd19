//! Organisations and categories of organisations.

use maillage_events::category::CategoryRecorded;
use maillage_events::family::Family;
use maillage_events::organisation::{
    IdentifierEnded, IdentifierScheme, OrganisationIdentified, OrganisationKind, OrganisationRecorded,
};
use maillage_events::place::Place;

use super::cell_words::{IDENTIFIER_SCHEMES, ORGANISATION_KINDS};
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

const SCHEMES: [(&str, IdentifierScheme); 5] = [
    ("siret", IdentifierScheme::Siret),
    ("siren", IdentifierScheme::Siren),
    ("rna", IdentifierScheme::Rna),
    ("finess_ej", IdentifierScheme::FinessEj),
    ("finess_eg", IdentifierScheme::FinessEg),
];

/// What only a single organisation has.
const SIGNS_OF_ONE: [&str; 7] = ["adresse", "téléphone", "siret", "siren", "rna", "finess_ej", "finess_eg"];

pub const STRUCTURES: Table = Table {
    name: "structures",
    columns: &[
        may("code", Form::Key(Family::Organisation, &["nom"])),
        need("nom", Form::OrganisationName(&SIGNS_OF_ONE)),
        may("type", Form::WordList(ORGANISATION_KINDS)),
        may("adresse", Form::Text),
        may("téléphone", Form::Telephone),
        may("courriel", Form::Email),
        may("partie_de", Form::Ref(Family::Organisation)),
        may("praticien", Form::Person),
        may("siret", Form::Text),
        may("siren", Form::Text),
        may("rna", Form::Text),
        may("finess_ej", Form::Text),
        may("finess_eg", Form::Text),
        may("depuis", Form::When),
    ],
    read: |row, draft| {
        let (code, since) = (row.code("code")?, row.when("depuis"));
        draft.record(
            Family::Organisation,
            &code,
            since,
            OrganisationRecorded {
                name: row.text("nom")?,
                kinds: row.some_of("type", OrganisationKind::from_word),
                address: row.text("adresse").map(|street| Box::new(Place::named(street))),
                telephone: row.telephone("téléphone"),
                email: row.email("courriel"),
                parent: row.code("partie_de"),
                practitioner: row.person("praticien"),
            },
        );
        for (column, scheme) in SCHEMES {
            if let Some(value) = row.text(column) {
                let value = value.0.split_whitespace().collect();
                draft.record(Family::Organisation, &code, since, OrganisationIdentified { scheme, value, until: None });
            }
        }
        Some(())
    },
};

pub const IDENTIFIANTS: Table = Table {
    name: "identifiants",
    columns: &[
        need("structure", Form::Ref(Family::Organisation)),
        need("répertoire", Form::Word(IDENTIFIER_SCHEMES)),
        need("numéro", Form::Text),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
        may("clos_le", Form::When),
    ],
    read: |row, draft| {
        let (code, scheme) = (row.code("structure")?, row.member("répertoire", IdentifierScheme::from_word)?);
        let value: String = row.text("numéro")?.0.split_whitespace().collect();
        let until = row.given_date("jusqu'au");
        let identified = OrganisationIdentified { scheme, value: value.clone(), until };
        draft.record(Family::Organisation, &code, row.when("depuis"), identified);
        if let Some(end) = row.given_date("clos_le") {
            draft.record(Family::Organisation, &code, end, IdentifierEnded { scheme, value });
        }
        Some(())
    },
};

pub const CATEGORIES: Table = Table {
    name: "categories",
    columns: &[may("code", Form::Key(Family::Category, &["nom"])), need("nom", Form::Text), may("depuis", Form::When)],
    read: |row, draft| {
        draft.record(
            Family::Category,
            &row.code("code")?,
            row.when("depuis"),
            CategoryRecorded { name: row.text("nom")? },
        );
        Some(())
    },
};
