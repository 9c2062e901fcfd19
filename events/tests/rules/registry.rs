//! What the registry says of each kind is what the rules do.

use std::collections::BTreeSet;

use maillage_events::decide::{Ask, PastFact, decide};
use maillage_events::declare::{InStream, KindInfo, Nature, Subject};
use maillage_events::fact::{Fact, registry};
use maillage_events::family::Family;
use maillage_events::happened::Happened;
use maillage_events::id::{Id, StreamId};
use maillage_events::refusal::Refusal;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{at, day, now, past_fact};

const TODAY: &str = "2020-06-01";

/// Records a fact in a stream that holds `past`.
fn record(stream: &StreamId, past: &[PastFact], fact: Fact) -> Result<Vec<Happened<Fact>>, Refusal> {
    now(decide(stream, past, day("2016-05-12"), Ask::Record(fact), &at(TODAY)))
}

fn example(info: &KindInfo) -> Fact {
    Fact::read(info.kind, &(info.example)().to_string()).unwrap()
}

fn of_families() -> impl Iterator<Item = (&'static KindInfo, StreamId)> {
    let code = |family: Family| StreamId::new(family, Id::new("exemple").unwrap());
    registry().filter_map(move |info| Some((info, code(info.family?))))
}

/// The kinds whose place in a stream is not the one that `says` gives it.
fn misplaced(says: impl Fn(&KindInfo) -> InStream) -> Vec<&'static str> {
    let begins = |info: &KindInfo, stream: &StreamId| record(stream, &[], example(info)).is_ok();
    of_families()
        .filter(|(info, stream)| begins(info, stream) != (says(info) == InStream::First))
        .map(|(info, _)| info.kind)
        .collect()
}

#[test]
fn a_stream_begins_with_the_kinds_that_say_so_and_with_no_other() {
    assert_eq!(misplaced(|info| info.in_stream), Vec::<&str>::new());

    // The control: a registry that lets anything begin a stream is found out.
    let wrong = misplaced(|_| InStream::First);
    assert!(wrong.contains(&"session.held") && !wrong.contains(&"session.planned"), "{wrong:?}");
}

#[test]
fn a_statement_that_begins_a_stream_says_nothing_new_when_said_again() {
    let mut count = 0;
    for (info, stream) in of_families() {
        if (info.in_stream, info.nature) == (InStream::First, Nature::Statement) {
            let first = record(&stream, &[], example(info)).unwrap().remove(0);
            let past = [past_fact(1, TODAY, first)];
            assert_eq!(record(&stream, &past, example(info)), Ok(Vec::new()), "{}", info.kind);
            count += 1;
        }
    }
    assert!(count > 10, "only {count} statements were tried");
}

/// Whether a form holds a person's reference, itself or in what it leans on.
fn holds_a_person(form: &Value) -> bool {
    match form {
        Value::String(target) => target.ends_with("/PersonRef"),
        Value::Array(items) => items.iter().any(holds_a_person),
        Value::Object(members) => members.values().any(holds_a_person),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The kinds that speak of a person and are `said` to be public.
fn exposed(said: impl Fn(&KindInfo) -> Subject) -> BTreeSet<&'static str> {
    let personal = |info: &KindInfo| {
        let form = (info.form)();
        info.family == Some(Family::Person) || holds_a_person(&form.schema) || form.types.values().any(holds_a_person)
    };
    registry().filter(|info| personal(info) && said(info) == Subject::Public).map(|info| info.kind).collect()
}

#[test]
fn what_speaks_of_a_person_is_not_said_to_be_public() {
    assert_eq!(exposed(|info| info.subject), BTreeSet::new());

    // The control: were everything public, the named presence would be found.
    assert!(exposed(|_| Subject::Public).contains("attendance.observed"));
}

/// The names in a payload that lead to another stream: a person's reference, `family/identifier`, an organisation.
fn named_in(payload: &Value, found: &mut Vec<String>) {
    match payload {
        Value::String(text) => {
            if let Ok(stream) = text.parse::<StreamId>() {
                found.push(stream.to_string());
            } else if Uuid::try_parse(text).is_ok() {
                found.push(format!("person/{text}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| named_in(item, found)),
        // A request to be erased is a UUID that leads nowhere.
        Value::Object(members) => {
            members.iter().filter(|(key, _)| *key != "request").for_each(|(_, member)| named_in(member, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn every_stream_and_person_in_a_payload_is_a_reference() {
    // Whose presence is withdrawn was looked up when it was observed.
    const LOOKED_UP_BEFORE: [&str; 1] = ["attendance.withdrawn"];
    let mut checked = 0;
    for (info, _) in of_families() {
        let fact = example(info);
        let mut named = Vec::new();
        named_in(&fact.payload().unwrap(), &mut named);
        if LOOKED_UP_BEFORE.contains(&info.kind) {
            continue;
        }
        let references: Vec<String> = fact.references().iter().map(ToString::to_string).collect();
        for stream in named {
            assert!(references.contains(&stream), "{} names {stream}, its references are {references:?}", info.kind);
            checked += 1;
        }
    }
    assert!(checked >= 8, "only {checked} names were checked");
}

#[test]
fn references_name_the_object_in_its_family() {
    let names = |kind: &str, data: &str| {
        let streams = Fact::read(kind, data).unwrap().references();
        streams.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(names("attendance.organisation_present", r#"{"organisation":"clsa"}"#), ["organisation/clsa"]);
    assert_eq!(names("session.credited", r#"{"fiche":"f-1"}"#), ["fiche/f-1"]);
    assert_eq!(names("mandate.extended", r#"{"contract":"cls"}"#), ["contract/cls"]);
    assert_eq!(names("funding.allocated", r#"{"movement":"m-1","fiche":"f-1","cents":1}"#), ["fiche/f-1"]);
}
