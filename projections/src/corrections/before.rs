//! What an amended fact said before: the fold keeps no payload of a fact that may never be amended, so whoever shows
//! the report looks the few originals up in the log and completes it.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::messages::{self, Language, say};
use maillage_events::when::OccurredOn;
use serde_json::{Map, Value, json};

use super::values;
use crate::originals::{Original, Originals};
use crate::report::{Body, Cell, ReportTable};

pub(super) const ORIGINALS: Originals = Originals { positions: targets, complete };

/// The positions whose originals [`complete`] asks for.
pub(super) fn targets(body: &Body) -> Vec<u64> {
    let amendments = body.figures["amendments"].as_array().into_iter().flatten();
    amendments.filter(|it| it["before"].is_null()).filter_map(|it| it["target_position"].as_u64()).collect()
}

/// Completes the answer of this projection with what was said before, field by field. What is not among the originals
/// stays unknown.
pub(super) fn complete(body: &mut Body, language: Language, originals: &BTreeMap<u64, Original>) {
    if let Some(amendments) = body.figures["amendments"].as_array_mut() {
        for amendment in amendments.iter_mut() {
            let position = amendment["target_position"].as_u64().filter(|_| amendment["before"].is_null());
            let found = position.and_then(|position| originals.get(&position).cloned());
            if let Some(Original { occurred, mut data }) = found {
                super::leave_out_absent(&mut data);
                if amendment["corrects"] == true {
                    amendment["changes"] =
                        json!(changes(&data, &amendment["after"], Some((occurred, &amendment["occurred"]))));
                }
                amendment["target_occurred"] = json!(occurred);
                amendment["before"] = data;
            }
        }
        let table = table(language, amendments);
        body.tables.iter_mut().filter(|old| old.name == table.name).for_each(|old| *old = table.clone());
    }
}

/// The fields that differ, by dotted path; the date among them where it changed.
pub(super) fn changes(before: &Value, after: &Value, dates: Option<(OccurredOn, &Value)>) -> Vec<Value> {
    let (mut old, mut new) = (Map::new(), Map::new());
    flatten("", before, &mut old);
    flatten("", after, &mut new);
    let fields: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differ = fields.into_iter().filter(|field| old.get(*field) != new.get(*field));
    let mut found: Vec<Value> =
        differ.map(|field| json!({ "field": field, "before": old.get(field), "after": new.get(field) })).collect();
    if let Some((before, after)) = dates
        && !after.is_null()
        && json!(before) != *after
    {
        found.push(json!({ "field": "occurred", "before": before, "after": after }));
    }
    found
}

/// Objects by dotted path; a list is one value, as its items have no names.
fn flatten(path: &str, value: &Value, into: &mut Map<String, Value>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, member, into);
            }
        }
        Value::Null => {}
        leaf => {
            into.insert(path.to_owned(), leaf.clone());
        }
    }
}

fn kind_shown(language: Language, kind: &Value) -> Cell {
    kind.as_str().map_or(Cell::Unknown, |kind| messages::kind(language, kind).into())
}

/// The register for people: one line a changed field; a line alone for a cancellation.
pub(super) fn table(language: Language, amendments: &[Value]) -> ReportTable {
    let sort = |it: &Value| {
        if it["corrects"] == true { "label-correction-corrected" } else { "label-correction-cancelled" }
    };
    let reason = |it: &Value| format!("label-amendment-reason-{}", it["reason"].as_str().unwrap_or("other"));
    let said = |it: &Value, change: Option<&Value>, when: &str| match change {
        None => "".into(),
        Some(change) if change["field"] == "occurred" => date(&change[when]),
        Some(change) => {
            let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            values::shown(language, &word(&it["target_kind"]), &word(&change["field"]), &change[when])
        }
    };
    let field = |change: &Value| change["field"].as_str().map(|path| messages::path_of_members(language, path)).into();
    ReportTable::by_column(
        language,
        "corrections",
        "amendments",
        amendments.iter().flat_map(lines),
        &[
            ("position", &|(it, _)| it["position"].as_u64().into()),
            ("recorded-on", &|(it, _)| date(&it["recorded_on"])),
            ("amendment", &|(it, _)| say(language, sort(it)).into()),
            ("target-position", &|(it, _)| it["target_position"].as_u64().into()),
            ("target-kind", &|(it, _)| kind_shown(language, &it["target_kind"])),
            ("field", &|(_, change)| change.map_or_else(|| "".into(), field)),
            ("before", &|(it, change)| said(it, *change, "before")),
            ("after", &|(it, change)| said(it, *change, "after")),
            ("reason", &|(it, _)| say(language, &reason(it)).into()),
            ("motive", &|(it, _)| words(&it["motive"])),
            ("amended-by", &|(it, _)| it["amended_by"].as_u64().map_or_else(|| "".into(), Cell::from)),
        ],
    )
}

/// The lines of one amendment, each with the change that it tells.
fn lines(amendment: &Value) -> Vec<(&Value, Option<&Value>)> {
    let changes = amendment["changes"].as_array().map_or(&[][..], Vec::as_slice);
    if changes.is_empty() {
        return vec![(amendment, None)];
    }
    changes.iter().map(|change| (amendment, Some(change))).collect()
}

/// A date of the figures; what is none stays words.
fn date(value: &Value) -> Cell {
    value.as_str().and_then(|iso| iso.parse::<OccurredOn>().ok()).map_or_else(|| words(value), Cell::from)
}

fn words(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Unknown,
        Value::String(words) => words.as_str().into(),
        other => other.to_string().into(),
    }
}
