//! What strangers need to read facts: the JSON Schema (draft 2020-12) of every kind, from the types that write them.
//!
//! # Layout
//! * here: a type's form, and the schema of a whole fact of one kind.
//! * `envelope`: the form of what surrounds every fact; [`asyncapi`]: the document of the topic that carries facts.

pub mod asyncapi;
mod envelope;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;

use crate::fact::registry;
use crate::family::KindInfo;

/// Where the forms of named types stand in the document that a form is written for.
const WRITTEN: &str = "#/components/schemas/";

/// The form of a type as JSON Schema, with the named types that it leans on. References are written
/// `#/components/schemas/NAME`.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The type itself.
    pub schema: Value,
    /// The types that it leans on, by name.
    pub types: BTreeMap<String, Value>,
}

impl Form {
    /// The form of a type.
    pub fn of<T: ToSchema>() -> Self {
        let mut leaned_on = Vec::new();
        T::schemas(&mut leaned_on);
        let written = |schema: &RefOr<utoipa::openapi::Schema>| serde_json::to_value(schema).unwrap_or_default();
        Self {
            schema: written(&T::schema()),
            types: leaned_on.iter().map(|(name, schema)| (name.clone(), written(schema))).collect(),
        }
    }

    /// The same with every reference pointing to `place` instead.
    fn pointing_to(mut self, place: &str) -> Self {
        point(&mut self.schema, place);
        self.types.values_mut().for_each(|schema| point(schema, place));
        self
    }
}

fn point(schema: &mut Value, place: &str) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(target) if name == "$ref" => *target = target.replacen(WRITTEN, place, 1),
                    other => point(other, place),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| point(item, place)),
        _ => {}
    }
}

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
