//! Where what was sent is of another sort than what is written.

use serde_json::Value;

use super::{ShapeFault, escaped, last_member};

impl ShapeFault {
    /// The first place where what was sent is of another sort than what was read from it and written again: serde takes
    /// a list for the members of a type in their order, and an object of one member for a word of a closed list.
    pub fn between(sent: &Value, written: &Value) -> Option<Self> {
        Self::within(sent, written, "")
    }

    fn within(sent: &Value, written: &Value, pointer: &str) -> Option<Self> {
        let key = match (sent, written) {
            (Value::Object(sent), Value::Object(written)) => {
                return sent.iter().find_map(|(name, member)| {
                    let place = format!("{pointer}/{}", escaped(name));
                    Self::within(member, written.get(name)?, &place)
                });
            }
            (Value::Array(sent), Value::Array(written)) => {
                let pairs = sent.iter().zip(written).enumerate();
                return pairs
                    .into_iter()
                    .find_map(|(at, (sent, written))| Self::within(sent, written, &format!("{pointer}/{at}")));
            }
            (_, Value::Object(_)) => "shape-not-an-object",
            (_, Value::Array(_)) => "shape-not-a-list",
            (Value::String(_), Value::String(_)) => return None,
            (_, Value::String(_)) => "shape-not-a-text",
            (Value::Number(_), Value::Number(_)) => return None,
            (_, Value::Number(_)) => "shape-not-a-number",
            (Value::Bool(_), Value::Bool(_)) => return None,
            (_, Value::Bool(_)) => "shape-not-yes-or-no",
            (Value::Null, Value::Null) => return None,
            (_, Value::Null) => "shape-wrong-value",
        };
        Some(Self { pointer: pointer.to_owned(), key, values: vec![("member", last_member(pointer))] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::{Fact, registry};

    #[test]
    fn another_sort_of_json_than_is_written_is_at_fault() {
        use serde_json::json;
        let at = |sent: Value, written: Value| ShapeFault::between(&sent, &written).map(|it| (it.pointer, it.key));
        let fault = |pointer: &str, key| Some((pointer.to_owned(), key));
        let written = json!({"name": "A", "kind": "city", "places": [{"name": "B"}], "open": true, "count": 1});
        assert_eq!(at(written.clone(), written.clone()), None);
        assert_eq!(
            at(json!({"name": "A", "absent": null}), written.clone()),
            None,
            "what is not written is not judged"
        );
        assert_eq!(at(json!(["A", "city"]), written.clone()), fault("", "shape-not-an-object"));
        assert_eq!(at(json!({"kind": {"city": null}}), written.clone()), fault("/kind", "shape-not-a-text"));
        assert_eq!(at(json!({"places": [["B"]]}), written.clone()), fault("/places/0", "shape-not-an-object"));
        assert_eq!(at(json!({"count": [1]}), written), fault("/count", "shape-not-a-number"));
    }

    #[test]
    fn what_is_sent_is_of_the_very_shape_that_is_written() {
        use serde_json::json;
        for info in registry() {
            let example = (info.example)();
            assert_eq!(Fact::read_sent(info.kind, &example).unwrap().payload().unwrap(), example, "{}", info.kind);
            for (place, wrong) in misshapen(&example) {
                assert!(Fact::read_sent(info.kind, &wrong).is_err(), "{}: {place} as {wrong}", info.kind);
            }
        }
        let array = Fact::read_sent("organisation.renamed", &json!(["A"])).unwrap_err().unwrap();
        assert_eq!(array.key, "shape-not-an-object");
    }

    /// An example with one object written as the list of its members, or one text as an object of one member: what
    /// serde takes for a type, and for a word of a closed list.
    fn misshapen(example: &Value) -> Vec<(String, Value)> {
        let own = match example {
            Value::Object(members) => Some(Value::Array(members.values().cloned().collect())),
            Value::String(word) => Some(serde_json::json!({ word.as_str(): null })),
            _ => None,
        };
        let mut all: Vec<(String, Value)> = own.map(|wrong| (String::new(), wrong)).into_iter().collect();
        let within: Vec<(String, &Value)> = match example {
            Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
            _ => Vec::new(),
        };
        for (name, member) in within {
            for (place, wrong) in misshapen(member) {
                let mut changed = example.clone();
                match &mut changed {
                    Value::Object(members) => drop(members.insert(name.clone(), wrong)),
                    Value::Array(items) => items[name.parse::<usize>().unwrap()] = wrong,
                    _ => {}
                }
                all.push((format!("/{name}{place}"), changed));
            }
        }
        all
    }
}
