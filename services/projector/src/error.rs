//! What can go wrong between a question and its answer.

use maillage_events::id::SpaceId;
use maillage_events::messages::Language;
use maillage_log::log::ReadError;
use maillage_projections::projection::FoldError;
use maillage_projections::report::filter::BadFilter;
use maillage_projections::table::BadRow;

/// Why the projector did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ProjectorError {
    /// No projection has this name.
    #[error("no report is called {name:?}; there are: {}", known.join(", "))]
    UnknownReport {
        /// The projection of the question.
        name: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// The report cannot be narrowed so.
    #[error("{}", .0.shown(Language::English))]
    Filter(BadFilter),
    /// The space is being folded for the first time since the start; ask again in a moment.
    #[error("space {0} is still being folded; ask again in a moment")]
    CatchingUp(SpaceId),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A fold cannot take a fact.
    #[error(transparent)]
    Fold(#[from] FoldError),
    /// A row could not be written or read back.
    #[error(transparent)]
    Row(#[from] BadRow),
    /// The rows are not those that were kept.
    #[error("the rows of {0} are not those that were kept: some were altered or lost")]
    RowsAltered(&'static str),
    /// The store of rows did not answer.
    #[error("the rows of projections are unavailable: {0}")]
    Store(String),
    /// The projector was stopped.
    #[error("the projector was stopped")]
    Stopped,
}

impl From<rusqlite::Error> for ProjectorError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.to_string())
    }
}

impl From<tokio::task::JoinError> for ProjectorError {
    fn from(_: tokio::task::JoinError) -> Self {
        Self::Stopped
    }
}
