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

    /// The words of the closed list that a member holds, `place` then `kind` for a member within another; none where
    /// it holds no such list.
    pub fn words_at(&self, path: &[&str]) -> Vec<String> {
        let mut found = vec![&self.schema];
        for name in path {
            found = found
                .into_iter()
                .flat_map(|form| self.ways(form))
                .filter_map(|it| it.get("properties")?.get(name))
                .collect();
        }
        let lists = found.into_iter().flat_map(|form| self.ways(form));
        let words = lists.filter_map(|form| form.get("enum")?.as_array()).flatten().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    }

    /// A form, and all that it may stand for: references followed, alternatives and items of a list spread.
    fn ways<'f>(&'f self, form: &'f Value) -> Vec<&'f Value> {
        let named =
            form.get("$ref").and_then(Value::as_str).and_then(|target| self.types.get(target.rsplit('/').next()?));
        let several = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|of| form.get(of)?.as_array()).flatten();
        let within = named.into_iter().chain(several).chain(form.get("items"));
        std::iter::once(form).chain(within.flat_map(|it| self.ways(it))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::SessionPlanned;

    #[test]
    fn the_words_of_a_closed_list_are_found_where_its_member_stands() {
        let form = Form::of::<SessionPlanned>();
        assert!(form.words_at(&["kind"]).contains(&"meeting".to_owned()));
        assert!(form.words_at(&["parts", "half"]).contains(&"am".to_owned()), "within a list");
        assert_eq!(form.words_at(&["title"]), Vec::<String>::new());
        assert_eq!(form.words_at(&["moon"]), Vec::<String>::new());
    }
}
