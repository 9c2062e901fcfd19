//! Money, and totals that somebody declares.

use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::funding::{
    BudgetDeclared, FundingAllocated, FundingContributed, FundingDeclined, FundingNotified, FundingPaid,
    FundingRefunded, FundingReleased, FundingRequested, FundingRevised, FundingSpent, Grant, KindGift, Years,
};
use maillage_events::measure::{CollectionMethod, MeasureDeclared, Unit};
use maillage_events::party::Party;
use maillage_events::when::OccurredOn;

use super::cell_words::{COLLECTION_METHODS, FUNDING_STATES, KIND_GIFTS, UNITS};
use super::table_words::FundingState;
use crate::tabular::column::{Form, may, need};
use crate::tabular::drafting::Drafting;
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
        may("année_fin", Form::Year),
        may("montant", Form::Euros),
        may("fiche", Form::Ref(Family::Fiche)),
        may("identifiant", Form::Code),
        may("nature", Form::Word(KIND_GIFTS)),
        may("etp", Form::Decimal),
        may("heures", Form::Decimal),
        may("libellé", Form::Text),
        may("motif", Form::Text),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (code, on, motive) = (row.code("code")?, dated(row), row.text("motif"));
        let (funder, object) = (row.code("financeur")?, row.stream("objet")?);
        let years = match (row.year("année"), row.year("année_fin")) {
            (Some(from), to) => Some(Years { from, to: to.unwrap_or(from) }),
            (None, Some(_)) => return None,
            (None, None) => None,
        };
        let grant = || Some(Grant { funder: funder.clone(), object: object.clone(), years });
        let cents = || row.cents("montant");
        let state = row.member("état", FundingState::from_word)?;
        let words = ["montant", "fiche", "nature", "etp", "heures", "motif"].map(|column| row.raw(column));
        let day = on.to_string();
        let content = [&[state.as_str(), day.as_str()], &words[..]].concat();
        // A revision names its notification; everything else may leave its name to its content.
        let named = |draft: &mut Drafting<'_>| {
            row.code("identifiant").or_else(|| draft.event_id(Family::Funding, &code, &content))
        };
        let fact: Fact = match state {
            FundingState::Requested => {
                FundingRequested { funder, object, years, cents: cents()?, label: row.text("libellé") }.into()
            }
            FundingState::Declined => FundingDeclined { motive, grant: grant() }.into(),
            FundingState::Notified => {
                FundingNotified { notification: named(draft)?, funder, object, years, cents: cents()? }.into()
            }
            FundingState::Revised => {
                FundingRevised { notification: row.code("identifiant")?, cents: cents()?, motive: motive? }.into()
            }
            FundingState::Paid => {
                FundingPaid { movement: named(draft)?, cents: cents()?, motive, grant: grant() }.into()
            }
            FundingState::Refunded => {
                FundingRefunded { movement: named(draft)?, cents: cents()?, motive, grant: grant() }.into()
            }
            FundingState::Spent => {
                FundingSpent { movement: named(draft)?, cents: cents()?, motive, grant: grant() }.into()
            }
            FundingState::Allocated => {
                FundingAllocated { movement: named(draft)?, fiche: row.code("fiche")?, cents: cents()? }.into()
            }
            FundingState::Released => {
                FundingReleased { movement: named(draft)?, fiche: row.code("fiche")?, cents: cents()? }.into()
            }
            FundingState::Contributed => FundingContributed {
                movement: named(draft)?,
                nature: row.member("nature", KindGift::from_word)?,
                cents: cents(),
                fte: row.decimal("etp"),
                hours: row.decimal("heures"),
                motive,
                grant: grant(),
            }
            .into(),
        };
        match state {
            // What was notified comes first, whatever the order of the rows.
            FundingState::Revised | FundingState::Allocated | FundingState::Released => {
                draft.record_after(FINANCEMENTS.name, Family::Funding, &code, on, fact);
            }
            FundingState::Requested
            | FundingState::Declined
            | FundingState::Notified
            | FundingState::Paid
            | FundingState::Refunded
            | FundingState::Spent
            | FundingState::Contributed => draft.record(Family::Funding, &code, on, fact),
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
        may("code", Form::SharedKey(Family::Measure, &["sujet", "indicateur", "période"])),
        need("sujet", Form::Stream(SUBJECTS)),
        need("indicateur", Form::Code),
        may("définition", Form::Count),
        need("libellé", Form::Text),
        may("période", Form::When),
        need("quantité", Form::Amount),
        need("unité", Form::Word(UNITS)),
        may("source", Form::Ref(Family::Organisation)),
        may("selon", Form::Text),
        may("recueil", Form::Word(COLLECTION_METHODS)),
        may("dit", Form::Text),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let period = row.when("période");
        let said_by = row.code("source").map(Party::Organisation).or_else(|| row.text("selon").map(Party::Words));
        let declared = MeasureDeclared {
            subject: row.stream("sujet")?,
            indicator: row.code("indicateur")?,
            definition: row.small("définition"),
            label: row.text("libellé")?,
            period,
            amount: row.amount("quantité"),
            unit: row.member("unité", Unit::from_word)?,
            source: said_by,
            method: row.member("recueil", CollectionMethod::from_word),
            as_said: row.text("dit"),
        };
        draft.record(Family::Measure, &row.code("code")?, row.given_date("date").unwrap_or(period), declared);
        Some(())
    },
};
