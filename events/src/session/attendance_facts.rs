//! What is recorded on the spot: presences, absences, headcounts, visits, connections, referrals.

use std::collections::BTreeMap;

use crate::declare::{example_id, example_person, payload};
use crate::id::{Id, PersonRef};
use crate::party::Party;
use crate::place::QpvGeneration;
use crate::quantity::Quantity;
use crate::session::answers::{Age, AgeBand, QpvAnswer, Quality, Sex};
use crate::session::marginals::Marginals;
use crate::session::standing::{SeenScope, Standing};
use crate::text::Text;
use crate::when::OccurredOn;

impl AttendanceObserved {
    /// A presence of which nothing more was asked.
    pub const fn plain(person: PersonRef, quality: Quality) -> Self {
        let (age, sex, qpv) = (None, None, None);
        Self { person, quality, organisation: None, age, sex, qpv, part: None, referred_by: None }
    }
}

impl HeadcountRecorded {
    /// The first sheet of heads of which nothing was asked.
    pub fn plain(sheet: Id, total: Quantity) -> Self {
        Self {
            sheet,
            total,
            part: None,
            already_seen: None,
            seen_scope: None,
            marginals: Marginals::default(),
            standing: Standing::First {},
        }
    }
}

/// The number of heads where it is not said.
pub(super) const fn one() -> u32 {
    1
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
        pub age: Option<Age>,
        /// Sex.
        pub sex: Option<Sex>,
        /// Whether the person lives in a priority neighbourhood, that day.
        pub qpv: Option<QpvAnswer>,
        /// The part of the session; absent for the whole of it.
        pub part: Option<Id>,
        /// The organisation that sent the person.
        pub referred_by: Option<Id>,
    } = Self {
        person: example_person(1),
        quality: Quality::Inhabitant,
        organisation: None,
        age: Some(Age::Standard(AgeBand::From40To59)),
        sex: Some(Sex::Female),
        qpv: Some(QpvAnswer::Inside { generation: QpvGeneration::From2015 }),
        part: None,
        referred_by: None,
    };
    /// A presence is taken back.
    pub struct AttendanceWithdrawn {
        /// Whose.
        pub person: PersonRef,
        /// The part of the session; absent for the whole of it.
        pub part: Option<Id>,
        /// Why.
        pub motive: Text,
    } = Self { person: example_person(1), part: None, motive: "Erreur de ligne".into() };
    /// A person who had signed up was not there.
    pub struct AbsenceObserved {
        /// Who.
        pub person: PersonRef,
        /// The part of the session; absent for the whole of it.
        pub part: Option<Id>,
        /// Whether excused.
        #[serde(default)]
        pub excused: bool,
        /// When the person said so beforehand.
        pub noticed: Option<OccurredOn>,
    } = Self { person: example_person(1), part: None, excused: true, noticed: "2016-03-07".parse().ok() };
    /// An organisation was represented, whoever came for it.
    pub struct OrganisationPresent {
        /// Which.
        pub organisation: Id,
        /// By how many, where that was noted; they add to no headcount.
        pub heads: Option<u32>,
    } = Self { organisation: example_id("clsa"), heads: Some(2) };
    /// Heads that were counted without names.
    pub struct HeadcountRecorded {
        /// The sheet, named by the caller.
        pub sheet: Id,
        /// Anonymous heads, on top of the named presences.
        pub total: Quantity,
        /// The part of the session; absent for the whole of it.
        pub part: Option<Id>,
        /// How many of them said that they had already come.
        pub already_seen: Option<u64>,
        /// About what they were asked.
        pub seen_scope: Option<SeenScope>,
        /// What they answered, each question on its own and never crossed.
        #[serde(default, skip_serializing_if = "Marginals::is_empty")]
        pub marginals: Marginals,
        /// How it stands to the sheets before it.
        pub standing: Standing,
    } = Self {
        sheet: example_id("feuille-1"),
        total: Quantity::exact(8),
        part: None,
        already_seen: None,
        seen_scope: None,
        marginals: Marginals {
            sex: Some(BTreeMap::from([(Sex::Female, 5), (Sex::Male, 3)])),
            ..Marginals::default()
        },
        standing: Standing::First {},
    };
    /// Visits to a stand: passages, never persons.
    pub struct VisitsRecorded {
        /// The sheet, named by the caller.
        pub sheet: Id,
        /// How many.
        pub number: Quantity,
        /// How it stands to the sheets before it.
        pub standing: Standing,
    } = Self {
        sheet: example_id("stand-matin"),
        number: Quantity::About { value: 40 },
        standing: Standing::First {},
    };
    /// Connections to an online session: never persons.
    pub struct ConnectionsRecorded {
        /// The sheet, named by the caller.
        pub sheet: Id,
        /// How many.
        pub number: Quantity,
        /// How it stands to the sheets before it.
        pub standing: Standing,
    } = Self { sheet: example_id("visio"), number: Quantity::exact(31), standing: Standing::First {} };
    /// Somebody was referred from here or to here; who is not recorded.
    pub struct ReferralMade {
        /// Which referral, named by the caller; the same is never another one.
        pub referral: Id,
        /// To whom, when people are sent on.
        pub to: Option<Party>,
        /// By whom, when people were sent here.
        pub from: Option<Party>,
        /// How many people.
        #[serde(default = "one")]
        pub heads: u32,
    } = Self {
        referral: example_id("orientation-1"),
        to: Some(Party::Organisation(example_id("cpam"))),
        from: None,
        heads: 1,
    };
}
