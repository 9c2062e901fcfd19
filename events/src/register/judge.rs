//! The one place where a decided fact is judged by the rules over several streams.

use super::entry::Entry;
use super::facts::{Register, undated};
use super::kinds::given_to;
use super::view::View;
use super::{contracts, fiches, funders, organisations, partnerships, persons, sessions, slots};
use crate::decide::{Amended, PastFact, broken, standing};
use crate::fact::Fact;
use crate::family::Family;
use crate::happened::Happened;
use crate::id::StreamId;
use crate::refusal::{Broken, Refusal};
use crate::session::SessionFact;

/// Judges a decided fact by the rules over several streams. `past` is its stream before it. Only what it newly breaks
/// refuses it: what was broken already stays as it is. Amendments are [judged together](judge_amended).
pub fn judge_in_register(
    register: &Register,
    stream: &StreamId,
    past: &[PastFact],
    said: &Happened<Fact>,
) -> Result<(), Refusal> {
    let before = View::of(register);
    persons::judge_given(&before, &given_to(&said.fact), said.on)?;
    if register.is_held(stream, &said.fact) {
        let mut facts = register.streams.get(stream).map(|it| it.facts.clone()).unwrap_or_default();
        facts.push(undated(said));
        let after = View::with(register, stream, Entry::of(stream.family, &facts));
        return newly_broken(&before, &after, stream, false).map_or(Ok(()), Err);
    }
    match stream.family {
        Family::Session if matches!(said.fact, Fact::Session(SessionFact::Planned(_))) => {
            slots::judge_said(&before, &said.fact)
        }
        Family::Session => sessions::judge_said(&before, past, said),
        Family::Funding => funders::judge(&before, past, &[past, &[undated(said)]].concat()),
        _ => Ok(()),
    }
}

/// What the amendments of a command newly break of the rules over several streams: at most one refusal a stream, by the
/// first of its facts that reads otherwise. `before` is the register without the facts of the command, `after` with
/// them.
pub fn judge_amended(before: &Register, after: &Register, amended: &[Amended<'_>]) -> Vec<Broken> {
    let (before, after) = (View::of(before), View::of(after));
    let refused = |it: &Amended<'_>| match it.stream.family {
        Family::Session => {
            let named = sessions::judge(&after, it.before, it.after);
            named.and_then(|()| slots::judge(&after, it.before, it.after)).err()
        }
        Family::Funding => funders::judge(&after, it.before, it.after).err(),
        _ => newly_broken(&before, &after, it.stream, true).or_else(|| given_anew(&after, it)),
    };
    let by_fact = |it: &Amended<'_>| Some(broken(it.stream, it.first_changed()?, refused(it)?));
    amended.iter().filter_map(by_fact).collect()
}

/// Why what an amendment newly gives a person may not be given, on the day that it is given for.
fn given_anew(after: &View<'_>, amended: &Amended<'_>) -> Option<Refusal> {
    let newly = amended.newly_named();
    standing(amended.after).iter().find_map(|(_, said)| {
        let given: Vec<StreamId> = given_to(&said.fact).into_iter().filter(|it| newly.contains(it)).collect();
        persons::judge_given(after, &given, said.on).err()
    })
}

/// What a stream comes to break.
fn newly_broken(before: &View<'_>, after: &View<'_>, stream: &StreamId, amends: bool) -> Option<Refusal> {
    let earlier = violations(before, stream, amends);
    let new = |refusal: &Refusal| !earlier.iter().any(|earlier| is_same(earlier, refusal));
    let broken = violations(after, stream, amends).into_iter().find(new);
    broken.or_else(|| persons::judge_target(before, after, stream).err())
}

/// Whether two refusals speak of the same: a window may have moved meanwhile, and what is known grown.
fn is_same(a: &Refusal, b: &Refusal) -> bool {
    let about = |refusal: &Refusal| -> Vec<(&str, String)> {
        refusal.values.iter().filter(|(name, _)| !matches!(*name, "starts" | "ends" | "known")).cloned().collect()
    };
    a.code == b.code && about(a) == about(b)
}

/// What a stream breaks as it stands.
fn violations(view: &View<'_>, stream: &StreamId, amends: bool) -> Vec<Refusal> {
    match view.entry(stream) {
        // The slot that a session names stays its own, whatever becomes of the rhythm.
        None | Some(Entry::Nothing | Entry::Pole(_)) => Vec::new(),
        Some(Entry::Person(person)) => persons::violations(view, stream, person),
        Some(Entry::Organisation(_)) => {
            let mut broken = organisations::violations(view, stream);
            broken.extend(contracts::misfits_of(view, &stream.id));
            broken
        }
        Some(Entry::Fiche(fiche)) => fiches::violations(view, stream, fiche),
        Some(Entry::Contract(contract)) => {
            let mut broken = contracts::violations(view, stream, contract);
            // An amendment of the contract that was signed is never refused for what is done in its years.
            if amends {
                broken.extend(fiches::without_contract(view, stream));
            }
            broken
        }
        Some(Entry::Partnership(partnership)) => partnerships::violations(view, stream, partnership),
    }
}
