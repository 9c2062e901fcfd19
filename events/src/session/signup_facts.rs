//! Who asks for a place, and what becomes of it.

use crate::closed_list::closed_list;
use crate::declare::{example_id, example_person, payload};
use crate::id::{Id, PersonRef};

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
}

payload! {
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
}
