use std::collections::BTreeMap;

use serde_json::Value;

use super::*;

/// Every reference in a document.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(target) if name == "$ref" => found.push(target.clone()),
                    other => references(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn unresolved(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    references(document, &mut found);
    found.retain(|target| target.strip_prefix('#').and_then(|pointer| document.pointer(pointer)).is_none());
    found
}

#[test]
fn every_reference_leads_somewhere() {
    for info in registry() {
        assert_eq!(unresolved(&of_kind(info.kind, info.schema).unwrap()), Vec::<String>::new(), "{}", info.kind);
    }
    let mut document = asyncapi::document("0");
    assert_eq!(unresolved(&document), Vec::<String>::new());

    // The control: a type that is taken away is missed.
    document["components"]["schemas"].as_object_mut().unwrap().remove("OccurredOn");
    assert!(!unresolved(&document).is_empty());
}

#[test]
fn a_name_means_one_type_in_all_schemas() {
    let mut known = BTreeMap::new();
    for info in registry() {
        let form = (info.form)();
        for (name, schema) in form.types.into_iter().chain(Form::of::<envelope::Envelope>().types) {
            let before = known.entry(name.clone()).or_insert_with(|| schema.clone());
            assert_eq!(*before, schema, "{name} means two things");
        }
    }
}

#[test]
fn every_kind_has_a_message_with_its_headers() {
    let document = asyncapi::document("0");
    for info in registry() {
        let message = &document["components"]["messages"][format!("{}.v{}", info.kind, info.schema)];
        assert_eq!(message["headers"]["properties"]["ce_dataschema"]["const"], path(info), "{}", info.kind);
        assert!(message["summary"].as_str().unwrap().len() > 5);
    }
    assert_eq!(document["channels"]["facts"]["messages"].as_object().unwrap().len(), registry().count());
}

#[test]
fn only_what_is_written_has_a_schema() {
    assert!(of_kind("session.held", 1).is_some());
    assert_eq!(
        (of_kind("session.held", 0), of_kind("session.held", 2), of_kind("session.unheard_of", 1)),
        (None, None, None)
    );
}
