//! Who holds a role or a seat.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::id::{Id, PersonRef};
use crate::references::References;
use crate::refusal::Refusal;

/// An organisation, or a person by reference: users and carers sit for themselves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// An organisation.
    Organisation(Id),
    /// A person.
    Person(PersonRef),
}

impl Holder {
    /// Who is named by two members of which one is filled; `None` where both are or neither is.
    pub fn of(organisation: Option<&Id>, person: Option<PersonRef>) -> Option<Self> {
        match (organisation, person) {
            (Some(organisation), None) => Some(Self::Organisation(organisation.clone())),
            (None, Some(person)) => Some(Self::Person(person)),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    /// Its organisation, where it is one.
    pub const fn organisation(&self) -> Option<&Id> {
        match self {
            Self::Organisation(id) => Some(id),
            Self::Person(_) => None,
        }
    }

    /// Its person, where it is one.
    pub const fn person(&self) -> Option<PersonRef> {
        match self {
            Self::Organisation(_) => None,
            Self::Person(person) => Some(*person),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(id) => id.fmt(f),
            Self::Person(person) => person.fmt(f),
        }
    }
}

/// Refuses nobody, and an organisation and a person at once.
pub(crate) fn one_holder(holder: Option<Holder>) -> Result<Holder, Refusal> {
    holder.ok_or_else(|| Refusal::new("holder-one"))
}

/// Gathers what two such members name.
pub(crate) fn holder_references(named: &mut References, organisation: Option<&Id>, person: Option<PersonRef>) {
    named.maybe(Family::Organisation, organisation);
    named.person(person);
}
