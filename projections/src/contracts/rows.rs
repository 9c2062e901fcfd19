//! What the fold of contracts keeps.

use std::collections::BTreeMap;

use maillage_events::body::{BodyKind, College};
use maillage_events::contract::{
    AxisNature, ContextRecorded, ContractAmended, ContractEvaluated, ContractPrepared, PartyCapacity, PartySort,
    Territory,
};
use maillage_events::holder::Holder;
use maillage_events::id::Id;
use maillage_events::mandate::Mission;
use maillage_events::text::Text;
use maillage_events::timeline::Timeline;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::stays::Stays;

/// Something with the date from which it is so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Dated<T> {
    /// From when.
    pub on: OccurredOn,
    /// What.
    pub it: T,
}

/// A contract with everything that was said of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Contract {
    /// How it was prepared.
    pub prepared: Option<Dated<ContractPrepared>>,
    /// Its axes.
    pub axes: Vec<Dated<Axis>>,
    /// The axes that were closed, and when.
    pub closed_axes: Vec<Dated<Id>>,
    /// Where it holds, since it was prepared and by later changes.
    pub territories: Timeline<Vec<Territory>>,
    /// Its signatories and associates, from when to when.
    pub parties: Stays<Party>,
    /// What each of them is.
    pub sorts: BTreeMap<Id, PartySort>,
    /// When it was signed.
    pub signed: Option<OccurredOn>,
    /// Its amendments.
    pub amendments: Vec<Dated<ContractAmended>>,
    /// When it was completed.
    pub completed: Option<OccurredOn>,
    /// Indicators of its territory.
    pub context: Vec<Dated<ContextRecorded>>,
    /// Its evaluations.
    pub evaluations: Vec<Dated<ContractEvaluated>>,
}

/// Who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Which organisation.
    pub organisation: Id,
    /// As what.
    pub capacity: PartyCapacity,
}

/// An axis.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Axis {
    /// Its code.
    pub code: Id,
    /// Its place.
    pub rank: u32,
    /// Its label.
    pub label: Text,
    /// Its nature.
    pub nature: AxisNature,
}

/// A fiche, as far as the tree needs it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Fiche {
    /// Contract and title.
    pub recorded: Option<Dated<(Id, Text)>>,
    /// Its numbers, each from its day on.
    pub numbers: Timeline<u32>,
    /// Its axes.
    pub axes: Stays<Id>,
}

/// A mandate.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Mandate {
    /// Principal, operator, missions and object.
    pub granted: Option<Dated<Grant>>,
    /// The contracts that it covers, each from a date on.
    pub contracts: Vec<Dated<Id>>,
    /// When it ended, and why.
    pub ended: Option<Dated<Option<Text>>>,
}

/// What a mandate says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Grant {
    /// Who gives it.
    pub principal: Id,
    /// Who receives it.
    pub operator: Id,
    /// For what.
    pub missions: Vec<Mission>,
    /// In words.
    pub object: Option<Text>,
    /// Until when, where that was said at once.
    pub until: Option<OccurredOn>,
}

/// A body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    /// What it is.
    pub constituted: Option<Dated<Constitution>>,
    /// Its seats.
    pub seats: Stays<Seat>,
}

/// How a body is made up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Constitution {
    /// What for.
    pub kind: BodyKind,
    /// Its title.
    pub title: Text,
    /// The contracts that it serves.
    pub contracts: Vec<Id>,
    /// The pole that it serves.
    pub pole: Option<Id>,
    /// The colleges that must be present.
    pub colleges: Vec<College>,
}

/// A seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who sits.
    pub holder: Holder,
    /// In which college.
    pub college: Option<College>,
}
