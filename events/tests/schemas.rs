//! Facts hold to the schemas that strangers are given: every example, and every fact that was ever stored.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;

use jsonschema::Validator;
use maillage_events::fact::registry;
use maillage_events::schema::{asyncapi, of_kind};
use serde_json::{Value, json};

fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

fn stored() -> impl Iterator<Item = Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/stored_facts");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| serde_json::from_slice(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap())
}

/// Each fact spoilt in one place, with what was done to it.
fn spoilt(fact: &Value) -> Vec<(&'static str, Value)> {
    let with = |change: fn(&mut Value)| {
        let mut copy = fact.clone();
        change(&mut copy);
        copy
    };
    vec![
        ("a member nobody knows, in the payload", with(|fact| fact["data"]["unheard_of"] = json!(1))),
        ("a member nobody knows, in the envelope", with(|fact| fact["name"] = json!("Zzyzxnom"))),
        ("another kind", with(|fact| fact["kind"] = json!("session.unheard_of"))),
        ("another version", with(|fact| fact["schema"] = json!(99))),
        ("position 0", with(|fact| fact["position"] = json!(0))),
        ("a moment without decimals", with(|fact| fact["recorded_at"] = json!("2016-12-31T10:00:00Z"))),
        ("a date that is none", with(|fact| fact["occurred"] = json!("31/12/2016"))),
        ("no payload", with(|fact| drop(fact.as_object_mut().unwrap().remove("data")))),
        ("a payload that is a text", with(|fact| fact["data"] = json!("twelve"))),
    ]
}

#[test]
fn every_fact_ever_stored_holds_to_its_schema_and_a_spoilt_one_does_not() {
    let mut count = 0;
    for fact in stored() {
        let kind = fact["kind"].as_str().unwrap();
        let version = fact["schema"].as_u64().unwrap().try_into().unwrap();
        let validator = validator(&of_kind(kind, version).unwrap_or_else(|| panic!("{kind} v{version} has no schema")));
        validator.validate(&fact).unwrap_or_else(|error| panic!("{kind}: {error}"));
        for (what, spoilt) in spoilt(&fact) {
            assert!(!validator.is_valid(&spoilt), "{kind} with {what} is valid");
        }
        count += 1;
    }
    assert!(count >= registry().count());
}

#[test]
fn every_example_holds_to_its_schema_and_is_shown_in_it() {
    for info in registry() {
        let schema = of_kind(info.kind, info.schema).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{} is no schema", info.kind);
        let example = &schema["examples"][0];
        validator(&schema).validate(example).unwrap_or_else(|error| panic!("{}: {error}", info.kind));
        maillage_events::envelope::Recorded::read(example.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{}: {error}", info.kind));
    }
}

#[test]
fn a_payload_of_another_kind_does_not_pass_for_this_one() {
    let mut caught = 0;
    let all: Vec<Value> = stored().collect();
    for fact in &all {
        let validator = validator(&of_kind(fact["kind"].as_str().unwrap(), 1).unwrap());
        for other in &all {
            let mut mixed = fact.clone();
            mixed["data"] = other["data"].clone();
            caught += usize::from(!validator.is_valid(&mixed));
        }
    }
    // Some kinds share a form (a motive alone, a name alone); most pairs do not.
    assert!(caught > all.len() * all.len() * 8 / 10, "{caught} of {}", all.len() * all.len());
}

#[test]
fn the_messages_of_the_topic_describe_the_same_facts() {
    let document = asyncapi::document("0");
    let mut count = 0;
    for fact in stored() {
        let name = format!("{}.v{}", fact["kind"].as_str().unwrap(), fact["schema"]);
        let payload = &document["components"]["messages"][&name]["payload"];
        let mut schema = payload.clone();
        schema["components"] = json!({"schemas": document["components"]["schemas"]});
        let validator = validator(&schema);
        validator.validate(&fact).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (what, spoilt) in spoilt(&fact) {
            assert!(!validator.is_valid(&spoilt), "{name} with {what} is valid");
        }
        count += 1;
    }
    assert!(count >= registry().count());
}
