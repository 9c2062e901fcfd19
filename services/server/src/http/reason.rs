//! One reason of several why something is as it is.

use maillage_events::messages::{self, Language};
use serde::Serialize;
use utoipa::ToSchema;

/// One reason of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemReason {
    /// Stable code, for programs.
    #[schema(example = "disk-full")]
    pub code: String,
    /// The same, in the language of the answer.
    pub detail: String,
}

/// A reason before it is put into words, which stand under `reason-<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Its stable code.
    pub code: &'static str,
    /// Values for the words.
    pub values: Vec<(&'static str, String)>,
}

impl Reason {
    /// One that needs no value.
    pub const fn of(code: &'static str) -> Self {
        Self { code, values: Vec::new() }
    }

    pub(super) fn said(&self, language: Language) -> ProblemReason {
        let detail = messages::in_words(language, &format!("reason-{}", self.code), &self.values);
        ProblemReason { code: self.code.to_owned(), detail }
    }
}
