//! Persons at a session: one that was merged has one place and one presence; who was erased or objects is not named; a
//! minor is named with an adult who answers for the minor.

use std::collections::BTreeMap;

use super::entry::PersonEntry;
use super::facts::undated;
use super::named::{Named, Naming, Words};
use super::persons::{objection, same};
use super::view::View;
use crate::decide::PastFact;
use crate::fact::Fact;
use crate::happened::Happened;
use crate::id::PersonRef;
use crate::person::ObjectedTo;
use crate::refusal::Refusal;
use crate::session::{Audience, Quality, SessionFact};
use crate::timeline::FromDay;
use crate::when::OccurredOn;

/// Judges one more fact of a session.
pub(super) fn judge_said(view: &View<'_>, past: &[PastFact], said: &Happened<Fact>) -> Result<(), Refusal> {
    if let Some(naming) = plain(view, past, said) {
        age_of_person(view, &naming)?;
        return minors_audience(view, Named::audience(past), &naming);
    }
    judge(view, past, &[past, &[undated(said)]].concat())
}

/// Refuses whoever comes to be named at the session and may not be. What was recorded before is not judged again.
pub(super) fn judge(view: &View<'_>, before: &[PastFact], after: &[PastFact]) -> Result<(), Refusal> {
    let (before, after) = (Named::of(before), Named::of(after));
    let broken = violations(view, &before);
    // Whoever was noted absent and comes late is present: an absence that stood before refuses nothing.
    let superseded =
        |words: &Words| matches!(words, Words::Absence(..)) && before.all.get(words) == after.all.get(words);
    let new = |(words, refusal): &(Words, Refusal)| {
        let stood = broken.iter().any(|(of, was)| of == words && was.code == refusal.code);
        let came_late = refusal.code == "same-person-present" && superseded(words);
        !stood && !came_late
    };
    match violations(view, &after).into_iter().find(new) {
        Some((_, refusal)) => Err(refusal),
        None => Ok(()),
    }
}

/// The one naming that a fact adds, where nothing is known of the person in the register: most of them, and cheap.
fn plain(view: &View<'_>, past: &[PastFact], said: &Happened<Fact>) -> Option<Naming> {
    let Fact::Session(fact) = &said.fact else { return None };
    if matches!(fact, SessionFact::AbsenceObserved(_)) {
        return None;
    }
    let mut namings = Naming::all_of(said.on, fact).into_iter();
    let (Some(naming), None) = (namings.next(), namings.next()) else { return None };
    let unknown = view.person(naming.person).is_none() && same(view, naming.person).len() == 1;
    (unknown && !past.is_empty()).then_some(naming)
}

/// What the namings of a session break, each with what it is about.
fn violations(view: &View<'_>, named: &Named) -> Vec<(Words, Refusal)> {
    let mut broken = Vec::new();
    for (words, naming) in &named.all {
        let mut refuse = |outcome: Result<(), Refusal>| {
            if let Err(refusal) = outcome {
                broken.push((words.clone(), refusal));
            }
        };
        let person = naming.person;
        refuse(not_erased(view, person));
        refuse(not_objecting(view, naming));
        refuse(not_a_minor_alone(view, naming));
        refuse(age_of_person(view, naming));
        if !matches!(words, Words::Relative(_)) {
            refuse(minors_audience(view, named.audience, naming));
        }
        refuse(once_for_one_person(view, &named.all, words, naming));
    }
    broken
}

fn not_erased(view: &View<'_>, person: PersonRef) -> Result<(), Refusal> {
    match view.person(person).and_then(|entry| entry.erased) {
        Some(on) => Err(Refusal::new("person-erased").with("on", on)),
        None => Ok(()),
    }
}

/// One person has one place, one presence, and is not absent where present, under whichever reference.
fn once_for_one_person(
    view: &View<'_>,
    all: &BTreeMap<Words, Naming>,
    words: &Words,
    naming: &Naming,
) -> Result<(), Refusal> {
    let same = same(view, naming.person);
    let other = |other: &Words, it: &Naming| other != words && it.person != naming.person && same.contains(&it.person);
    match words {
        Words::Signup(_) => {
            let taken = all.iter().find_map(|(of, it)| match of {
                Words::Signup(signup) if of != words && same.contains(&it.person) => Some(signup),
                _ => None,
            });
            taken.map_or(Ok(()), |signup| Err(Refusal::new("same-person-signed-up").with("signup", signup)))
        }
        Words::Presence(..) if all.iter().any(|(of, it)| matches!(of, Words::Presence(..)) && other(of, it)) => {
            Err(Refusal::new("same-person-present"))
        }
        Words::Absence(..) if all.iter().any(|(of, it)| matches!(of, Words::Presence(..)) && other(of, it)) => {
            Err(Refusal::new("same-person-present"))
        }
        Words::Absence(..)
            if !all.iter().any(|(of, it)| matches!(of, Words::Signup(_)) && same.contains(&it.person)) =>
        {
            Err(Refusal::new("absence-without-signup"))
        }
        Words::Presence(..) | Words::Absence(..) | Words::Relative(_) => Ok(()),
    }
}

/// Refuses a name that may be dated on a day on which the person objects to it, under whichever reference.
fn not_objecting(view: &View<'_>, naming: &Naming) -> Result<(), Refusal> {
    let objection = same(view, naming.person).into_iter().find_map(|it| objection(view, it, naming.on));
    match objection {
        Some((since, ObjectedTo::Naming | ObjectedTo::All)) => {
            Err(Refusal::new("person-objected").with("since", since_word(since)))
        }
        None => Ok(()),
    }
}

fn since_word(since: FromDay) -> OccurredOn {
    since.map_or(OccurredOn::Unknown, OccurredOn::Day)
}

/// Whether the person is under age on that day: the day not known, whoever was a minor once may be one.
fn may_be_minor(entry: &PersonEntry, on: OccurredOn) -> bool {
    entry.minor_through.is_some_and(|through| on.year().is_none_or(|year| year <= through))
}

fn not_a_minor_alone(view: &View<'_>, naming: &Naming) -> Result<(), Refusal> {
    let Some(entry) = view.person(naming.person) else { return Ok(()) };
    let accompanied = || entry.responsible.iter().any(|(_, window)| window.may_hold(naming.on));
    if may_be_minor(entry, naming.on) && !accompanied() {
        return Err(Refusal::new("minor-without-responsible"));
    }
    Ok(())
}

/// Refuses an age that contradicts what is known of the person, that very day.
fn age_of_person(view: &View<'_>, naming: &Naming) -> Result<(), Refusal> {
    let Some(is_minor) = naming.is_minor else { return Ok(()) };
    let through = view.person(naming.person).and_then(|entry| entry.minor_through);
    match (is_minor, through, naming.on.year()) {
        (true, None, _) => Err(Refusal::new("age-of-minor")),
        (true, Some(through), Some(year)) if through < year => {
            Err(Refusal::new("age-of-former-minor").with("through", through))
        }
        (false, Some(through), Some(year)) if year <= through => {
            Err(Refusal::new("age-of-adult").with("through", through))
        }
        (true | false, _, _) => Ok(()),
    }
}

/// Where minors are expected, whoever is named is a minor with an adult who answers, or an adult who works there.
fn minors_audience(view: &View<'_>, audience: Option<Audience>, naming: &Naming) -> Result<(), Refusal> {
    if audience != Some(Audience::Minors) {
        return Ok(());
    }
    let working =
        matches!(naming.quality, Some(Quality::Professional | Quality::Elected | Quality::Volunteer | Quality::Carer));
    let minor = view.person(naming.person).is_some_and(|entry| may_be_minor(entry, naming.on));
    if minor || working { Ok(()) } else { Err(Refusal::new("minors-unnamed")) }
}
