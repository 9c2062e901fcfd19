//! What is missing of a store, as an operator reads it.

use std::fmt;

use maillage_events::id::SpaceId;

/// One thing that is missing, or is another's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// The log of a space ends before what a witness knew.
    Facts {
        /// The space.
        space: SpaceId,
        /// Where the log ends.
        stood: u64,
        /// The last position that the witness knew.
        witnessed: u64,
        /// Who knows it.
        witness: String,
    },
    /// The log holds another fact where a witness knew one: a copy was put in its place, and went on.
    OtherFact {
        /// The space.
        space: SpaceId,
        /// Where.
        position: u64,
        /// Who knows it.
        witness: String,
    },
    /// What stands beside the log belongs to another store.
    OtherStore {
        /// What.
        witness: String,
    },
    /// The vault is gone, is another, or is older than the log remembers it.
    Cards {
        /// The space.
        space: SpaceId,
        /// Where the log of the space stood when the vault last changed as it is found.
        stood: u64,
        /// Where it stood at the last change that the log remembers.
        witnessed: u64,
        /// What was found.
        found: String,
    },
    /// An embedded log that was in use was copied without its write-ahead log.
    CopiedAlone {
        /// The file.
        file: String,
        /// One of its spaces; `None` where it has none.
        space: Option<SpaceId>,
        /// Where the log of that space ends in the file.
        stood: u64,
    },
}

impl Lost {
    /// The space and the position after which something is missing; `None` where no loss can be accepted.
    pub fn after(&self) -> Option<(&SpaceId, u64)> {
        match self {
            Self::Facts { space, stood, .. } | Self::Cards { space, stood, .. } => Some((space, *stood)),
            Self::OtherFact { space, position, .. } => Some((space, position.saturating_sub(1))),
            Self::CopiedAlone { space, stood, .. } => space.as_ref().map(|space| (space, *stood)),
            Self::OtherStore { .. } => None,
        }
    }

    /// The last position that is known to be concerned.
    pub fn witnessed(&self) -> u64 {
        match self {
            Self::Facts { witnessed, .. } | Self::Cards { witnessed, .. } => *witnessed,
            Self::OtherFact { position, .. } => *position,
            Self::CopiedAlone { stood, .. } => *stood,
            Self::OtherStore { .. } => 0,
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Facts { space, stood, witnessed, witness } => {
                let missing = witnessed.saturating_sub(*stood);
                write!(
                    f,
                    "the log of {space} ends at {stood} and {witness} had {witnessed}: {missing} facts are missing"
                )
            }
            Self::OtherFact { space, position, witness } => {
                write!(f, "the log of {space} holds another fact at {position} than {witness} knew there")
            }
            Self::OtherStore { witness } => write!(f, "{witness} belongs to another store"),
            Self::Cards { space, stood, witnessed, found } => {
                write!(
                    f,
                    "{found}: what the vault kept of {space} since position {stood}, up to {witnessed}, is missing"
                )
            }
            Self::CopiedAlone { file, space, stood } => {
                write!(f, "{file} was copied while it was in use, without its write-ahead log: ")?;
                match space {
                    Some(space) => write!(f, "what came after position {stood} of {space} is missing"),
                    None => f.write_str("its facts are missing"),
                }
            }
        }
    }
}

/// All that is missing, and the way out.
pub fn way_out(lost: &[Lost]) -> String {
    let what: Vec<String> = lost.iter().map(ToString::to_string).collect();
    let mut positions: Vec<String> =
        lost.iter().filter_map(Lost::after).map(|(space, position)| format!("{space}={position}")).collect();
    positions.sort();
    positions.dedup();
    let way_out = if lost.iter().any(|it| it.after().is_none()) {
        "put every file of the store back as it was, from one backup (`maillage restore`)".to_owned()
    } else {
        format!(
            "put the missing part back, or restore a backup (`maillage restore`); what cannot be found again is given \
             up by --accept-loss-after {}",
            positions.join(",")
        )
    };
    format!("a part of the store is missing; nothing was written. {}. The way out: {way_out}", what.join("; "))
}
