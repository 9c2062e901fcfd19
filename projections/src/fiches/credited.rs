//! What the fold of fiches keeps of a session.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::id::Id;
use maillage_events::quantity::Quantity;
use maillage_events::session::{AttendanceRecorded, Quality};
use maillage_events::text::Text;
use maillage_events::timeline::Timeline;
use maillage_events::when::Period;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    /// Whether visits or connections were recorded.
    pub counted_otherwise: bool,
    /// Sheets of heads whose quality was asked, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub heads: BTreeMap<String, HeadQualities>,
}

/// What the heads of a sheet said of their quality.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HeadQualities {
    /// How many of each.
    pub by_quality: BTreeMap<Quality, u64>,
    /// Whether a later sheet replaces it.
    pub replaced: bool,
}

impl Credited {
    /// Sheets of heads that no later sheet replaces.
    pub fn sheets(&self) -> impl Iterator<Item = &HeadQualities> {
        self.heads.values().filter(|sheet| !sheet.replaced)
    }

    /// Whether it was held and nothing tells who came, or only a part of it: the same rule as in *attendance*.
    pub fn may_lack_people(&self) -> bool {
        let is_recorded = self.record.is_some()
            || self.counted_otherwise
            || !self.present.is_empty()
            || self.sheets().next().is_some();
        self.date.is_held() && !is_recorded || self.record == Some(AttendanceRecorded::Partial)
    }

    /// The fiches that it is credited to.
    pub fn credited_to(&self) -> BTreeSet<&Id> {
        self.fiches.at(&Period::default()).map(|stay| stay.of).collect()
    }
}
