//! Who a person is, and the conditions under which that is written.

use jiff::Timestamp;
use maillage_events::id::{CommandId, SpaceId};
use serde::{Deserialize, Serialize};
use zeroize::ZeroizeOnDrop;

/// Who a person is. Never in a fact, a log line, a metric or an error message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ZeroizeOnDrop)]
pub struct PersonCard {
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Telephone or e-mail.
    pub contact: Option<String>,
}

impl std::fmt::Debug for PersonCard {
    /// Shows nothing of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonCard(…)")
    }
}

/// How a card must stand for another to be written: what it says is never compared, so that no answer confirms a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardCondition {
    /// However it stands.
    None,
    /// At this version.
    Version(u64),
    /// There is one.
    Exists,
    /// There is none.
    IsNew,
}

impl std::fmt::Display for CardCondition {
    /// The version that it asks for.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None | Self::Exists => f.write_str("*"),
            Self::Version(version) => version.fmt(f),
            Self::IsNew => f.write_str("0"),
        }
    }
}

impl CardCondition {
    /// Whether it holds for a card of this version; 0 where there is none.
    pub fn holds(self, version: u64) -> bool {
        match self {
            Self::None => true,
            Self::Version(expected) => version == expected,
            Self::Exists => version > 0,
            Self::IsNew => version == 0,
        }
    }
}

/// Cards that wait for the command that registers their persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCards {
    /// The space.
    pub space: SpaceId,
    /// The command.
    pub command: CommandId,
    /// When it was decided.
    pub since: Timestamp,
}
