//! What happens to a body: steering committee, working group, plenary, organising group.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::holder::Holder;
use crate::id::{Id, PersonRef};
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What a body is for.
    pub enum BodyKind {
        /// COPIL.
        Steering = "steering",
        /// COTECH.
        Technical = "technical",
        /// Groupe de travail.
        WorkingGroup = "working_group",
        /// Plénière.
        Plenary = "plenary",
        /// Meeting of a pole.
        PoleMeeting = "pole_meeting",
        /// Prepares an event (SISM, vaccination week).
        EventGroup = "event_group",
        /// A network of partners.
        Network = "network",
        /// Owned by somebody else.
        External = "external",
    }
    /// The college that a seat belongs to.
    pub enum College {
        /// Elected representatives.
        Elected = "elected",
        /// Public psychiatry.
        Psychiatry = "psychiatry",
        /// Users of care.
        Users = "users",
        /// Carers and families.
        Carers = "carers",
        /// Professionals.
        Professionals = "professionals",
        /// State and agency.
        Institutions = "institutions",
        /// Inhabitants.
        Inhabitants = "inhabitants",
    }
}

payload! {
    /// A body is constituted.
    pub struct BodyConstituted {
        /// What for.
        pub kind: BodyKind,
        /// Its title.
        pub title: Text,
        /// The contracts that it serves.
        #[serde(default)]
        pub contracts: Vec<Id>,
        /// The pole that it serves.
        pub pole: Option<Id>,
        /// The colleges that must be present.
        #[serde(default)]
        pub colleges: Vec<College>,
    } = Self {
        kind: BodyKind::Steering,
        title: "Comité de pilotage".into(),
        contracts: vec![example_id("cls-2013")],
        pole: None,
        colleges: vec![College::Elected],
    };
    /// An organisation takes a seat, or a person: users and carers sit for themselves. One may sit in several colleges.
    pub struct SeatGiven {
        /// Which organisation.
        pub organisation: Option<Id>,
        /// Which person, by reference, where it is no organisation.
        pub person: Option<PersonRef>,
        /// In which college.
        pub college: Option<College>,
        /// Until when, where it is known from the beginning.
        pub until: Option<OccurredOn>,
    } = Self {
        organisation: Some(example_id("mdaja-17")),
        person: None,
        college: Some(College::Professionals),
        until: None,
    };
    /// Its seat is left.
    pub struct SeatLeft {
        /// Which organisation.
        pub organisation: Option<Id>,
        /// Which person.
        pub person: Option<PersonRef>,
        /// In which college it sat.
        pub college: Option<College>,
    } = Self { organisation: Some(example_id("mdaja-17")), person: None, college: Some(College::Professionals) };
}

fact_family! {
    /// Facts of bodies.
    BodyFact {
        /// A body was constituted.
        Constituted(BodyConstituted) = "body.constituted", 1, First, Statement, Public, Amendable, Done;
        /// A seat was given.
        SeatGiven(SeatGiven) = "body.seat_given", 1, Later, Statement, Person, Amendable, Ahead;
        /// A seat was left.
        SeatLeft(SeatLeft) = "body.seat_left", 1, Later, Statement, Person, Amendable, Ahead;
    }
}

impl SeatGiven {
    /// Who sits; `None` where it is not exactly one.
    pub fn holder(&self) -> Option<Holder> {
        Holder::of(self.organisation.as_ref(), self.person)
    }
}

impl SeatLeft {
    /// Who leaves; `None` where it is not exactly one.
    pub fn holder(&self) -> Option<Holder> {
        Holder::of(self.organisation.as_ref(), self.person)
    }
}
