//! What happens to a session: planning, signups, attendance.

use std::collections::BTreeMap;

use crate::family::{closed_list, example_id, fact_family, payload};
use crate::id::{Id, PersonRef};
use crate::quantity::Quantity;
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
    /// As what somebody takes part.
    pub enum Quality {
        /// Habitant.
        Inhabitant = "inhabitant",
        /// Habitant relais.
        RelayInhabitant = "relay_inhabitant",
        /// Usager.
        User = "user",
        /// Aidant.
        Carer = "carer",
        /// Professionnel.
        Professional = "professional",
        /// Élu.
        Elected = "elected",
        /// Bénévole.
        Volunteer = "volunteer",
        /// Not said.
        Unknown = "unknown",
    }
    /// Age on the day of the session.
    pub enum AgeBand {
        /// Under 18.
        Under18 = "under_18",
        /// 18 to 25.
        From18To25 = "18_25",
        /// 26 to 59.
        From26To59 = "26_59",
        /// 60 and over.
        From60 = "60_plus",
        /// Not said.
        Unknown = "unknown",
    }
    /// Who asked for a signup or cancelled it.
    pub enum AskedBy {
        /// The person.
        Person = "person",
        /// A professional for the person.
        Professional = "professional",
        /// The organisation.
        Organisation = "organisation",
        /// Whoever runs the session.
        Organiser = "organiser",
    }
    /// What "already came" was asked about: it lowers the distinct bound only within that scope.
    pub enum SeenScope {
        /// This pole, this year.
        PoleYear = "pole_year",
        /// This session's series or fiche, this year.
        FicheYear = "fiche_year",
        /// Any time before.
        Ever = "ever",
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
        title: "Réunion du pôle de Fives".into(), kind: SessionKind::Meeting, when: "2016-03-08".parse().unwrap_or(OccurredOn::Year(2016)), time: Some("14:00".to_owned()), minutes: Some(120),
        place: Some("Maison de quartier".into()), audience: Some(Audience::Mixed), contract: None, pole: Some(example_id("fives")), occurrence: Some(2), body: None, fiches: vec![], capacity: Some(20), health_revealing: false,
    };
    /// The session is moved; its occurrence stays.
    pub struct SessionMoved {
        /// To when.
        pub when: OccurredOn,
        /// To which local time.
        pub time: Option<String>,
        /// Why.
        pub motive: Text,
    } = Self { when: "2016-03-15".parse().unwrap_or(OccurredOn::Year(2016)), time: Some("14:00".to_owned()), motive: "Salle indisponible".into() };
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
    /// Somebody asks for a place.
    pub struct SignupRequested {
        /// The signup, named by the caller.
        pub signup: Id,
        /// For whom.
        pub person: Option<PersonRef>,
        /// For which organisation.
        pub organisation: Option<Id>,
        /// Who asked.
        pub by: AskedBy,
    } = Self { signup: example_id("i-1"), person: Some(example_person(1)), organisation: None, by: AskedBy::Person };
    /// The place is given.
    pub struct SignupConfirmed {
        /// The signup.
        pub signup: Id,
    } = Self { signup: example_id("i-1") };
    /// No place is left; the signup waits.
    pub struct SignupWaiting {
        /// The signup.
        pub signup: Id,
        /// Its rank in order of arrival since the session was planned, from 1; never reused.
        pub rank: u32,
    } = Self { signup: example_id("i-1"), rank: 1 };
    /// The signup is cancelled.
    pub struct SignupCancelled {
        /// The signup.
        pub signup: Id,
        /// By whom.
        pub by: AskedBy,
    } = Self { signup: example_id("i-1"), by: AskedBy::Person };
    /// A person was there.
    pub struct AttendanceObserved {
        /// Who.
        pub person: PersonRef,
        /// As what, that day.
        pub quality: Quality,
        /// For which organisation, that day.
        pub organisation: Option<Id>,
        /// Age on that day.
        pub age: Option<AgeBand>,
    } = Self { person: example_person(1), quality: Quality::Inhabitant, organisation: None, age: Some(AgeBand::From26To59) };
    /// A presence is taken back.
    pub struct AttendanceWithdrawn {
        /// Whose.
        pub person: PersonRef,
        /// Why.
        pub motive: Text,
    } = Self { person: example_person(1), motive: "Erreur de ligne".into() };
    /// A person who had signed up was not there.
    pub struct AbsenceObserved {
        /// Who.
        pub person: PersonRef,
        /// Whether excused.
        #[serde(default)]
        pub excused: bool,
    } = Self { person: example_person(1), excused: true };
    /// An organisation was represented, whoever came for it.
    pub struct OrganisationPresent {
        /// Which.
        pub organisation: Id,
    } = Self { organisation: example_id("clsa") };
    /// Heads that were counted without names.
    pub struct HeadcountRecorded {
        /// The sheet, named by the caller.
        pub sheet: Id,
        /// Anonymous heads, on top of the named presences.
        pub total: Quantity,
        /// How many of them said that they had already come.
        pub already_seen: Option<u64>,
        /// About what they were asked.
        pub seen_scope: Option<SeenScope>,
        /// Marginals, each on its own and never crossed: `sex` → `f` → 5.
        #[serde(default)]
        pub marginals: BTreeMap<String, BTreeMap<String, u64>>,
        /// The earlier sheet that this one replaces; without it a second sheet must say that it adds.
        pub replaces: Option<Id>,
        /// Whether it adds to the sheets before.
        #[serde(default)]
        pub adds: bool,
    } = Self { sheet: example_id("feuille-1"), total: Quantity::exact(8), already_seen: None, seen_scope: None, marginals: BTreeMap::from([("sex".to_owned(), BTreeMap::from([("f".to_owned(), 5), ("m".to_owned(), 3)]))]), replaces: None, adds: false };
    /// Visits to a stand: passages, never persons.
    pub struct VisitsRecorded {
        /// The sheet, named by the caller.
        pub sheet: Id,
        /// How many.
        pub passages: Quantity,
    } = Self { sheet: example_id("stand-matin"), passages: Quantity::About { value: 40 } };
    /// Connections to an online session: never persons.
    pub struct ConnectionsRecorded {
        /// The sheet, named by the caller.
        pub sheet: Id,
        /// How many.
        pub connections: Quantity,
    } = Self { sheet: example_id("visio"), connections: Quantity::exact(31) };
    /// Somebody was referred to an organisation; who is not recorded.
    pub struct ReferralMade {
        /// To which.
        pub organisation: Id,
    } = Self { organisation: example_id("cpam") };
}

/// A person for examples and tests; the same number always gives the same.
pub fn example_person(number: u64) -> PersonRef {
    PersonRef(uuid::Uuid::new_v5(&crate::id::NAMESPACE, &number.to_be_bytes()))
}

fact_family! {
    /// Facts of sessions.
    SessionFact {
        /// A session was planned.
        Planned(SessionPlanned) = "session.planned", 1;
        /// A session was moved.
        Moved(SessionMoved) = "session.moved", 1;
        /// A session was cancelled.
        Cancelled(SessionCancelled) = "session.cancelled", 1;
        /// A session was held.
        Held(SessionHeld) = "session.held", 1;
        /// A session was credited to a fiche.
        Credited(SessionCredited) = "session.credited", 1;
        /// The capacity was changed.
        CapacityChanged(CapacityChanged) = "session.capacity_changed", 1;
        /// An organisation led the session.
        Led(SessionLed) = "session.led", 1;
        /// A place was asked for.
        SignupRequested(SignupRequested) = "signup.requested", 1;
        /// A place was given.
        SignupConfirmed(SignupConfirmed) = "signup.confirmed", 1;
        /// A signup was put on the waiting list.
        SignupWaiting(SignupWaiting) = "signup.waiting", 1;
        /// A signup was cancelled.
        SignupCancelled(SignupCancelled) = "signup.cancelled", 1;
        /// A person was present.
        AttendanceObserved(AttendanceObserved) = "attendance.observed", 1;
        /// A presence was withdrawn.
        AttendanceWithdrawn(AttendanceWithdrawn) = "attendance.withdrawn", 1;
        /// An absence was observed.
        AbsenceObserved(AbsenceObserved) = "attendance.absence_observed", 1;
        /// An organisation was represented.
        OrganisationPresent(OrganisationPresent) = "attendance.organisation_present", 1;
        /// Anonymous heads were counted.
        HeadcountRecorded(HeadcountRecorded) = "attendance.headcount_recorded", 1;
        /// Visits to a stand were counted.
        VisitsRecorded(VisitsRecorded) = "attendance.visits_recorded", 1;
        /// Connections were counted.
        ConnectionsRecorded(ConnectionsRecorded) = "attendance.connections_recorded", 1;
        /// A referral was made.
        ReferralMade(ReferralMade) = "attendance.referral_made", 1;
    }
}
