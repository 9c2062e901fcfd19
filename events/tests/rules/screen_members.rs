//! Every member of every kind and of the envelope, by its schema or its example: none forgets the screen.

use std::collections::BTreeSet;

use maillage_events::envelope::{Channel, Context, Evidence};
use maillage_events::fact::{Fact, registry};
use maillage_events::family::Family;
use maillage_events::id::{DeviceRef, FactId};
use maillage_events::schema::of_kind;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::screen_doors::{draft, sealed, with_context};
use crate::support::*;

/// A member of a payload, as its schema tells of it: the way to it, and the name of its form.
struct Member {
    way: Vec<String>,
    form: String,
}

/// Every member that holds text, in a schema and in what it refers to.
fn members(schema: &Value, definitions: &Value, way: &[String], found: &mut Vec<Member>) {
    let reference = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/"));
    if let Some(name) = reference {
        if definitions[name]["type"] == "string" || name == "Text" {
            found.push(Member { way: way.to_vec(), form: name.to_owned() });
        } else if way.len() < 6 {
            members(&definitions[name], definitions, way, found);
        }
        return;
    }
    let is_text = |kind: &Value| kind == "string" || kind.as_array().is_some_and(|all| all.contains(&json!("string")));
    if is_text(&schema["type"]) {
        found.push(Member { way: way.to_vec(), form: "string".to_owned() });
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        members(member, definitions, &[way, std::slice::from_ref(name)].concat(), found);
    }
    for item in [&schema["items"]].into_iter().filter(|item| item.is_object()) {
        members(item, definitions, &[way, &["[]".to_owned()]].concat(), found);
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        schema[key].as_array().into_iter().flatten().for_each(|one| members(one, definitions, way, found));
    }
    if schema["additionalProperties"].is_object() {
        found.push(Member { way: [way, &["{}".to_owned()]].concat(), form: "key".to_owned() });
        members(&schema["additionalProperties"], definitions, &[way, &["{}".to_owned()]].concat(), found);
    }
}

/// The payload with words in one place of it.
fn with_words(payload: &Value, way: &[String], words: &str) -> Value {
    let mut changed = payload.clone();
    let mut place = &mut changed;
    for (at, step) in way.iter().enumerate() {
        let last = at + 1 == way.len();
        place = match step.as_str() {
            "[]" => {
                if !place.is_array() {
                    *place = json!([]);
                }
                let items = place.as_array_mut().unwrap();
                if items.is_empty() {
                    items.push(Value::Null);
                }
                &mut items[0]
            }
            "{}" => {
                *place = json!({words: if last { json!({"f": 1}) } else { Value::Null }});
                if last {
                    return changed;
                }
                &mut place[words]
            }
            name => &mut place[name],
        };
    }
    *place = words.into();
    changed
}

#[test]
fn no_member_of_any_kind_forgets_the_screen() {
    let (mut texts, mut taken) = (0, Vec::new());
    for info in registry() {
        let schema = of_kind(info.kind, info.schema).unwrap();
        let mut found = Vec::new();
        members(&json!({"$ref": "#/$defs/Payload"}), &schema["$defs"], &[], &mut found);
        let example = (info.example)();
        for member in found {
            for words in ["Mme Benali", "mme-benali", "05 46 00 00 00", "0546000000", "a.durand@exemple.fr"] {
                // The public contacts of an organisation, which the next test watches.
                if member.form == "TelephoneNumber" || member.form == "EmailAddress" {
                    continue;
                }
                let payload = with_words(&example, &member.way, words).to_string();
                let Ok(fact) = Fact::read(info.kind, &payload) else { continue };
                texts += usize::from(words == "Mme Benali");
                let stream = match info.family {
                    Some(Family::Space) => "space/essai".to_owned(),
                    _ => "session/s-1".to_owned(),
                };
                if sealed(&draft(&stream, fact)) != Some(Err("names-a-person")) {
                    taken.push(format!("{} {}: {words}", info.kind, member.way.join(".")));
                }
            }
        }
    }
    assert_eq!(taken, Vec::<String>::new());
    assert!(texts > 50, "only {texts} members of free words were found");
}

#[test]
fn only_an_organisation_has_a_public_telephone_and_e_mail() {
    let mut found = BTreeSet::new();
    for info in registry() {
        let schema = of_kind(info.kind, info.schema).unwrap();
        let mut members_found = Vec::new();
        members(&json!({"$ref": "#/$defs/Payload"}), &schema["$defs"], &[], &mut members_found);
        for Member { way, form } in members_found {
            let exempt = way.last().is_some_and(|name| name == "telephone" || name == "email");
            assert_eq!(exempt, form == "TelephoneNumber" || form == "EmailAddress", "{} {way:?}", info.kind);
            assert!(!exempt || way.len() == 1 && info.kind == "organisation.recorded", "{} {way:?}", info.kind);
            assert!(form == "key" || !way.ends_with(&["{}".to_owned()]), "{}: words under a free key", info.kind);
            found.extend(exempt.then_some(form));
        }
    }
    assert_eq!(found, BTreeSet::from(["EmailAddress".to_owned(), "TelephoneNumber".to_owned()]));
}

#[test]
fn a_member_of_the_envelope_forgets_the_screen_no_more_than_the_others() {
    let mut context = Context::new(id("compte-1"), Channel::Offline);
    context.actor.organisation = Some(id("ville"));
    context.on_behalf_of = Some(id("ccas"));
    context.source.device = Some(DeviceRef(Uuid::from_u128(5)));
    context.source.device_time = Some("2016-03-08T14:00:00Z".parse().unwrap());
    context.correlation = Some(Uuid::from_u128(3));
    context.causation = Some(FactId(Uuid::from_u128(4)));
    context.evidence = vec![Evidence::lines("a".repeat(64), 1, 2)];
    let whole = serde_json::to_value(&context).unwrap();
    let mut ways = Vec::new();
    texts_of(&whole, &mut Vec::new(), &mut ways);
    assert!(ways.len() >= 7, "{ways:?}");
    let mut admitted = 0;
    for way in ways {
        for words in ["Mme Benali", "mme-benali", "0546000000"] {
            let changed = with_words(&whole, &way, words);
            let Ok(context) = serde_json::from_value::<Context>(changed) else { continue };
            admitted += 1;
            let said = with_context(|own| *own = context);
            assert!(
                matches!(said, Some(Err("names-a-person" | "evidence-without-document"))),
                "{way:?}: {words}: {said:?}"
            );
        }
    }
    assert!(admitted > 4, "{admitted}");
    assert_eq!(with_context(|own| *own = context.clone()), Some(Ok(())));
}

fn texts_of(value: &Value, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        Value::String(_) => found.push(way.clone()),
        Value::Object(members) => {
            for (name, member) in members {
                way.push(name.clone());
                texts_of(member, way, found);
                way.pop();
            }
        }
        Value::Array(items) => {
            for item in items {
                way.push("[]".to_owned());
                texts_of(item, way, found);
                way.pop();
            }
        }
        _ => {}
    }
}
