//! Persons to each other: merges make no circle, nobody is merged into who is not there any more, and whoever answers
//! for a minor is of age.

use std::collections::BTreeSet;

use super::entry::{PersonEntry, Shared};
use super::facts::Register;
use super::view::View;
use crate::family::Family;
use crate::id::{PersonRef, StreamId};
use crate::person::ObjectedTo;
use crate::refusal::Refusal;
use crate::timeline::{FromDay, ends};
use crate::when::OccurredOn;

/// Whom a stream is of.
fn of(stream: &StreamId) -> Option<PersonRef> {
    stream.id.as_str().parse().ok()
}

/// Refuses merges that lead back to where they begin, and a minor who answers for another.
pub(super) fn violations(view: &View<'_>, stream: &StreamId, person: &PersonEntry) -> Vec<Refusal> {
    let Some(begin) = of(stream) else { return Vec::new() };
    let mut broken = Vec::new();
    if chain(view, begin).is_none() {
        broken.push(Refusal::new("merge-circle"));
    }
    for (adult, window) in &person.responsible {
        let through = view.person(*adult).and_then(|entry| entry.minor_through);
        if let (Some(through), Some((first, _))) = (through, window.from.span())
            && first.year() <= through
        {
            broken.push(Refusal::new("responsible-is-minor").with("through", through));
        }
    }
    broken
}

/// Refuses a merge into a reference that was erased, or merged away itself; the one that stays is named. A merge that
/// stood before is not judged again.
pub(super) fn judge_target(before: &View<'_>, after: &View<'_>, stream: &StreamId) -> Result<(), Refusal> {
    let into = |view: &View<'_>| view.person(of(stream)?)?.into;
    let Some(target) = into(after).filter(|target| into(before) != Some(*target)) else { return Ok(()) };
    let Some(entry) = after.person(target) else { return Ok(()) };
    if let Some(on) = entry.erased {
        return Err(Refusal::new("merge-into-erased").with("on", on));
    }
    match entry.into {
        Some(_) => Err(Refusal::new("merge-into-merged").with("stays", stays(after, target))),
        None => Ok(()),
    }
}

/// Refuses to give anything to somebody who was erased, whose reference is empty for ever, or who objects on that day,
/// under whichever reference, to anything more being recorded.
pub(super) fn judge_given(view: &View<'_>, named: &[StreamId], on: OccurredOn) -> Result<(), Refusal> {
    for person in named.iter().filter(|stream| stream.family == Family::Person).filter_map(of) {
        if let Some(on) = view.person(person).and_then(|entry| entry.erased) {
            return Err(Refusal::new("person-erased").with("on", on));
        }
        let mut objections = same(view, person).into_iter().filter_map(|it| objection(view, it, on));
        if objections.any(|(_, to)| to == ObjectedTo::All) {
            return Err(Refusal::new("person-objected-to-all"));
        }
    }
    Ok(())
}

/// What a person objects to on a day, under one reference, and since when. Where the day is not known the last word
/// counts.
pub(super) fn objection(view: &View<'_>, reference: PersonRef, on: OccurredOn) -> Option<(FromDay, ObjectedTo)> {
    let day = ends(on).or(Some(jiff::civil::Date::MAX));
    let (since, to) = view.person(reference)?.objection.statement_on(day)?;
    to.map(|to| (since, to))
}

/// The references from one to the one that stays; `None` when they turn in a circle.
fn chain(view: &View<'_>, begin: PersonRef) -> Option<Vec<PersonRef>> {
    let mut chain = vec![begin];
    let mut at = begin;
    while let Some(next) = view.person(at).and_then(|entry| entry.into) {
        if chain.contains(&next) {
            return None;
        }
        chain.push(next);
        at = next;
    }
    Some(chain)
}

fn stays(view: &View<'_>, person: PersonRef) -> PersonRef {
    chain(view, person).and_then(|chain| chain.last().copied()).unwrap_or(person)
}

/// The other references to a person, by merges that stand, without those that were erased.
pub fn other_references(register: &Register, person: PersonRef) -> Vec<PersonRef> {
    let view = View::of(register);
    let erased = |it: PersonRef| view.person(it).is_some_and(|entry| entry.erased.is_some());
    same(&view, person).into_iter().filter(|it| *it != person && !erased(*it)).collect()
}

/// Every reference to the same person, that one included.
pub(super) fn same(view: &View<'_>, person: PersonRef) -> BTreeSet<PersonRef> {
    let mut all = BTreeSet::new();
    let mut next = vec![stays(view, person)];
    while let Some(reference) = next.pop() {
        if all.insert(reference) {
            next.extend(view.sharing(&Shared::MergedInto(reference)).into_iter().filter_map(of));
        }
    }
    all.insert(person);
    all
}
