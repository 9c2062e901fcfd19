//! What strangers need to read facts: the JSON Schema (draft 2020-12) of every kind, from the types that write them.
//!
//! # Layout
//! * here: the schema of a whole fact of one kind.
//! * `envelope`: the form of what surrounds every fact; [`asyncapi`]: the document of the topic that carries facts.

pub mod asyncapi;
mod envelope;

use serde_json::{Map, Value, json};

use crate::declare::KindInfo;
use crate::fact::registry;
use crate::form::Form;

/// The JSON Schema of a whole fact of one kind, envelope and payload; `None` for a kind or version that Maillage does
/// not write. A version that is left behind keeps its schema: it then stands frozen beside its stored fact, and this
/// must find it.
pub fn of_kind(kind: &str, version: u16) -> Option<Value> {
    registry().find(|info| info.kind == kind && info.schema == version).map(whole)
}

/// The address of a kind's schema on any server of Maillage.
pub fn path(info: &KindInfo) -> String {
    format!("/schemas/{}/{}.json", info.kind, info.schema)
}

fn whole(info: &KindInfo) -> Value {
    let envelope = Form::of::<envelope::Envelope>().pointing_to("#/$defs/");
    let payload = (info.form)().pointing_to("#/$defs/");
    let mut definitions: Map<String, Value> = envelope.types.into_iter().chain(payload.types).collect();
    definitions.insert("Payload".to_owned(), payload.schema);
    let example = envelope::around(info, (info.example)());
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:maillage:schema:{}:{}", info.kind, info.schema),
        "title": info.kind,
        "$defs": definitions,
        "examples": [example],
    });
    if let (Value::Object(schema), Value::Object(envelope)) = (&mut schema, envelope.schema) {
        schema.extend(envelope);
        schema.insert("description".to_owned(), info.meaning.trim().into());
    }
    let members = &mut schema["properties"];
    members["data"] = json!({"$ref": "#/$defs/Payload"});
    members["kind"] = json!({"const": info.kind});
    members["schema"] = json!({"const": info.schema});
    schema
}

#[cfg(test)]
mod tests;
