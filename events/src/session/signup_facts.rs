//! Who asks for a place, and what becomes of it.

use crate::closed_list::closed_list;
use crate::declare::{example_id, example_person, payload};
use crate::id::{Id, PersonRef};
use crate::session::attendance_facts::one;

closed_list! {
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
    /// Why a place is given back. Nothing here tells of somebody's health.
    pub enum GivenBackFor {
        /// The day or the hour does not suit.
        Timing = "timing",
        /// No way to come.
        Transport = "transport",
        /// Nobody to look after children or others.
        Care = "care",
        /// Another session suits better.
        OtherSession = "other_session",
        /// No longer wanted.
        NoLongerWanted = "no_longer_wanted",
        /// Asked for by mistake, or twice.
        Mistake = "mistake",
        /// The organiser needs the place.
        Organiser = "organiser",
        /// Anything else, or not said.
        Other = "other",
    }
}

impl SignupRequested {
    /// A place for one person.
    pub const fn of_person(signup: Id, person: PersonRef, by: AskedBy) -> Self {
        Self { signup, person: Some(person), organisation: None, heads: 1, by, through: None, relative_of: None }
    }
}

payload! {
    /// Somebody asks for a place, or a group for several.
    pub struct SignupRequested {
        /// The signup, named by the caller.
        pub signup: Id,
        /// For whom.
        pub person: Option<PersonRef>,
        /// For which organisation.
        pub organisation: Option<Id>,
        /// For how many people, the person included: a group has its places together or waits together.
        #[serde(default = "one")]
        pub heads: u32,
        /// Who asked.
        pub by: AskedBy,
        /// The organisation that sent them.
        pub through: Option<Id>,
        /// The person whose relative it is for, who is not named.
        pub relative_of: Option<PersonRef>,
    } = Self {
        signup: example_id("i-1"),
        person: Some(example_person(1)),
        organisation: None,
        heads: 1,
        by: AskedBy::Person,
        through: None,
        relative_of: None,
    };
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
        /// Why, in one of these words.
        pub motive: Option<GivenBackFor>,
    } = Self { signup: example_id("i-1"), by: AskedBy::Person, motive: Some(GivenBackFor::Timing) };
}
