//! What is recorded on the spot: presences, absences, headcounts, visits, connections, referrals.

use std::collections::BTreeMap;

use crate::closed_list::closed_list;
use crate::declare::{example_id, example_person, payload};
use crate::id::{Id, PersonRef};
use crate::quantity::Quantity;
use crate::text::Text;

closed_list! {
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

impl AgeBand {
    /// Whether it is the age of a minor; `None` where it was not said.
    pub const fn is_minor(self) -> Option<bool> {
        match self {
            Self::Under18 => Some(true),
            Self::From18To25 | Self::From26To59 | Self::From60 => Some(false),
            Self::Unknown => None,
        }
    }
}

payload! {
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
    } = Self {
        person: example_person(1),
        quality: Quality::Inhabitant,
        organisation: None,
        age: Some(AgeBand::From26To59),
    };
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
    } = Self {
        sheet: example_id("feuille-1"),
        total: Quantity::exact(8),
        already_seen: None,
        seen_scope: None,
        marginals: BTreeMap::from([("sex".to_owned(), BTreeMap::from([("f".to_owned(), 5), ("m".to_owned(), 3)]))]),
        replaces: None,
        adds: false,
    };
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
