//! What an ask says of itself: who, for whom, how it came in, what proves it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::actor::{Actor, Role, organisation};
use super::evidence::Evidence;
use crate::closed_list::closed_list;
use crate::id::{AccountRef, DeviceRef, FactId, Id, StreamId};

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

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How.
    pub channel: Channel,
    /// The device, for what was recorded off line.
    pub device: Option<DeviceRef>,
    /// The device's own number of the ask.
    pub sequence: Option<u64>,
    /// What the device's own clock said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub device_time: Option<Timestamp>,
}

/// What an ask says of itself, and each of its facts repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// For which organisation, when delegated.
    pub on_behalf_of: Option<Id>,
    /// How it came in.
    pub source: Source,
    /// The larger piece of work that it belongs to.
    pub correlation: Option<Uuid>,
    /// The fact that led to it.
    pub causation: Option<FactId>,
    /// What proves it: four places at most.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

impl Context {
    /// A context that says only who and how: an account that coordinates, until accounts have roles.
    pub fn new(account: impl Into<AccountRef>, channel: Channel) -> Self {
        Self {
            actor: Actor { account: account.into(), role: Role::Coordinator, organisation: None },
            on_behalf_of: None,
            source: Source { channel, device: None, sequence: None, device_time: None },
            correlation: None,
            causation: None,
            evidence: Vec::new(),
        }
    }

    /// The streams that it names: each must stand, as those that a fact names.
    pub fn references(&self) -> Vec<StreamId> {
        self.on_behalf_of.iter().chain(&self.actor.organisation).map(organisation).collect()
    }
}
