//! What is kept of each session, pole and person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use maillage_events::quantity::Quantity;
use maillage_events::session::{AgeBand, Quality, SeenScope, SessionKind};
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::session_date::SessionDate;

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Entered, neither held nor cancelled.
    #[default]
    Planned,
    /// Held.
    Held,
    /// Cancelled.
    Cancelled,
}

impl SessionState {
    /// The word in rows and figures.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How a signup stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignupState {
    /// Asked for.
    #[default]
    Requested,
    /// Has a place.
    Confirmed,
    /// Waits for one.
    Waiting,
    /// Given back.
    Cancelled,
}

/// One signup.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Signup {
    /// How it stands.
    pub state: SignupState,
    /// Its rank on the waiting list, once it waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// Whether it ever had a place.
    pub had_place: bool,
    /// When it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_on: Option<OccurredOn>,
}

/// One named presence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// As what, that day.
    pub quality: Quality,
    /// For which organisation, that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Age, that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<AgeBand>,
}

/// What was asked of anonymous heads, and how many gave each answer: `sex` → `f` → 5. Never crossed.
pub type Marginals = BTreeMap<String, BTreeMap<String, u64>>;

/// One headcount: a sheet of anonymous heads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadcountSheet {
    /// Heads.
    pub total: Quantity,
    /// How many had already come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub already_seen: Option<u64>,
    /// What "already come" was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_scope: Option<SeenScope>,
    /// Its marginals, each on its own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marginals: Marginals,
    /// Whether a later sheet replaces it.
    #[serde(default)]
    pub replaced: bool,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SessionRow {
    /// Its title.
    pub title: String,
    /// Its kind; absent when its planning is not known.
    pub kind: Option<SessionKind>,
    /// When it is to take place, as last said.
    pub when: Option<OccurredOn>,
    /// Local time of its start.
    pub time: Option<String>,
    /// The pole that holds it.
    pub pole: Option<String>,
    /// The contract that it counts for.
    pub contract: Option<String>,
    /// The fiches that it is credited to.
    pub fiches: BTreeSet<String>,
    /// How many may be confirmed.
    pub capacity: Option<u32>,
    /// How it stands.
    pub state: SessionState,
    /// How many times it was moved.
    pub moved: u32,
    /// When it was held.
    pub held_on: Option<OccurredOn>,
    /// Signups by name.
    pub signups: BTreeMap<String, Signup>,
    /// Named presences, one a person.
    pub present: BTreeMap<Uuid, Presence>,
    /// Absences, and whether excused.
    pub absent: BTreeMap<Uuid, bool>,
    /// Sheets of anonymous heads, replaced ones included.
    pub sheets: BTreeMap<String, HeadcountSheet>,
    /// Visits by sheet.
    pub visits: BTreeMap<String, Quantity>,
    /// Connections by sheet.
    pub connections: BTreeMap<String, Quantity>,
}

impl SessionRow {
    /// The session's date, which decides its period.
    pub fn date(&self) -> OccurredOn {
        SessionDate { planned: self.when, held: self.held_on }.on()
    }

    /// The first day that its date may mean.
    pub fn first_day(&self) -> Option<Date> {
        self.date().span().map(|(first, _)| first)
    }

    /// The sheets that no later sheet replaces.
    pub fn effective_sheets(&self) -> impl Iterator<Item = &HeadcountSheet> {
        self.sheets.values().filter(|sheet| !sheet.replaced)
    }

    /// Signups in a state.
    pub fn signups_in(&self, state: SignupState) -> u64 {
        self.signups.values().filter(|signup| signup.state == state).count() as u64
    }

    /// Whether anything tells who or how many came.
    pub fn has_record(&self) -> bool {
        !self.present.is_empty()
            || !self.visits.is_empty()
            || !self.connections.is_empty()
            || self.effective_sheets().next().is_some()
    }

    /// Places given and not given back before the session's day; a cancellation of unknown date counts as late.
    pub fn places_kept(&self) -> u64 {
        let in_time = |signup: &Signup| {
            let cancelled = signup.cancelled_on.and_then(OccurredOn::span).map(|(_, last)| last);
            matches!((cancelled, self.first_day()), (Some(cancelled), Some(day)) if cancelled < day)
        };
        self.signups.values().filter(|signup| signup.had_place && !in_time(signup)).count() as u64
    }
}

/// One pole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PoleRow {
    /// Its name, where its opening is known.
    pub name: Option<String>,
    /// Its sessions.
    pub sessions: BTreeSet<String>,
}

/// One person who is the same as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MergeRow {
    /// The reference that stays.
    pub into: Uuid,
}
