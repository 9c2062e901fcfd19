//! What the fold of fiches keeps of a session.

use std::collections::BTreeSet;

use maillage_events::id::Id;
use maillage_events::quantity::Quantity;
use maillage_events::session::{AttendanceRecorded, Quality};
use maillage_events::text::Text;
use maillage_events::timeline::Timeline;
use maillage_events::when::Period;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::attendance::{Recorded, Sheets};
use crate::presences::Presences;
use crate::session_date::SessionDate;
use crate::stays::Stays;

/// A session, as far as it counts for fiches.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Credited {
    /// Its title: as planned, then as renamed, by the days that each counts from.
    pub title: Timeline<Text>,
    /// The fiches that it is or was credited to.
    pub fiches: Stays<Id>,
    /// How many sessions it stands for, where it is not one.
    pub stands_for: Option<Quantity>,
    /// When it is planned for, and when it was held.
    pub date: SessionDate,
    /// Presences by person reference, with the quality of that day.
    pub present: Presences<Uuid, Quality>,
    /// How far what is recorded tells who came, where that is said.
    pub record: Option<AttendanceRecorded>,
    /// Whether something is told that happened there, other than who or how many people came.
    pub is_told_of: bool,
    /// The parts that it was planned in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub parts: BTreeSet<String>,
    /// Sheets of heads.
    pub heads: Sheets,
}

impl Credited {
    /// What is recorded of who came.
    pub fn recorded(&self) -> Recorded<'_> {
        Recorded {
            took_place: self.date.is_held() || self.is_told_of,
            said: self.record,
            names_somebody: !self.present.is_empty(),
            sheets: &self.heads,
            parts: &self.parts,
            stands_for: self.stands_for.as_ref(),
        }
    }

    /// The fiches that it is credited to.
    pub fn credited_to(&self) -> BTreeSet<&Id> {
        self.fiches.at(&Period::default()).map(|stay| stay.of).collect()
    }
}
