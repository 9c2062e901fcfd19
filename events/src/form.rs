//! The form of a type as JSON Schema, taken from the type itself.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;

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
    pub fn pointing_to(mut self, place: &str) -> Self {
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
