//! Organisations and categories of organisations.

use maillage_events::category::CategoryRecorded;
use maillage_events::family::Family;
use maillage_events::organisation::{IdentifierScheme, OrganisationIdentified, OrganisationKind, OrganisationRecorded};

use super::cell_words::ORGANISATION_KINDS;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

const SCHEMES: [(&str, IdentifierScheme); 5] = [
    ("siret", IdentifierScheme::Siret),
    ("siren", IdentifierScheme::Siren),
    ("rna", IdentifierScheme::Rna),
    ("finess_ej", IdentifierScheme::FinessEj),
    ("finess_eg", IdentifierScheme::FinessEg),
];

pub const STRUCTURES: Table = Table {
    name: "structures",
    columns: &[
        may("code", Form::Key(Family::Organisation, &["nom"])),
        need("nom", Form::Text),
        may("type", Form::Word(ORGANISATION_KINDS)),
        may("adresse", Form::Text),
        may("téléphone", Form::Telephone),
        may("courriel", Form::Email),
        may("siret", Form::Text),
        may("siren", Form::Text),
        may("rna", Form::Text),
        may("finess_ej", Form::Text),
        may("finess_eg", Form::Text),
        may("depuis", Form::When),
    ],
    read: |row, draft| {
        let (code, since) = (row.code("code")?, row.when("depuis"));
        let kind = row.member("type", OrganisationKind::from_word).unwrap_or(OrganisationKind::Unknown);
        draft.record(
            Family::Organisation,
            &code,
            since,
            OrganisationRecorded {
                name: row.text("nom")?,
                kind,
                address: row.text("adresse"),
                telephone: row.telephone("téléphone"),
                email: row.email("courriel"),
            },
        );
        for (column, scheme) in SCHEMES {
            if let Some(value) = row.text(column) {
                let value = value.0.split_whitespace().collect();
                draft.record(Family::Organisation, &code, since, OrganisationIdentified { scheme, value });
            }
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
