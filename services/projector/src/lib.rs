//! Follows the log, folds, keeps rows and checkpoints; rebuilds; answers reports.
//!
//! # Layout
//! * [`store`]: rows and checkpoint of each (projection, space), moved in one transaction.
//! * [`projector`]: follows the log and tells who listens; [`asof`]: folds a stretch of the log afresh for a report.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_events::words::Language;
use maillage_projections::report::Scope;

/// A question to a projection.
#[derive(Debug, Clone)]
pub struct Question {
    /// The space.
    pub space: SpaceId,
    /// The projection.
    pub report: String,
    /// The period.
    pub scope: Scope,
    /// The cut-off on the second clock; `None` for everything known.
    pub known_at: Option<RecordedAt>,
    /// The language of what people read.
    pub language: Language,
}

/// The projections of a space moved on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// The space.
    pub space: SpaceId,
    /// Position before.
    pub from: u64,
    /// Position now: every projection of the space has taken it.
    pub to: u64,
}
