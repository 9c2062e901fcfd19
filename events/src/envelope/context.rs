//! What an ask says of itself: who, for whom, how it came in, what proves it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::closed_list::closed_list;
use crate::id::{FactId, Id};
use crate::refusal::Refusal;
use crate::text::is_sha256;

closed_list! {
    /// How a fact came in.
    pub enum Channel {
        /// Typed in.
        Entry = "entry",
        /// From a file.
        Import = "import",
        /// Through the API.
        Api = "api",
        /// From a device that was off line.
        Offline = "offline",
        /// Made for demonstration.
        Demonstration = "demonstration",
    }
}

/// Who recorded a fact: a pseudonym, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// Opaque account.
    pub account: Id,
    /// The role it acted in.
    pub role: Option<Id>,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// How.
    pub channel: Channel,
    /// The device, for what was recorded off line.
    pub device: Option<Id>,
    /// The device's own number of the ask.
    pub sequence: Option<u64>,
}

/// The lines of a document that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// SHA-256 of the document, in hexadecimal.
    pub document: String,
    /// First line, from 1.
    pub from_line: u64,
    /// Last line, included.
    pub to_line: u64,
}

impl Evidence {
    /// Refuses what proves nothing: a document that is not known by its SHA-256, lines that end before they begin.
    pub(super) fn sound(&self) -> Result<(), Refusal> {
        if !is_sha256(&self.document) {
            return Err(Refusal::new("evidence-without-document"));
        }
        if self.from_line == 0 || self.to_line < self.from_line {
            return Err(Refusal::new("evidence-lines-upside-down")
                .with("from", self.from_line)
                .with("to", self.to_line));
        }
        Ok(())
    }
}

/// What an ask says of itself, and each of its facts repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// For whom, when delegated.
    pub on_behalf_of: Option<Id>,
    /// How it came in.
    pub source: Source,
    /// The larger piece of work that it belongs to.
    pub correlation: Option<Uuid>,
    /// The fact that led to it.
    pub causation: Option<FactId>,
    /// What proves it.
    pub evidence: Option<Evidence>,
}

impl Context {
    /// A context that says only who and how.
    pub fn new(account: Id, channel: Channel) -> Self {
        Self {
            actor: Actor { account, role: None },
            on_behalf_of: None,
            source: Source { channel, device: None, sequence: None },
            correlation: None,
            causation: None,
            evidence: None,
        }
    }
}
