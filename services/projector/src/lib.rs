//! Follows the log, folds, keeps rows and checkpoints; rebuilds; answers reports.
//!
//! # Where a space stands
//! ```text
//! position in the space                                                    moved by
//!     head     the end of its log                                          step; fed by the topic: kafka::survey
//!  >= taken    folded by every projection, but those that stopped          step, which gives an Advance
//!  >= from     in the rows of one projection: what changed from there to   rows_progress
//!              `taken` is pending, and offered until the store takes it
//!
//! beside it, the live state untouched
//!     a past state, folded from 1 to what was known then                   asof
//!     a new generation of rows, folded from 1 to `taken`, which takes      refold, swapped when it stands there
//!     the place of the living one in one transaction                       rebuild, compared with it before
//! ```
//! `head - taken` is the lag: [`lag`]; in a member of a consumer group `kafka::lag`. Rows and checkpoint move in one
//! transaction, so a crash at any moment costs facts that are folded again, never one that is counted twice.
//!
//! # Layout
//! * [`projector`]: what the server holds; `follow`: its task that looks for what moved, `turns`: the few that step at
//!   once; `live_state`: a look at one state; [`lag`].
//! * `space_state`: a space in memory; `step`: one step of it; `amendments`: the amendments of a step, `own_rows`: the
//!   rows of what they amend; `rows_progress`: what its rows hold and what is pending; `restore`: states made from
//!   rows; `refold`: from zero, with rows; `rows_checksum`: whether rows go together.
//! * [`store`]: what every store of rows promises; [`sqlite`]: a file beside the log; [`postgres`]: the one of a
//!   region.
//! * `read_only`: many nodes on the rows of one database; `mirror`: one space there.
//! * [`fold`]: the one way in which facts reach a projection; [`batch`]: facts on their way to it; [`mark`]: how far a
//!   state has come.
//! * [`asof`]: a stretch of the log folded afresh for a report; [`rebuild`]: from zero, compared, switched back;
//!   [`replay`]: all the years, no rows kept.
//! * [`answer`]: the whole report of a state; [`catalogue`]: projections by name; [`error`]: what can go wrong.
//! * `kafka`, a feature: fed by the topic instead of the log itself, as a member of a consumer group.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_events::messages::Language;
use maillage_projections::report::Scope;

mod amendments;
pub mod answer;
pub mod asof;
pub mod batch;
pub mod catalogue;
pub mod error;
pub mod fold;
mod follow;
#[cfg(feature = "kafka")]
pub mod kafka;
pub mod lag;
mod live_state;
pub mod mark;
mod mirror;
mod own_rows;
pub mod postgres;
pub mod projector;
mod read_only;
pub mod rebuild;
mod refold;
pub mod replay;
mod restore;
mod rows_checksum;
mod rows_progress;
mod space_state;
pub mod sqlite;
mod step;
pub mod store;
#[cfg(test)]
mod tests;
mod turns;

pub use error::ProjectorError;
pub use lag::Lag;
pub use postgres::PostgresRows;
pub use projector::Projector;
pub use rows_checksum::Loaded;
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
