//! Follows the log, folds, keeps rows and checkpoints; rebuilds; answers reports.
//!
//! # Layout
//! * [`projector`]: what the server holds; `follow` its tasks, `step` one step of a space, `living` the states in
//!   memory, `kept` the rows taken up again, `peek` a look at one; [`lag`].
//! * [`store`]: what every store of rows promises; [`sqlite`]: a file beside the log; [`postgres`]: the one of a
//!   region.
//! * `shared`: many nodes on the rows of one database; `mirror`: the states of one space there.
//! * [`fold`]: the one way in which facts reach a projection; [`batch`]: facts on their way to it; `build`: from zero,
//!   with rows.
//! * [`asof`]: a stretch of the log folded afresh for a report; [`rebuild`]: from zero, compared, switched back;
//!   [`replay`]: all the years, no rows kept.
//! * [`frame`]: what surrounds an answer; [`register`]: what amended facts said before; [`error`]: what can go wrong.
//! * [`kafka`]: fed by the topic instead of the log itself, as a member of a consumer group.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_events::messages::Language;
use maillage_projections::report::Scope;

pub mod asof;
pub mod batch;
mod build;
pub mod error;
pub mod fold;
mod follow;
pub mod frame;
pub mod kafka;
mod kept;
pub mod lag;
mod living;
mod mirror;
mod peek;
pub mod postgres;
pub mod projector;
pub mod rebuild;
pub mod register;
pub mod replay;
mod shared;
pub mod sqlite;
mod step;
pub mod store;
#[cfg(test)]
mod tests;

pub use error::ProjectorError;
pub use lag::Lag;
pub use postgres::PostgresRows;
pub use projector::Projector;
pub use sqlite::SqliteRows;
pub use store::{Difference, RowStore};

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
    /// Position now: every projection of the space has taken it, but those that stopped and say *incomplete*.
    pub to: u64,
}

/// What a rebuild found, space by space.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rebuilt {
    /// The projection.
    pub projection: &'static str,
    /// The version of its fold.
    pub version: u32,
    /// One entry a space, in the order of their names.
    pub spaces: Vec<RebuiltSpace>,
}

impl Rebuilt {
    /// Whether every rebuilt state equals the one that lived, row by row.
    pub fn identical(&self) -> bool {
        self.spaces.iter().all(|space| {
            space.differing.is_empty() && space.before.as_deref().is_none_or(|before| before == space.after)
        })
    }
}

/// What a rebuild found in one space.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RebuiltSpace {
    /// The space.
    pub space: SpaceId,
    /// The position that both states stand at.
    pub position: u64,
    /// How many facts were shown to the fold.
    pub facts: u64,
    /// Digest of the state that lived, in hexadecimal; `None` when there was none at this version of the fold.
    pub before: Option<String>,
    /// Digest of the rebuilt state, in hexadecimal.
    pub after: String,
    /// The rows that differ and the digests of both, at most 100 of them, in order.
    pub differing: Vec<Difference>,
    /// Why the fold stopped before the end of the log, where it did.
    pub stopped: Option<String>,
}
