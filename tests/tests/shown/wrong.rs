//! Values that are not of the form of a member, for every member of a form.

use serde_json::{Value, json};

/// How deep members are looked for.
const DEEPEST: usize = 6;

/// A member by its path, and a value that is not of its form.
pub type Wrong = (Vec<String>, Value);

/// One wrong value for each member of a form, those of the types that it leans on included; `types` finds a type by its
/// name.
pub fn wrong_values<'t>(form: &'t Value, types: &dyn Fn(&str) -> Option<&'t Value>) -> Vec<Wrong> {
    let mut found = Vec::new();
    walk(form, types, &mut Vec::new(), &mut found);
    found
}

fn walk<'t>(
    form: &'t Value,
    types: &dyn Fn(&str) -> Option<&'t Value>,
    path: &mut Vec<String>,
    found: &mut Vec<Wrong>,
) {
    if path.len() > DEEPEST {
        return;
    }
    if let Some(named) = form["$ref"].as_str().and_then(|it| it.rsplit('/').next()).and_then(types) {
        return walk(named, types, path, found);
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        form[several].as_array().into_iter().flatten().for_each(|one| walk(one, types, path, found));
    }
    if form["enum"].is_array() {
        found.push((path.clone(), json!("lune")));
    }
    if let Some(members) = form["properties"].as_object() {
        // Of one sort among several: that sort alone, so that what it needs is missing.
        for (name, member) in members {
            if let Some([only]) = member["enum"].as_array().map(Vec::as_slice) {
                found.push((path.clone(), json!({ name: only })));
            }
        }
        for (name, member) in members {
            path.push(name.clone());
            walk(member, types, path, found);
            path.pop();
        }
        found.push((path.clone(), json!({})));
        found.push((path.clone(), json!({"lune": 1})));
        found.push((path.clone(), json!([])));
    }
    if form["additionalProperties"].is_object() {
        path.push("lune".to_owned());
        walk(&form["additionalProperties"], types, path, found);
        path.pop();
    }
    if form["items"].is_object() {
        path.push("0".to_owned());
        walk(&form["items"], types, path, found);
        path.pop();
    }
    let is_plain =
        |word: &str| form["type"] == word || form["type"].as_array().is_some_and(|all| all.contains(&word.into()));
    if ["string", "integer", "number", "boolean", "array"].into_iter().any(is_plain) {
        found.push((path.clone(), json!({"lune": 1})));
        found.push((path.clone(), json!(-1)));
    } else {
        found.push((path.clone(), json!(7)));
    }
}

/// A payload in which the member at a path is wrong, and all others are as they were.
pub fn with_wrong(payload: &Value, (path, value): &Wrong) -> Value {
    let Some((first, rest)) = path.split_first() else { return value.clone() };
    let within = (rest.to_vec(), value.clone());
    if first == "0" {
        return json!([with_wrong(&payload[0], &within)]);
    }
    let mut changed = if payload.is_object() { payload.clone() } else { json!({}) };
    changed[first] = with_wrong(&payload[first], &within);
    changed
}

#[test]
fn every_member_of_a_form_is_made_wrong_once() {
    let form = json!({"properties": {"a": {"type": "string"}, "b": {"items": {"$ref": "#/x/B"}}}});
    let inner = json!({"enum": ["x", "y"]});
    let paths: Vec<String> =
        wrong_values(&form, &|name| (name == "B").then_some(&inner)).iter().map(|(path, _)| path.join("/")).collect();
    assert!(["a", "b/0", "b", ""].iter().all(|path| paths.iter().any(|found| found == path)), "{paths:?}");
    let wrong = (vec!["b".to_owned(), "0".to_owned()], json!("lune"));
    assert_eq!(with_wrong(&json!({"a": "x", "b": ["y"]}), &wrong), json!({"a": "x", "b": ["lune"]}));
}
