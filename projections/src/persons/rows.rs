//! What the fold of persons keeps.

use maillage_events::id::{Id, PersonRef};
use maillage_events::person::{CardState, ErasureBasis, ObjectedTo};
use maillage_events::session::Quality;
use maillage_events::timeline::Timeline;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::stays::Stays;

/// One reference, with what was said of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Person {
    /// When it was registered, and whether the vault held a card.
    pub registered: Option<(OccurredOn, CardState)>,
    /// The notices that were given, each with its date.
    pub informed: Vec<(OccurredOn, Id)>,
    /// What the person objects to; `None` from the day on which the objection is withdrawn.
    pub objections: Timeline<Option<ObjectedTo>>,
    /// Qualities that were recognised.
    pub qualities: Stays<Quality>,
    /// The last year at whose end the person is under age.
    pub minor_through: Timeline<i16>,
    /// The adults who answer for the person.
    pub responsible: Stays<PersonRef>,
    /// When the person was erased, and why.
    pub erased: Option<(OccurredOn, ErasureBasis)>,
}
