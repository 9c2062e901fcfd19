//! What happens to a session: planning, signups, attendance.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::Id;
use crate::session::attendance_facts::{
    AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, ConnectionsRecorded, HeadcountRecorded,
    OrganisationPresent, ReferralMade, VisitsRecorded,
};
use crate::session::signup_facts::{SignupCancelled, SignupConfirmed, SignupRequested, SignupWaiting};
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What kind of session it is.
    pub enum SessionKind {
        /// Réunion.
        Meeting = "meeting",
        /// Formation.
        Training = "training",
        /// Session de sensibilisation.
        Awareness = "awareness",
        /// Atelier.
        Workshop = "workshop",
        /// Forum.
        Forum = "forum",
        /// Colloque, conférence.
        Conference = "conference",
        /// Stand.
        Stand = "stand",
        /// Dépistage.
        Screening = "screening",
        /// Permanence.
        DropIn = "drop_in",
        /// Visioconférence.
        Online = "online",
        /// Anything else.
        Other = "other",
    }
    /// Whom it is for.
    pub enum Audience {
        /// Inhabitants.
        Public = "public",
        /// Professionals.
        Professionals = "professionals",
        /// Both.
        Mixed = "mixed",
        /// Minors: headcounts only.
        Minors = "minors",
    }
}

payload! {
    /// A session is planned.
    pub struct SessionPlanned {
        /// Its title.
        pub title: Text,
        /// Its kind.
        pub kind: SessionKind,
        /// When it takes place, as precisely as is known.
        pub when: OccurredOn,
        /// Local time of its start, `HH:MM`.
        pub time: Option<String>,
        /// How long, in minutes.
        pub minutes: Option<u32>,
        /// Where.
        pub place: Option<Text>,
        /// Whom it is for.
        pub audience: Option<Audience>,
        /// The contract that it counts for.
        pub contract: Option<Id>,
        /// The pole that holds it.
        pub pole: Option<Id>,
        /// The slot of the pole's rhythm that it fills, from 1.
        pub occurrence: Option<u32>,
        /// The body that meets.
        pub body: Option<Id>,
        /// The fiches that it is credited to.
        #[serde(default)]
        pub fiches: Vec<Id>,
        /// How many may be confirmed; absent when there is no limit.
        pub capacity: Option<u32>,
        /// Whether being there reveals something about health: named presence is then refused.
        #[serde(default)]
        pub health_revealing: bool,
    } = Self {
        title: "Réunion du pôle de Fives".into(),
        kind: SessionKind::Meeting,
        when: "2016-03-08".parse().unwrap_or(OccurredOn::Year(2016)),
        time: Some("14:00".to_owned()),
        minutes: Some(120),
        place: Some("Maison de quartier".into()),
        audience: Some(Audience::Mixed),
        contract: None,
        pole: Some(example_id("fives")),
        occurrence: Some(2),
        body: None,
        fiches: vec![],
        capacity: Some(20),
        health_revealing: false,
    };
    /// The session is moved; its occurrence stays.
    pub struct SessionMoved {
        /// To when.
        pub when: OccurredOn,
        /// To which local time.
        pub time: Option<String>,
        /// Why.
        pub motive: Text,
    } = Self {
        when: "2016-03-15".parse().unwrap_or(OccurredOn::Year(2016)),
        time: Some("14:00".to_owned()),
        motive: "Salle indisponible".into(),
    };
    /// The session is cancelled.
    pub struct SessionCancelled {
        /// Why.
        pub motive: Text,
    } = Self { motive: "Trop peu d'inscrits".into() };
    /// The session was held, on the fact's date.
    pub struct SessionHeld {
        /// How long it really was, in minutes.
        pub minutes: Option<u32>,
    } = Self { minutes: Some(120) };
    /// The session is credited to one more fiche; it still counts once for the contract.
    pub struct SessionCredited {
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
        /// A session was credited to a fiche.
        Credited(SessionCredited) = "session.credited", 1, Later, Statement, Public, Amendable, Ahead;
        /// The capacity was changed.
        CapacityChanged(CapacityChanged) = "session.capacity_changed", 1, Later, Statement, Public, Amendable, Done;
        /// An organisation led the session.
        Led(SessionLed) = "session.led", 1, Later, Statement, Public, Amendable, Ahead;
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
