//! What this fold reads of each payload, and no more: identifiers stay borrowed, persons are parsed once.

use std::borrow::Cow;

use maillage_events::declare::Payload;
use maillage_events::party::Party;
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    Age, AttendanceRecorded, Marginals, QpvAnswer, Quality, SeenScope, SessionKind, Sex, Standing,
};
use maillage_events::when::OccurredOn;
use serde::Deserialize;
use uuid::Uuid;

use super::rows::one;
use crate::payload::PartOf;

macro_rules! reads {
    ($($view:ty = $of:path),+ $(,)?) => {
        $(impl Payload for $view {
            const KIND: &'static str = <$of as Payload>::KIND;
            const SCHEMA: u16 = <$of as Payload>::SCHEMA;
        }
        impl PartOf<$of> for $view {})+
    };
}

#[derive(Deserialize)]
pub(super) struct Planned {
    pub title: String,
    pub kind: SessionKind,
    pub when: OccurredOn,
    pub time: Option<String>,
    #[serde(default)]
    pub contracts: Vec<String>,
    pub pole: Option<String>,
    #[serde(default)]
    pub fiches: Vec<String>,
    pub capacity: Option<u32>,
    pub stands_for: Option<Quantity>,
    #[serde(default)]
    pub parts: Vec<PlannedPart>,
}

#[derive(Deserialize)]
pub(super) struct PlannedPart {
    pub part: String,
}

#[derive(Deserialize)]
pub(super) struct Renamed {
    pub title: String,
}

#[derive(Deserialize)]
pub(super) struct Held {
    pub record: Option<AttendanceRecorded>,
}

#[derive(Deserialize)]
pub(super) struct Moved {
    pub when: OccurredOn,
    pub time: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Credited<'a> {
    #[serde(borrow)]
    pub fiche: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(super) struct Uncredited<'a> {
    #[serde(borrow)]
    pub fiche: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(super) struct Capacity {
    pub capacity: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Requested {
    pub signup: String,
    pub person: Option<Uuid>,
    #[serde(default = "one")]
    pub heads: u32,
}

#[derive(Deserialize)]
pub(super) struct Confirmed<'a> {
    #[serde(borrow)]
    pub signup: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(super) struct Waiting<'a> {
    #[serde(borrow)]
    pub signup: Cow<'a, str>,
    pub rank: u32,
}

#[derive(Deserialize)]
pub(super) struct Cancelled<'a> {
    #[serde(borrow)]
    pub signup: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(super) struct Observed {
    pub person: Uuid,
    pub quality: Quality,
    pub organisation: Option<String>,
    pub age: Option<Age>,
    pub sex: Option<Sex>,
    pub qpv: Option<QpvAnswer>,
    pub part: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Withdrawn {
    pub person: Uuid,
    pub part: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Absent {
    pub person: Uuid,
    #[serde(default)]
    pub excused: bool,
}

#[derive(Deserialize)]
pub(super) struct Headcount {
    pub sheet: String,
    pub total: Quantity,
    pub part: Option<String>,
    pub already_seen: Option<u64>,
    pub seen_scope: Option<SeenScope>,
    #[serde(default)]
    pub marginals: Marginals,
    pub standing: Standing,
}

#[derive(Deserialize)]
pub(super) struct Visits {
    pub sheet: String,
    pub number: Quantity,
    pub standing: Standing,
}

#[derive(Deserialize)]
pub(super) struct Connections {
    pub sheet: String,
    pub number: Quantity,
    pub standing: Standing,
}

#[derive(Deserialize)]
pub(super) struct Referred {
    pub referral: String,
    pub to: Option<Party>,
    #[serde(default = "one")]
    pub heads: u32,
}

#[derive(Deserialize)]
pub(super) struct OrganisationHeads {
    pub organisation: String,
    pub heads: Option<u32>,
}

reads! {
    Planned = maillage_events::session::SessionPlanned,
    Moved = maillage_events::session::SessionMoved,
    Renamed = maillage_events::session::SessionRenamed,
    Held = maillage_events::session::SessionHeld,
    Credited<'_> = maillage_events::session::SessionCredited,
    Uncredited<'_> = maillage_events::session::SessionUncredited,
    Capacity = maillage_events::session::CapacityChanged,
    Requested = maillage_events::session::SignupRequested,
    Confirmed<'_> = maillage_events::session::SignupConfirmed,
    Waiting<'_> = maillage_events::session::SignupWaiting,
    Cancelled<'_> = maillage_events::session::SignupCancelled,
    Observed = maillage_events::session::AttendanceObserved,
    Withdrawn = maillage_events::session::AttendanceWithdrawn,
    Absent = maillage_events::session::AbsenceObserved,
    Headcount = maillage_events::session::HeadcountRecorded,
    Visits = maillage_events::session::VisitsRecorded,
    Connections = maillage_events::session::ConnectionsRecorded,
    Referred = maillage_events::session::ReferralMade,
    OrganisationHeads = maillage_events::session::OrganisationPresent,
}
