//! What happens to a session: planned, moved, renamed, cancelled, held, credited, led; then signups and attendance.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::Id;
use crate::session::attendance_facts::{
    AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, ConnectionsRecorded, HeadcountRecorded,
    OrganisationPresent, ReferralMade, VisitsRecorded,
};
use crate::session::plan_facts::{SessionMoved, SessionPlanned, SessionRenamed};
use crate::session::signup_facts::{SignupCancelled, SignupConfirmed, SignupRequested, SignupWaiting};
use crate::text::Text;

closed_list! {
    /// How far what is recorded of a session that was held tells who came.
    pub enum AttendanceRecorded {
        /// Everybody who came is in it.
        Complete = "complete",
        /// Some who came are not.
        Partial = "partial",
        /// Nobody kept a record.
        None = "none",
    }
}

payload! {
    /// The session is cancelled.
    pub struct SessionCancelled {
        /// Why.
        pub motive: Text,
    } = Self { motive: "Trop peu d'inscrits".into() };
    /// The session was held, on the fact's date.
    #[derive(Default)]
    pub struct SessionHeld {
        /// How long it really was, in minutes.
        pub minutes: Option<u32>,
        /// Local time at which it really began, `HH:MM`.
        pub time: Option<String>,
        /// How far what is recorded tells who came; absent where nobody said.
        pub record: Option<AttendanceRecorded>,
    } = Self { minutes: Some(120), time: None, record: Some(AttendanceRecorded::Complete) };
    /// The session is credited to one more fiche; it still counts once for the contract.
    pub struct SessionCredited {
        /// Which fiche.
        pub fiche: Id,
    } = Self { fiche: example_id("f-1") };
    /// The session is no longer credited to a fiche.
    pub struct SessionUncredited {
        /// Which fiche.
        pub fiche: Id,
    } = Self { fiche: example_id("f-1") };
    /// How many may be confirmed from now on.
    pub struct CapacityChanged {
        /// Places; absent when there is no longer a limit.
        pub capacity: Option<u32>,
    } = Self { capacity: Some(30) };
    /// An organisation leads the session.
    pub struct SessionLed {
        /// Which.
        pub organisation: Id,
        /// In which function ("coordinatrice ASV").
        pub function: Option<Text>,
    } = Self { organisation: example_id("ville"), function: None };
    /// An organisation no longer leads the session.
    pub struct SessionLeadEnded {
        /// Which.
        pub organisation: Id,
        /// In which function it led.
        pub function: Option<Text>,
    } = Self { organisation: example_id("ville"), function: None };
}

fact_family! {
    /// Facts of sessions.
    SessionFact {
        /// A session was planned.
        Planned(SessionPlanned) = "session.planned", 1, First, Statement, Public, Amendable, Ahead;
        /// A session was moved.
        Moved(SessionMoved) = "session.moved", 1, Later, Statement, Public, Amendable, Done;
        /// A session was cancelled.
        Cancelled(SessionCancelled) = "session.cancelled", 1, Later, Statement, Public, Amendable, Done;
        /// A session was held.
        Held(SessionHeld) = "session.held", 1, Later, Statement, Public, Amendable, Done;
        /// A session was renamed.
        Renamed(SessionRenamed) = "session.renamed", 1, Later, Statement, Public, Amendable, Ahead;
        /// A session was credited to a fiche.
        Credited(SessionCredited) = "session.credited", 1, Later, Statement, Public, Amendable, Ahead;
        /// A session is no longer credited to a fiche.
        Uncredited(SessionUncredited) = "session.uncredited", 1, Later, Statement, Public, Amendable, Ahead;
        /// The capacity was changed.
        CapacityChanged(CapacityChanged) = "session.capacity_changed", 1, Later, Statement, Public, Amendable, Done;
        /// An organisation led the session.
        Led(SessionLed) = "session.led", 1, Later, Statement, Public, Amendable, Ahead;
        /// An organisation no longer leads the session.
        LeadEnded(SessionLeadEnded) = "session.lead_ended", 1, Later, Statement, Public, Amendable, Ahead;
        /// A place was asked for.
        SignupRequested(SignupRequested) = "signup.requested", 1, Later, Statement, Person, Amendable, Done;
        /// A place was given.
        SignupConfirmed(SignupConfirmed) = "signup.confirmed", 1, Later, Statement, Person, Unamendable, Done;
        /// A signup was put on the waiting list.
        SignupWaiting(SignupWaiting) = "signup.waiting", 1, Later, Statement, Person, Unamendable, Done;
        /// A signup was cancelled.
        SignupCancelled(SignupCancelled) = "signup.cancelled", 1, Later, Statement, Person, Amendable, Done;
        /// A person was present.
        AttendanceObserved(AttendanceObserved) = "attendance.observed", 1, Later, Statement, Person, Amendable, Done;
        /// A presence was withdrawn.
        AttendanceWithdrawn(AttendanceWithdrawn) = "attendance.withdrawn", 1, Later, Statement, Person, Amendable, Done;
        /// An absence was observed.
        AbsenceObserved(AbsenceObserved) = "attendance.absence_observed", 1, Later, Statement, Person, Amendable, Done;
        /// An organisation was represented.
        OrganisationPresent(OrganisationPresent) =
            "attendance.organisation_present", 1, Later, Statement, Public, Amendable, Done;
        /// Anonymous heads were counted.
        HeadcountRecorded(HeadcountRecorded) =
            "attendance.headcount_recorded", 1, Later, Statement, Public, Amendable, Done;
        /// Visits to a stand were counted.
        VisitsRecorded(VisitsRecorded) = "attendance.visits_recorded", 1, Later, Statement, Public, Amendable, Done;
        /// Connections were counted.
        ConnectionsRecorded(ConnectionsRecorded) =
            "attendance.connections_recorded", 1, Later, Statement, Public, Amendable, Done;
        /// A referral was made.
        ReferralMade(ReferralMade) = "attendance.referral_made", 1, Later, Event, Public, Amendable, Done;
    }
}
