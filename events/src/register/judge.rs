//! The one place where a decided fact is judged by the rules over several streams.

use super::entry::Entry;
use super::facts::{Register, undated};
use super::view::View;
use super::{contracts, fiches, funders, organisations, partnerships, persons, sessions};
use crate::decide::PastFact;
use crate::fact::Fact;
use crate::family::Family;
use crate::happened::Happened;
use crate::id::StreamId;
use crate::refusal::Refusal;

/// Judges a decided fact, a correction included, by the rules over several streams. `past` is its stream before it.
/// Only what it newly breaks refuses it: what was broken already stays as it is.
pub fn judge_in_register(
    register: &Register,
    stream: &StreamId,
    past: &[PastFact],
    said: &Happened<Fact>,
) -> Result<(), Refusal> {
    let before = View::of(register);
    if register.is_held(stream, &said.fact) {
        let mut facts = register.streams.get(stream).map(|it| it.facts.clone()).unwrap_or_default();
        facts.push(undated(said));
        let after = View::with(register, stream, Entry::of(stream.family, &facts));
        let amends = matches!(said.fact, Fact::Amendment(_));
        let broken = violations(&before, stream, amends);
        let new = |refusal: &Refusal| !broken.iter().any(|earlier| is_same(earlier, refusal));
        return match violations(&after, stream, amends).into_iter().find(new) {
            Some(refusal) => Err(refusal),
            None => persons::judge_target(&before, &after, stream),
        };
    }
    match stream.family {
        Family::Session => sessions::judge(&before, past, said),
        Family::Funding => funders::judge(&before, past, said),
        _ => Ok(()),
    }
}

/// Whether two refusals speak of the same: a window may have moved meanwhile.
fn is_same(a: &Refusal, b: &Refusal) -> bool {
    let about = |refusal: &Refusal| -> Vec<(&str, String)> {
        refusal.values.iter().filter(|(name, _)| !matches!(*name, "starts" | "ends")).cloned().collect()
    };
    a.code == b.code && about(a) == about(b)
}

/// What a stream breaks as it stands.
fn violations(view: &View<'_>, stream: &StreamId, amends: bool) -> Vec<Refusal> {
    match view.entry(stream) {
        None | Some(Entry::Nothing) => Vec::new(),
        Some(Entry::Person(person)) => persons::violations(view, stream, person),
        Some(Entry::Organisation(_)) => organisations::violations(view, stream),
        Some(Entry::Fiche(fiche)) => fiches::violations(view, stream, fiche),
        Some(Entry::Contract(contract)) => {
            let mut broken = contracts::violations(view, stream, contract);
            // An amendment of the contract that was signed is never refused for what is done in its years.
            if amends {
                broken.extend(fiches::years_outside(view, stream));
            }
            broken
        }
        Some(Entry::Partnership(partnership)) => partnerships::violations(view, stream, partnership),
    }
}
