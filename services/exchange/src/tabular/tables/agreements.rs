//! Agreements between organisations.

use maillage_events::agreement::{AgreementEnded, AgreementRenewed, AgreementSigned, Renewal};
use maillage_events::family::Family;
use maillage_events::when::OccurredOn;

use super::cell_words::RENEWALS;
use super::table_words::RenewalWord;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

const SCOPES: &[Family] =
    &[Family::Contract, Family::Fiche, Family::Action, Family::Pole, Family::Body, Family::Partnership];

/// A tacit renewal is for a year where the file does not say for how long.
const A_YEAR: u32 = 12;

pub const CONVENTIONS: Table = Table {
    name: "conventions",
    columns: &[
        may("code", Form::Key(Family::Agreement, &["objet", "structures", "signée_le"])),
        need("objet", Form::Text),
        need("structures", Form::Refs(Family::Organisation)),
        may("portée", Form::Stream(SCOPES)),
        may("signée_le", Form::When),
        may("début", Form::When),
        may("fin", Form::When),
        need("reconduction", Form::Word(RENEWALS)),
        may("mois", Form::Count),
        may("reconduite_le", Form::When),
        may("nouvelle_fin", Form::When),
        may("close_le", Form::When),
        may("motif", Form::Text),
    ],
    read: |row, draft| {
        let (code, on) = (row.code("code")?, row.when("signée_le"));
        let signed = AgreementSigned {
            object: row.text("objet")?,
            parties: row.codes("structures"),
            scope: row.stream("portée"),
            starts: row.given_date("début").unwrap_or(on),
            ends: row.given_date("fin"),
            renewal: match row.member("reconduction", RenewalWord::from_word)? {
                RenewalWord::None => Renewal::None,
                RenewalWord::Tacit => Renewal::Tacit { months: row.small("mois").unwrap_or(A_YEAR) },
                RenewalWord::Express => Renewal::Express,
            },
        };
        draft.record(Family::Agreement, &code, on, signed);
        let (renewed, ends) = (row.given_date("reconduite_le"), row.given_date("nouvelle_fin"));
        if renewed.is_some() || ends.is_some() {
            let on = renewed.unwrap_or(OccurredOn::Unknown);
            draft.record(Family::Agreement, &code, on, AgreementRenewed { ends });
        }
        if let Some(end) = row.given_date("close_le") {
            draft.record(Family::Agreement, &code, end, AgreementEnded { motive: row.text("motif") });
        }
        Some(())
    },
};
