//! The members of payloads and requests, and the words of their closed lists, as people call them.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::fact::registry;
use maillage_events::messages::{Language, choices, keys, member};
use serde_json::Value;

/// The members and the closed lists of a form, those of the types that it leans on included.
fn walk(form: &Value, members: &mut BTreeSet<String>, lists: &mut BTreeSet<Vec<String>>) {
    match form {
        Value::Object(map) => {
            if let Some(properties) = map.get("properties").and_then(Value::as_object) {
                members.extend(properties.keys().cloned());
            }
            if let Some(words) = map.get("enum").and_then(Value::as_array) {
                lists.insert(words.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            }
            map.iter().filter(|(name, _)| *name != "example").for_each(|(_, it)| walk(it, members, lists));
        }
        Value::Array(items) => items.iter().for_each(|it| walk(it, members, lists)),
        _ => {}
    }
}

/// Those of every payload.
pub fn of_payloads() -> (BTreeSet<String>, BTreeSet<Vec<String>>) {
    let (mut members, mut lists) = (BTreeSet::new(), BTreeSet::new());
    for info in registry() {
        let form = (info.form)();
        walk(&form.schema, &mut members, &mut lists);
        form.types.values().for_each(|it| walk(it, &mut members, &mut lists));
    }
    (members, lists)
}

/// Those of every body of a request.
fn of_requests() -> BTreeSet<String> {
    let document: Value = serde_json::from_str(&maillage_server::openapi().unwrap()).unwrap();
    let schemas = &document["components"]["schemas"];
    let (mut found, mut seen) = (BTreeSet::new(), BTreeMap::new());
    fn follow(form: &Value, schemas: &Value, found: &mut BTreeSet<String>, seen: &mut BTreeMap<String, ()>) {
        walk(form, found, &mut BTreeSet::new());
        let text = form.to_string();
        for name in text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
            if seen.insert(name.to_owned(), ()).is_none() {
                follow(&schemas[name], schemas, found, seen);
            }
        }
    }
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            follow(&operation["requestBody"], schemas, &mut found, &mut seen);
        }
    }
    found
}

#[test]
fn every_member_has_a_word_and_every_word_has_its_member() {
    let (mut members, _) = of_payloads();
    members.extend(of_requests());
    assert!(members.len() > 100, "only {} members were read", members.len());
    for language in [Language::French, Language::English] {
        let known = keys(language);
        let known: BTreeSet<&str> = known["words"].iter().filter_map(|key| key.strip_prefix("member-")).collect();
        let unsaid: Vec<&String> = members.iter().filter(|name| !known.contains(name.as_str())).collect();
        assert_eq!(unsaid, Vec::<&String>::new(), "members without a word");
        // The whole of a payload, its date and the answers of a map are told as members are.
        let others = ["whole", "occurred", "f", "m"];
        let left: Vec<&&str> =
            known.iter().filter(|name| !members.contains(**name) && !others.contains(*name)).collect();
        assert_eq!(left, Vec::<&&str>::new(), "words without a member");
    }
    assert_eq!(member(Language::French, "moon"), "moon", "the control: a member without a word");
}

#[test]
fn every_closed_list_has_its_words() {
    let (_, lists) = of_payloads();
    assert!(lists.len() > 20, "only {} lists were read", lists.len());
    let unsaid = |list: &&Vec<String>| {
        let words: Vec<&str> = list.iter().map(String::as_str).collect();
        choices(Language::French, &words).is_none()
    };
    assert_eq!(lists.iter().filter(unsaid).collect::<Vec<_>>(), Vec::<&Vec<String>>::new());
    assert!(unsaid(&&vec!["moon".to_owned()]), "the control");
}
