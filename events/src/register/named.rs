//! Who is named at a session, by which fact, as its facts read with their amendments.

use std::collections::BTreeMap;

use crate::decide::{PastFact, effective};
use crate::fact::Fact;
use crate::happened::Happened;
use crate::id::{Id, PersonRef};
use crate::session::{Audience, Quality, SessionFact, SignupRequested};
use crate::when::OccurredOn;

/// What names somebody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Words {
    /// An active signup for the person.
    Signup(Id),
    /// An active signup for a relative of the person.
    Relative(Id),
    /// In a part of the session, or in the whole of it.
    Presence(PersonRef, Option<Id>),
    Absence(PersonRef, Option<Id>),
}

/// One person named at a session.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Naming {
    pub(super) person: PersonRef,
    pub(super) on: OccurredOn,
    /// Whether the age that was noted is that of a minor, where one was noted.
    pub(super) is_minor: Option<bool>,
    pub(super) quality: Option<Quality>,
}

impl Naming {
    /// Everybody whom a fact names, as long as nothing takes it back.
    pub(super) fn all_of(on: OccurredOn, fact: &SessionFact) -> Vec<Self> {
        let mut named = Named::default();
        named.learn(on, fact.clone());
        named.all.into_values().collect()
    }
}

/// Everybody who is named at a session.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) audience: Option<Audience>,
    pub(super) all: BTreeMap<Words, Naming>,
}

impl Named {
    pub(super) fn of(past: &[PastFact]) -> Self {
        let mut named = Self::default();
        for happened in effective(past) {
            if let Fact::Session(fact) = happened.fact {
                named.learn(happened.on, fact);
            }
        }
        named
    }

    /// For whom a session is; cheaper than [`Named::of`] where nothing was amended.
    pub(super) fn audience(past: &[PastFact]) -> Option<Audience> {
        let planned = |happened: &Happened<Fact>| match &happened.fact {
            Fact::Session(SessionFact::Planned(it)) => Some(it.audience),
            _ => None,
        };
        if past.iter().any(|it| matches!(it.happened.fact, Fact::Amendment(_))) {
            return effective(past).iter().find_map(planned).flatten();
        }
        past.iter().map(|it| &it.happened).find_map(planned).flatten()
    }

    fn learn(&mut self, on: OccurredOn, fact: SessionFact) {
        let naming = |person| Naming { person, on, is_minor: None, quality: None };
        match fact {
            SessionFact::Planned(it) => self.audience = it.audience,
            SessionFact::SignupRequested(SignupRequested { signup, person, relative_of, .. }) => {
                self.forget(&signup);
                self.all.extend(relative_of.map(|person| (Words::Relative(signup.clone()), naming(person))));
                self.all.extend(person.map(|person| (Words::Signup(signup), naming(person))));
            }
            SessionFact::SignupCancelled(it) => self.forget(&it.signup),
            SessionFact::AttendanceObserved(it) => {
                let is_minor = it.age.and_then(|age| age.is_minor());
                let naming = Naming { is_minor, quality: Some(it.quality), ..naming(it.person) };
                self.all.insert(Words::Presence(it.person, it.part), naming);
            }
            SessionFact::AttendanceWithdrawn(it) => self.all.retain(|words, _| match words {
                Words::Presence(person, part) => *person != it.person || (it.part.is_some() && *part != it.part),
                Words::Signup(_) | Words::Relative(_) | Words::Absence(..) => true,
            }),
            SessionFact::AbsenceObserved(it) => {
                self.all.insert(Words::Absence(it.person, it.part), naming(it.person));
            }
            SessionFact::Moved(_)
            | SessionFact::Cancelled(_)
            | SessionFact::Held(_)
            | SessionFact::Renamed(_)
            | SessionFact::Credited(_)
            | SessionFact::Uncredited(_)
            | SessionFact::CapacityChanged(_)
            | SessionFact::Led(_)
            | SessionFact::LeadEnded(_)
            | SessionFact::SignupConfirmed(_)
            | SessionFact::SignupWaiting(_)
            | SessionFact::OrganisationPresent(_)
            | SessionFact::HeadcountRecorded(_)
            | SessionFact::VisitsRecorded(_)
            | SessionFact::ConnectionsRecorded(_)
            | SessionFact::ReferralMade(_) => {}
        }
    }

    fn forget(&mut self, signup: &Id) {
        self.all.remove(&Words::Signup(signup.clone()));
        self.all.remove(&Words::Relative(signup.clone()));
    }
}
