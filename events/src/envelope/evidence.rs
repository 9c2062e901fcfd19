//! What proves a fact: places in documents that are known by their hash.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::refusal::Refusal;
use crate::text::is_sha256;

/// How many pieces of evidence a fact may have.
pub const MOST_EVIDENCE: usize = 4;

/// A place in a document that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// SHA-256 of the document, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub document: String,
    /// Where in it.
    pub at: EvidencePlace,
}

/// Where in a document. Everything is counted from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EvidencePlace {
    /// Lines of a text.
    Lines {
        /// First line.
        from: u64,
        /// Last line.
        to: u64,
    },
    /// A cell of a workbook, whose sheets are numbered.
    Cell {
        /// Which sheet.
        sheet: u64,
        /// Which row.
        row: u64,
        /// Which column.
        column: u64,
    },
    /// Pages of a document.
    Page {
        /// First page.
        from: u64,
        /// Last page.
        to: u64,
    },
}

impl Evidence {
    /// Lines of a document.
    pub fn lines(document: impl Into<String>, from: u64, to: u64) -> Self {
        Self { document: document.into(), at: EvidencePlace::Lines { from, to } }
    }

    /// Refuses what proves nothing: a document that is not known by its SHA-256, a place that no document has.
    pub(super) fn sound(&self) -> Result<(), Refusal> {
        if !is_sha256(&self.document) {
            return Err(Refusal::new("evidence-without-document"));
        }
        match self.at {
            EvidencePlace::Lines { from, to } if from == 0 || to < from => {
                Err(Refusal::new("evidence-lines-upside-down").with("from", from).with("to", to))
            }
            EvidencePlace::Page { from, to } if from == 0 || to < from => {
                Err(Refusal::new("evidence-pages-upside-down").with("from", from).with("to", to))
            }
            EvidencePlace::Cell { sheet, row, column } if [sheet, row, column].contains(&0) => {
                Err(Refusal::new("evidence-cell-zero").with("sheet", sheet).with("row", row).with("column", column))
            }
            EvidencePlace::Lines { .. } | EvidencePlace::Page { .. } | EvidencePlace::Cell { .. } => Ok(()),
        }
    }
}

/// Refuses evidence that proves nothing, and more of it than a fact may have.
pub(super) fn sound(evidence: &[Evidence]) -> Result<(), Refusal> {
    if evidence.len() > MOST_EVIDENCE {
        return Err(Refusal::new("too-much-evidence").with("count", evidence.len()).with("most", MOST_EVIDENCE));
    }
    evidence.iter().try_for_each(Evidence::sound)
}
