//! What every report of the catalogue owes its readers: words in both languages, and definitions of what it shows.

use std::collections::BTreeSet;

use maillage_events::messages::Language;
use maillage_events::when::Period;
use serde_json::Value;

use super::CATALOGUE;
use crate::report::figure::Defined;
use crate::report::{Body, Definition, ReportTable, Scope};
use crate::testing::every_kind;

/// Definitions whose subject bears another name, and the figure or table that they describe.
const DESCRIBED: &[(&str, &str, &str)] = &[
    ("agenda", "date", "when"),
    ("attendance", "persons_bounds", "persons_at_least"),
    ("attendance", "referrals", "referred_onwards"),
    ("attendance", "signups", "signups_requested"),
    ("contracts", "as_of", "contracts"),
    ("directory", "names", "name"),
    ("discrepancies", "number_gap", "gaps"),
    ("fiches", "fiches_count", "count"),
    ("funding", "share", "notified_share"),
    ("measures", "quantity", "value"),
    ("persons", "objecting", "objecting_to_all"),
];

/// The answers of every projection for a period, over every kind of fact, in both languages.
fn answers(period: Period) -> Vec<(&'static str, Body)> {
    let history = every_kind();
    let amendments = history.amendments();
    let mut answers = Vec::new();
    for (name, fresh) in CATALOGUE {
        let mut state = fresh();
        history.views().for_each(|fact| state.take(&amendments, &fact).unwrap());
        for language in [Language::French, Language::English] {
            answers.push((*name, state.answer(&Scope::from(period), language)));
        }
    }
    answers
}

/// What stands in an answer without words in the catalogue of its language.
fn unworded(body: &Body) -> Vec<String> {
    let mut said = vec![body.title.clone()];
    said.extend(body.definitions.iter().flat_map(|it| [it.label.clone(), it.text.clone()]));
    for table in &body.tables {
        said.push(table.caption.clone());
        said.extend(table.columns.iter().cloned());
        said.push(serde_json::to_string(&table.rows).unwrap());
    }
    said.retain(|words| words.contains('⟨'));
    said
}

/// Names of figures and of tables.
fn names(body: &Body) -> BTreeSet<&str> {
    fn within<'a>(value: &'a Value, names: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, member)| {
                names.insert(name);
                within(member, names);
            }),
            Value::Array(items) => items.iter().for_each(|item| within(item, names)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut names: BTreeSet<&str> = body.tables.iter().map(|table| table.name.as_str()).collect();
    within(&body.figures, &mut names);
    names
}

/// Definitions that describe nothing of the answer, or whose wording has no number.
fn undescribing<'a>(report: &str, body: &'a Body) -> Vec<&'a str> {
    let names = names(body);
    let of = |name: &str| {
        let other = DESCRIBED.iter().find(|(of, defined, _)| *of == report && *defined == name);
        other
            .map_or_else(|| names.contains(name), |(.., described)| !names.contains(name) && names.contains(*described))
    };
    body.definitions.iter().filter(|it| it.number == 0 || !of(&it.figure)).map(|it| it.figure.as_str()).collect()
}

/// Tables with a row that has not one cell a column.
fn ragged(body: &Body) -> Vec<&str> {
    let is_ragged = |table: &&ReportTable| table.rows.iter().any(|row| row.len() != table.columns.len());
    body.tables.iter().filter(is_ragged).map(|table| table.name.as_str()).collect()
}

#[test]
fn every_report_has_its_words_in_both_catalogues_and_defines_what_it_shows() {
    let year = Period { from: "2017-01-01".parse().ok(), to: "2017-12-31".parse().ok() };
    for (report, body) in answers(Period::default()).into_iter().chain(answers(year)) {
        assert_eq!(unworded(&body), [""; 0], "{report}");
        assert_eq!(ragged(&body), [""; 0], "{report}");
    }
    for (report, body) in answers(Period::default()) {
        assert_eq!(undescribing(report, &body), [""; 0], "{report}");
        assert!(!body.definitions.is_empty() && !body.tables.is_empty(), "{report}");
    }
}

#[test]
fn a_report_that_lacks_a_word_or_a_definition_is_noticed() {
    let (_, mut body) = answers(Period::default()).remove(0);
    let defined = [Defined::new("riddles", 1), Defined::new("ticked", 0)];
    body.definitions = Definition::of(Language::French, "actions", &defined);
    assert_eq!(unworded(&body), ["⟨defined-actions-riddles⟩", "⟨definition-actions-riddles⟩"]);
    assert_eq!(undescribing("actions", &body), ["riddles", "ticked"]);
    body.definitions.clear();
    let riddles = ReportTable::by_column(Language::French, "actions", "riddles", [()], &[("riddle", &|()| "".into())]);
    body.tables = vec![ReportTable { rows: vec![Vec::new()], ..riddles }];
    assert_eq!(unworded(&body), ["⟨caption-actions-riddles⟩", "⟨column-riddle⟩"]);
    assert_eq!(ragged(&body), ["riddles"]);
}
