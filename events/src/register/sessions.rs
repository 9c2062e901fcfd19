//! Persons at a session: one that was merged has one place and one presence, and who was erased has none.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::undated;
use super::persons::same;
use super::view::View;
use crate::decide::{PastFact, effective};
use crate::fact::Fact;
use crate::happened::Happened;
use crate::id::{Id, PersonRef};
use crate::refusal::Refusal;
use crate::session::SessionFact;

/// Who is at a session, by name.
#[derive(Default)]
struct Named {
    /// Active signups.
    signed_up: BTreeMap<Id, PersonRef>,
    present: BTreeSet<PersonRef>,
    absent: BTreeSet<PersonRef>,
}

impl Named {
    fn of(past: &[PastFact]) -> Self {
        let mut named = Self::default();
        for happened in effective(past) {
            let Fact::Session(fact) = happened.fact else { continue };
            match fact {
                SessionFact::SignupRequested(it) => {
                    named.signed_up.extend(it.person.map(|person| (it.signup, person)));
                }
                SessionFact::SignupCancelled(it) => {
                    named.signed_up.remove(&it.signup);
                }
                SessionFact::AttendanceObserved(it) => {
                    named.present.insert(it.person);
                }
                SessionFact::AttendanceWithdrawn(it) => {
                    named.present.remove(&it.person);
                }
                SessionFact::AbsenceObserved(it) => {
                    named.absent.insert(it.person);
                }
                _ => {}
            }
        }
        named
    }
}

/// Refuses whoever comes to be named at the session while erased, or while the same person is there under another
/// reference.
pub(super) fn judge(view: &View<'_>, past: &[PastFact], said: &Happened<Fact>) -> Result<(), Refusal> {
    let person = match &said.fact {
        Fact::Session(SessionFact::SignupRequested(it)) => it.person,
        Fact::Session(SessionFact::AttendanceObserved(it)) => Some(it.person),
        Fact::Session(SessionFact::AbsenceObserved(it)) => Some(it.person),
        _ => None,
    };
    let plain = |person: PersonRef| same(view, person).len() == 1 && view.person(person).is_none();
    if person.is_some_and(plain) {
        return Ok(());
    }
    let before = Named::of(past);
    let after = Named::of(&[past, &[undated(said)]].concat());
    for (signup, person) in after.signed_up.iter().filter(|(signup, _)| !before.signed_up.contains_key(*signup)) {
        not_erased(view, *person)?;
        let same = same(view, *person);
        if let Some((other, _)) = after.signed_up.iter().find(|(other, it)| *other != signup && same.contains(it)) {
            return Err(Refusal::new("same-person-signed-up").with("signup", other));
        }
    }
    for person in after.present.difference(&before.present).chain(after.absent.difference(&before.absent)) {
        not_erased(view, *person)?;
        if same(view, *person).iter().any(|other| other != person && after.present.contains(other)) {
            return Err(Refusal::new("same-person-present"));
        }
    }
    Ok(())
}

fn not_erased(view: &View<'_>, person: PersonRef) -> Result<(), Refusal> {
    match view.person(person).and_then(|entry| entry.erased) {
        Some(on) => Err(Refusal::new("person-erased").with("on", on)),
        None => Ok(()),
    }
}
