//! What the fold of the network keeps.

use maillage_events::body::College;
use maillage_events::id::{Id, StreamId};
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::stays::Stays;

use crate::spans::ran;

/// A declared partnership.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Declared {
    /// Who.
    pub party: Option<StreamId>,
    /// In what.
    pub scope: Option<StreamId>,
    /// From when.
    pub from: Option<OccurredOn>,
    /// Until when.
    pub until: Option<OccurredOn>,
}

/// A body and its seats.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Group {
    /// Its title.
    pub title: Option<String>,
    /// Its seats.
    pub seats: Stays<Seat>,
}

/// A seat in a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who sits.
    pub organisation: Id,
    /// In which college.
    pub college: Option<College>,
}

impl Declared {
    /// Party and scope, where the partnership ran at some time of the period.
    pub fn in_period(&self, period: &Period) -> Option<(&StreamId, &StreamId)> {
        ran(self.from?, self.until, period).then_some((self.party.as_ref()?, self.scope.as_ref()?))
    }
}
