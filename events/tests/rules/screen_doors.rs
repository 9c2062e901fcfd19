//! The screen at every door of a fact: values, keys, identifiers, the envelope, motives. Whatever names a person is
//! refused at each; what only looks like it is taken at each.

use std::collections::BTreeSet;

use maillage_events::decide::{Ask, Why, decide};
use maillage_events::declare::Example;
use maillage_events::envelope::{Channel, Context, Draft, Salt};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, SpaceId, StreamId};
use maillage_events::screen::screen;
use maillage_events::session::{SessionHeld, SessionPlanned, VisitsRecorded};
use maillage_events::text::slug;
use serde_json::json;

use crate::screen_harmless as harmless;
use crate::screen_refused as refused_forms;
use crate::support::*;

/// What a door says of words: `Err` with the code of a refusal, or `None` where the words have no way in, as they are
/// not of the form that the place asks for.
pub type DoorAnswer = Option<Result<(), &'static str>>;

/// A door: its name, and what it says of words.
type Door = (&'static str, fn(&str) -> DoorAnswer);

pub fn draft(stream: &str, fact: impl Into<Fact>) -> Draft {
    Draft {
        id: fact_id(1),
        stream: stream.parse().unwrap(),
        version: 1,
        occurred: day("2016-05-12"),
        fact: fact.into(),
        command: CommandId::derived("porte"),
        context: Context::new(id("compte-1"), Channel::Entry),
        salt: Salt::default(),
    }
}

pub fn sealed(draft: &Draft) -> DoorAnswer {
    Some(draft.seal(&SpaceId::new("essai").unwrap()).map(drop).map_err(|refusal| refusal.code))
}

pub fn with_context(change: impl FnOnce(&mut Context)) -> DoorAnswer {
    let mut draft = draft("session/s-1", SessionHeld::example());
    change(&mut draft.context);
    sealed(&draft)
}

/// What an ask that amends a recorded session gives, sealed.
fn amending(ask: Ask) -> DoorAnswer {
    let stream: StreamId = "session/s-1".parse().unwrap();
    let recorded = |position: u64, fact: Fact| past_fact(position, "2016-05-12", on("2016-05-12", fact));
    let past = [recorded(1, SessionPlanned::example().into()), recorded(2, SessionHeld::example().into())];
    let said = now(decide(&stream, &past, day("2016-05-13"), ask, &at("2016-05-13"))).unwrap();
    sealed(&draft("session/s-1", said[0].fact.clone()))
}

/// Where words of any form may stand.
const TEXT_DOORS: [Door; 5] = [
    ("a text of a payload", |words| {
        sealed(&draft("session/s-1", SessionPlanned { title: words.into(), ..SessionPlanned::example() }))
    }),
    ("a key of a map", |words| {
        // No member of today's payloads has free keys; the screen reads them all the same.
        Some(screen(&json!({ words: 1 })).map_err(|refusal| refusal.code))
    }),
    ("the motive of a cancellation", |words| {
        amending(Ask::Cancel { target: fact_id(2), why: Why { motive: words.into(), ..twice() } })
    }),
    ("the motive of a correction", |words| {
        let (target, data) = (fact_id(2), json!({"minutes": 90}));
        amending(Ask::Correct { target, data, occurred: None, why: Why { motive: words.into(), ..misread() } })
    }),
    ("the payload of a correction", |words| {
        let (target, data) = (fact_id(1), json!({"title": words, "kind": "meeting", "when": "2016"}));
        amending(Ask::Correct { target, data, occurred: None, why: misread() })
    }),
];

/// Where an identifier stands that a caller chose.
const ID_DOORS: [Door; 5] = [
    ("a stream", |words| sealed(&draft(&format!("session/{}", Id::new(words).ok()?), SessionHeld::example()))),
    ("an identifier of a payload", |words| {
        sealed(&draft("session/s-1", VisitsRecorded { sheet: Id::new(words).ok()?, ..VisitsRecorded::example() }))
    }),
    ("a space", |words| {
        let space = SpaceId::new(words).ok()?;
        let sealed = draft("session/s-1", SessionHeld::example()).seal(&space);
        Some(sealed.map(drop).map_err(|refusal| refusal.code))
    }),
    ("whose actor", |words| {
        Id::new(words).ok().and_then(|id| with_context(|context| context.actor.organisation = Some(id)))
    }),
    ("on whose behalf", |words| {
        Id::new(words).ok().and_then(|id| with_context(|context| context.on_behalf_of = Some(id)))
    }),
];

fn check(words: &str, doors: &[Door], right: impl Fn(DoorAnswer) -> bool, wrong: &mut Vec<String>) {
    for (door, say) in doors {
        let said = say(words);
        if !right(said) {
            wrong.push(format!("{words:?} at {door}: {said:?}"));
        }
    }
}

#[test]
fn whatever_names_a_person_is_refused_at_every_door() {
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    let joined_by_dashes = [refused_forms::TITLED, refused_forms::TELEPHONES, refused_forms::NUMBERS];
    for words in joined_by_dashes.iter().copied().chain([refused_forms::EMAILS]).flatten() {
        assert!(seen.insert(*words), "{words:?} is listed twice");
        check(words, &TEXT_DOORS, |said| said == Some(Err("names-a-person")), &mut wrong);
        check(words, &ID_DOORS, |said| matches!(said, None | Some(Err("names-a-person"))), &mut wrong);
    }
    for words in joined_by_dashes.iter().copied().flatten().filter(|words| !NO_IDENTIFIER.contains(words)) {
        check(&slug(words, 64), &ID_DOORS, |said| said == Some(Err("names-a-person")), &mut wrong);
    }
    assert!(seen.len() >= 200, "{} forms", seen.len());
    assert_eq!(wrong, Vec::<String>::new());
}

/// Forms that only marks or capitals tell from other words: nothing is left of these in an identifier.
const NO_IDENTIFIER: &[&str] = &[
    "M. J.-P. Dupont",
    "M\u{200b}me Benali",
    "les docteurs Martin et Petit",
    "les familles Benali et Martin",
    "+32 2 123 45 67",
    "+352 12 34 56 78",
    "+41 22 123 45 67",
    "+590 590 12 34 56",
    "+262 262 12 34 56",
    "+213 21 12 34 56",
];

#[test]
fn what_only_looks_like_a_person_is_taken_at_every_door() {
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    let all = [harmless::PLACES, harmless::PLAIN, harmless::LINES, harmless::DATES, harmless::FIGURES];
    for words in all.into_iter().flatten() {
        assert!(seen.insert(*words), "{words:?} is listed twice");
        check(words, &TEXT_DOORS, |said| said == Some(Ok(())), &mut wrong);
        check(words, &ID_DOORS, |said| matches!(said, None | Some(Ok(()))), &mut wrong);
    }
    for words in all.into_iter().flatten().filter(|words| !NO_HARMLESS_IDENTIFIER.contains(words)) {
        check(&slug(words, 64), &ID_DOORS, |said| said == Some(Ok(())), &mut wrong);
    }
    assert!(seen.len() >= 200, "{} forms", seen.len());
    assert_eq!(wrong, Vec::<String>::new());
}

/// What only capitals or marks tell from a name: joined by dashes it reads as one, and another identifier is chosen.
const NO_HARMLESS_IDENTIFIER: &[&str] =
    &["PR Fives", "01.02-03.04.16", "05/04/16 14 30", "05.04.16 14h30", "09.30 10.30 12.00"];

#[test]
fn a_person_is_an_opaque_reference_and_a_space_is_itself_alone() {
    let person = maillage_events::declare::example_person(1).to_string();
    let seal = |stream: &str| sealed(&draft(stream, SessionHeld::example()));
    assert_eq!(seal(&format!("person/{person}")), Some(Ok(())));
    for id in ["jean-dupont", "p-1", &person.replace('-', ""), "0546000000"] {
        assert_eq!(seal(&format!("person/{id}")), Some(Err("person-without-reference")), "{id}");
    }
    assert_eq!(seal("space/essai"), Some(Ok(())));
    assert_eq!(seal("space/truc"), Some(Err("not-this-space")));
}

#[test]
fn characters_that_nobody_sees_are_refused_at_every_door() {
    for c in ['\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{200e}', '\u{202e}', '\u{2067}'] {
        let mut wrong = Vec::new();
        check(&format!("Forum {c}santé"), &TEXT_DOORS, |said| said == Some(Err("character-unprintable")), &mut wrong);
        assert_eq!(wrong, Vec::<String>::new());
    }
}
