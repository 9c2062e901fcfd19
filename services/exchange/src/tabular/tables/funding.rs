//! Money, and totals that somebody declares.

use maillage_events::family::Family;
use maillage_events::funding::{
    BudgetDeclared, FundingAllocated, FundingNotified, FundingPaid, FundingRequested, FundingSpent,
};
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::when::OccurredOn;

use super::cell_words::{FUNDING_STATES, UNITS};
use super::table_words::FundingState;
use crate::tabular::column::{Form, may, need};
use crate::tabular::row::Row;
use crate::tabular::table::Table;

const OBJECTS: &[Family] = &[Family::Action, Family::Contract, Family::Fiche, Family::Pole];
const SUBJECTS: &[Family] =
    &[Family::Space, Family::Contract, Family::Fiche, Family::Action, Family::Pole, Family::Body, Family::Organisation];

/// The date of a row, or the year that it is about.
fn dated(row: &Row<'_>) -> OccurredOn {
    row.given_date("date").or_else(|| row.year("année").map(OccurredOn::Year)).unwrap_or(OccurredOn::Unknown)
}

pub const FINANCEMENTS: Table = Table {
    name: "financements",
    columns: &[
        may("code", Form::SharedKey(Family::Funding, &["financeur", "objet", "année"])),
        need("état", Form::Word(FUNDING_STATES)),
        need("financeur", Form::Ref(Family::Organisation)),
        need("objet", Form::Stream(OBJECTS)),
        may("année", Form::Year),
        need("montant", Form::Euros),
        may("fiche", Form::Ref(Family::Fiche)),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (code, on, cents) = (row.code("code")?, dated(row), row.cents("montant")?);
        let (funder, object, year) = (row.code("financeur")?, row.stream("objet")?, row.year("année"));
        match row.member("état", FundingState::from_word)? {
            FundingState::Requested => {
                draft.record(Family::Funding, &code, on, FundingRequested { funder, object, year, cents })
            }
            FundingState::Notified => {
                draft.record(Family::Funding, &code, on, FundingNotified { funder, object, year, cents })
            }
            FundingState::Paid => draft.record(Family::Funding, &code, on, FundingPaid { cents }),
            FundingState::Spent => draft.record(Family::Funding, &code, on, FundingSpent { cents }),
            FundingState::Allocated => {
                draft.record(Family::Funding, &code, on, FundingAllocated { fiche: row.code("fiche")?, cents })
            }
        }
        Some(())
    },
};

pub const BUDGETS: Table = Table {
    name: "budgets",
    columns: &[
        may("code", Form::Key(Family::Funding, &["objet", "année"])),
        need("objet", Form::Stream(OBJECTS)),
        need("montant", Form::Euros),
        may("année", Form::Year),
        may("origines", Form::Sentences),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let declared = BudgetDeclared {
            object: row.stream("objet")?,
            cents: row.cents("montant")?,
            year: row.year("année"),
            origins: row.sentences("origines"),
        };
        draft.record(Family::Funding, &row.code("code")?, dated(row), declared);
        Some(())
    },
};

pub const MESURES: Table = Table {
    name: "mesures",
    columns: &[
        may("code", Form::Key(Family::Measure, &["sujet", "indicateur", "période"])),
        need("sujet", Form::Stream(SUBJECTS)),
        need("indicateur", Form::Code),
        need("libellé", Form::Text),
        may("période", Form::When),
        need("quantité", Form::Quantity),
        need("unité", Form::Word(UNITS)),
        may("dit", Form::Text),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let period = row.when("période");
        let declared = MeasureDeclared {
            subject: row.stream("sujet")?,
            indicator: row.code("indicateur")?,
            label: row.text("libellé")?,
            period,
            quantity: row.quantity("quantité"),
            unit: row.member("unité", Unit::from_word)?,
            as_said: row.text("dit"),
        };
        draft.record(Family::Measure, &row.code("code")?, row.given_date("date").unwrap_or(period), declared);
        Some(())
    },
};
