//! What is kept of each session, pole and person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use maillage_events::quantity::Quantity;
use maillage_events::session::{AttendanceRecorded, SessionKind};
use maillage_events::timeline::Timeline;
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::answers::Presence;
use super::recorded::Recorded;
use super::sheets::{HeadcountSheet, Sheets};
use super::span::Span;
use crate::presences::Presences;
use crate::session_date::SessionDate;
use crate::stays::Stays;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signup {
    /// How it stands.
    pub state: SignupState,
    /// Its rank on the waiting list, once it waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// For how many people.
    #[serde(default = "one")]
    pub heads: u32,
    /// Whether it ever had a place.
    pub had_place: bool,
    /// When it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_on: Option<OccurredOn>,
}

/// Until its request is known it is nobody's: one whose request was cancelled as a mistake takes no place.
impl Default for Signup {
    fn default() -> Self {
        let state = SignupState::Requested;
        Self { state, rank: None, person: None, heads: 0, had_place: false, cancelled_on: None }
    }
}

pub(super) const fn one() -> u32 {
    1
}

/// One sheet of visits or connections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberSheet {
    /// How many.
    pub number: Quantity,
    /// Whether a later sheet replaces it.
    #[serde(default)]
    pub replaced: bool,
}

/// One referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Whether people were sent on; otherwise they were sent here.
    pub onwards: bool,
    /// How many.
    pub heads: u32,
}

/// One session.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SessionRow {
    /// Its title: as planned, then as renamed, by the days that each counts from.
    pub title: Timeline<String>,
    /// Its kind; absent when its planning is not known.
    pub kind: Option<SessionKind>,
    /// When it is to take place, and when it was held.
    pub date: SessionDate,
    /// Local time of its start, likewise.
    pub time: Timeline<String>,
    /// How many sessions it stands for, where it is not one.
    pub stands_for: Option<Quantity>,
    /// The parts that it was planned in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub parts: BTreeSet<String>,
    /// The pole that holds it.
    pub pole: Option<String>,
    /// The contracts that it counts for.
    pub contracts: BTreeSet<String>,
    /// The fiches that it is or was credited to.
    pub fiches: Stays<String>,
    /// How many may be confirmed.
    pub capacity: Option<u32>,
    /// How it stands.
    pub state: SessionState,
    /// How far what is recorded tells who came, where that is said.
    pub record: Option<AttendanceRecorded>,
    /// Signups by name.
    pub signups: BTreeMap<String, Signup>,
    /// Named presences, one a person.
    pub present: Presences<Uuid, Presence>,
    /// Absences, and whether excused; whoever came late all the same is present.
    pub absent: BTreeMap<Uuid, bool>,
    /// Sheets of anonymous heads, replaced ones included.
    pub sheets: Sheets,
    /// Visits by sheet.
    pub visits: BTreeMap<String, NumberSheet>,
    /// Connections by sheet.
    pub connections: BTreeMap<String, NumberSheet>,
    /// Referrals by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub referrals: BTreeMap<String, Referral>,
    /// The organisations that somebody came for, and how many where that was noted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub organisation_heads: BTreeMap<String, Option<u32>>,
}

impl SessionRow {
    /// The session's date, which decides its period.
    pub fn date(&self) -> OccurredOn {
        self.date.on()
    }

    /// Its title, as it was renamed last; empty where nothing tells it.
    pub fn title(&self) -> &str {
        self.title.last().map_or("", String::as_str)
    }

    /// The fiches that it is credited to.
    pub fn credited_to(&self) -> impl Iterator<Item = &str> {
        self.fiches.at(&Period::default()).map(|stay| stay.of.as_str())
    }

    /// The first day that its date may mean.
    pub fn first_day(&self) -> Option<Date> {
        self.date().span().map(|(first, _)| first)
    }

    /// The sheets that no later sheet replaces.
    pub fn effective_sheets(&self) -> impl Iterator<Item = &HeadcountSheet> {
        self.sheets.effective()
    }

    /// Heads of the sheets that stand.
    pub fn heads(&self) -> Span {
        self.sheets.heads()
    }

    /// Places given beyond the capacity recorded last.
    pub fn overbooked(&self) -> u64 {
        self.capacity.map_or(0, |capacity| self.signups_in(SignupState::Confirmed).saturating_sub(u64::from(capacity)))
    }

    /// People whose signup is in a state. At a session that was cancelled nobody has a place, and nobody waits.
    pub fn signups_in(&self, state: SignupState) -> u64 {
        let lapsed = self.state == SessionState::Cancelled && state != SignupState::Cancelled;
        if lapsed { 0 } else { self.signups_said(state) }
    }

    /// People whose signup ended with the session itself, as it was cancelled.
    pub fn signups_lapsed(&self) -> u64 {
        let given_back = self.signups_said(SignupState::Cancelled);
        let asked = self.signups.values().map(|signup| u64::from(signup.heads)).sum::<u64>();
        if self.state == SessionState::Cancelled { asked - given_back } else { 0 }
    }

    fn signups_said(&self, state: SignupState) -> u64 {
        self.signups.values().filter(|signup| signup.state == state).map(|signup| u64::from(signup.heads)).sum()
    }

    /// What is recorded of who came.
    pub fn recorded(&self) -> Recorded<'_> {
        Recorded {
            took_place: self.state == SessionState::Held || self.is_told_of(),
            said: self.record,
            names_somebody: !self.present.is_empty(),
            sheets: &self.sheets,
            parts: &self.parts,
            stands_for: self.stands_for.as_ref(),
        }
    }

    /// Whether something is told that happened there, other than who or how many people came.
    fn is_told_of(&self) -> bool {
        !(self.visits.is_empty()
            && self.connections.is_empty()
            && self.organisation_heads.is_empty()
            && self.referrals.is_empty()
            && self.absent.is_empty())
    }

    /// Whether anything tells who or how many came. A complete record in which nobody stands tells that nobody came.
    pub fn has_record(&self) -> bool {
        self.recorded().tells_heads() || !self.visits.is_empty() || !self.connections.is_empty()
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
