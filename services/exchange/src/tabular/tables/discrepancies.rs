//! Differences between two sources, both shown.

use maillage_events::discrepancy::{DiscrepancyExplained, DiscrepancyFlagged, DiscrepancyNature};
use maillage_events::family::Family;

use super::cell_words::NATURES;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

const SUBJECTS: &[Family] = &[
    Family::Space,
    Family::Contract,
    Family::Fiche,
    Family::Action,
    Family::Pole,
    Family::Body,
    Family::Session,
    Family::Organisation,
    Family::Measure,
    Family::Funding,
];

pub const ECARTS: Table = Table {
    name: "ecarts",
    columns: &[
        need("code", Form::Key(Family::Discrepancy, &[])),
        need("sujet", Form::Stream(SUBJECTS)),
        need("nature", Form::Word(NATURES)),
        may("déclaré", Form::Text),
        need("note", Form::Text),
        may("explication", Form::Text),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (code, on) = (row.code("code")?, row.when("date"));
        let flagged = DiscrepancyFlagged {
            about: row.stream("sujet")?,
            nature: row.member("nature", DiscrepancyNature::from_word)?,
            declared: row.text("déclaré"),
            note: row.text("note")?,
        };
        draft.record(Family::Discrepancy, &code, on, flagged);
        if let Some(explanation) = row.text("explication") {
            draft.record(Family::Discrepancy, &code, on, DiscrepancyExplained { explanation });
        }
        Some(())
    },
};
