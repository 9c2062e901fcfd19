//! The tables of reports, line by line, beside the figures that the plain model tells too.

use jiff::civil::date;
use maillage_events::when::Period;
use maillage_projections::catalogue::CATALOGUE;
use serde_json::Value;

use crate::{FACTS, a_history, told};

/// Where the lines of a table stand among the figures, and which member is in which column: `^` is a member of the line
/// around it, nothing is a cell that is put into words of its own.
type Lines = (&'static str, &'static str, &'static str, &'static [&'static str]);

const LINES: &[Lines] = &[
    ("actions", "texts", "actions[].texts[]", &["^title", "", "text", "speaks_of"]),
    ("actions", "lineage", "actions[].lineage[]", &["^title", "year", "title"]),
    ("agenda", "planned", "planned[]", &["when", "time", "title", "", "", "place", "pole_name"]),
    ("agenda", "past", "past[]", &["when", "time", "title", "", "", "place", "pole_name"]),
    ("attendance", "by_pole", "by_pole[]", &[]),
    ("attendance", "by_year", "by_year[]", &["year"]),
    ("attendance", "by_pole_and_year", "by_pole_and_year[]", &["", "year"]),
    ("attendance", "by_kind", "by_kind[]", &[]),
    ("attendance", "by_quality", "by_quality[]", &["", "present", "persons_known", "heads"]),
    ("attendance", "by_fiche", "by_fiche[]", &[]),
    ("attendance", "by_session", "by_session[]", &["when", "title"]),
    (
        "cadence",
        "poles",
        "poles[]",
        &[
            "name",
            "rhythm_days",
            "due",
            "held",
            "missed",
            "cancelled",
            "pending",
            "moved_at_least_once",
            "adherence",
            "longest_delay_days",
            "next_due",
            "off_rhythm",
        ],
    ),
    ("cadence", "slots", "poles[].slots[]", &["^name", "due", "", "", "delay_days"]),
    ("contracts", "mandates", "mandates[]", &["operator.name", "principal.name"]),
    ("contracts", "bodies", "bodies[]", &["title"]),
    ("corrections", "years", "years[]", &["year", "facts", "late", "late_rate", "imported_facts", "imported_late"]),
    ("corrections", "late", "late_entries[]", &["position", "", "occurred", "recorded_on", "days"]),
    ("corrections", "imports", "imports[]", &["position", "on", "", "rows", "rejected", "facts"]),
    ("directory", "scopes", "scopes[]", &["", "entries", "organisations", "categories"]),
    ("directory", "organisations", "organisations[]", &["name", "", "telephone", "email"]),
    ("directory", "categories", "categories[]", &["name"]),
    ("directory", "twice", "identifiers_twice[]", &["", "value"]),
    ("directory", "agreements", "agreements[]", &[]),
    ("discrepancies", "register", "discrepancies[]", &["", "", "declared", "derived", "", "", "", "explanation"]),
    ("discrepancies", "declared_fiches", "declared_fiches[]", &["", "label", "period", "", "as_said", "derived"]),
    ("fiches", "contracts", "contracts[]", &[]),
    ("fiches", "results", "fiches[].years[].results[]", &["^^number", "^year", "what"]),
    ("fiches", "milestones", "fiches[].years[].milestones[]", &["^^number", "^year", "label", "on"]),
    (
        "fiches",
        "attendance",
        "fiches[]",
        &["number", "title", "attendance.presences", "attendance.users", "attendance.professionals"],
    ),
    ("funding", "in_kind", "in_kind[]", &["", "", "name", "", "euros", "fte", "hours", "motive"]),
    ("funding", "budgets", "budgets[]", &["", "year", "euros"]),
    (
        "measures",
        "declared",
        "measures[]",
        &["", "label", "period", "", "", "", "", "", "compared_with.period", "difference", "change_percent"],
    ),
    ("network", "nodes", "observed.nodes[]", &["name", "degree", "weighted_degree", "betweenness", "component"]),
    ("network", "edges", "observed.edges[]", &["from_name", "to_name", "weight", "sessions"]),
    ("network", "declared", "declared.nodes[]", &["name", "degree", "weighted_degree", "betweenness", "component"]),
    ("network", "reconciled", "reconciled[]", &["from_name", "to_name"]),
    ("network", "memberships", "memberships[].members[]", &["^title", "name"]),
    ("network", "categories", "categories[]", &["name"]),
    ("persons", "notices", "by_notice[]", &["notice", "persons"]),
    ("persons", "qualities", "by_quality[]", &["", "persons"]),
    ("persons", "erasures", "by_basis[]", &["", "persons"]),
    (
        "poles",
        "poles",
        "poles[]",
        &[
            "name",
            "neighbourhood",
            "",
            "opened",
            "closed",
            "",
            "",
            "contacts.tried",
            "contacts.reached",
            "contacts.last",
            "workload.sessions_held",
            "referrals.onwards",
            "referrals.here",
        ],
    ),
    ("poles", "referents", "poles[].in_charge[]", &["^name", "", "", "from", "until", "sessions_held"]),
    ("poles", "reached", "reached[]", &["", "period"]),
];

/// Tables whose lines are no list of the figures: a line a figure, a line a field or a change, or several lists in one.
const NO_LIST: &[(&str, &str)] = &[
    ("actions", "fields"),
    ("attendance", "total"),
    ("attendance", "marginals"),
    ("contracts", "contracts"),
    ("contracts", "parties"),
    ("contracts", "axes"),
    ("contracts", "context"),
    ("contracts", "changes"),
    ("corrections", "amendments"),
    ("directory", "parties"),
    ("fiches", "years"),
    ("fiches", "categories"),
    ("funding", "fundings"),
    ("network", "whole"),
    ("network", "changes"),
    ("persons", "register"),
    ("poles", "contacts"),
];

/// The lines at a path, each after the lines around it.
fn lines<'a>(figures: &'a Value, path: &str) -> Vec<Vec<&'a Value>> {
    let mut all = vec![vec![figures]];
    for list in path.split("[].") {
        let members: Vec<&str> = list.trim_end_matches("[]").split('.').collect();
        let inner = |around: Vec<&'a Value>| {
            let list = members.iter().fold(around[around.len() - 1], |it, member| &it[*member]);
            let each = list.as_array().into_iter().flatten();
            each.map(|line| around.iter().copied().chain([line]).collect()).collect::<Vec<Vec<&Value>>>()
        };
        all = all.into_iter().flat_map(inner).collect();
    }
    all
}

fn member<'a>(line: &[&'a Value], path: &str) -> &'a Value {
    let up = path.chars().take_while(|c| *c == '^').count();
    path[up..].split('.').fold(line[line.len() - 1 - up], |it, member| &it[member])
}

/// What a person reads in a cell, brought to what a program reads: no marks around it, a point for the comma.
fn read(value: &Value) -> String {
    let mut value = value.clone();
    told::in_one_order(&mut value);
    let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let bare: String = words.chars().filter(|c| !c.is_whitespace() && !"€%+".contains(*c)).collect();
    match bare.replace(',', ".").replace('\u{2212}', "-").parse::<f64>() {
        Ok(number) => number.to_string(),
        Err(_) if value.is_null() || words == "unknown" => String::new(),
        Err(_) => words,
    }
}

/// Where a table says something else than the figures.
fn differences(report: &Value, (name, table, path, members): &Lines) -> Vec<String> {
    let tables = report["tables"].as_array().unwrap();
    let Some(shown) = tables.iter().find(|it| it["name"] == *table) else {
        return vec![format!("{name} has no table {table}")];
    };
    let (rows, lines) = (shown["rows"].as_array().unwrap(), lines(&report["figures"], path));
    if rows.len() != lines.len() {
        return vec![format!("{name} {table}: {} lines of {}", rows.len(), lines.len())];
    }
    let mut wrong = Vec::new();
    for (at, (row, line)) in rows.iter().zip(&lines).enumerate() {
        for (column, path) in members.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
            let (cell, figure) = (&row[column], member(line, path));
            if read(cell) != read(figure) {
                wrong.push(format!("{name} {table} {at} {}: {figure} {cell}", shown["columns"][column]));
            }
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_a_table_says_what_the_figures_say() {
    let history = a_history(6, FACTS).await;
    let (mut wrong, mut told) = (Vec::new(), 0);
    for (from, to) in [(None, None), (Some(date(2015, 1, 1)), Some(date(2016, 12, 31)))] {
        for (name, _) in CATALOGUE {
            let report = history.report(name, Period { from, to }, None).await;
            for shown in report["tables"].as_array().unwrap() {
                let is_listed = |(of, table): (&str, &str)| of == *name && shown["name"] == *table;
                match LINES.iter().find(|it| is_listed((it.0, it.1))) {
                    Some(lines) => {
                        told += shown["rows"].as_array().unwrap().len();
                        wrong.extend(differences(&report, lines).into_iter().take(3));
                    }
                    None if NO_LIST.iter().any(|it| is_listed(*it)) => {}
                    None => wrong.push(format!("{name} {}: nobody says where its lines stand", shown["name"])),
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
    assert!(told > 1_000, "{told} lines");
}

#[test]
fn a_line_that_says_something_else_is_named() {
    let report = |cell: Value| {
        serde_json::json!({
            "figures": { "poles": [{ "name": "Fives", "in_charge": [{ "from": "2016-01-01", "sessions_held": 3 }] }] },
            "tables": [{ "name": "referents", "columns": ["Pôle", "", "", "Depuis", "Jusqu'à", "Séances"],
                "rows": [["\u{2068}Fives\u{2069}", "", "", "2016-01-01", null, cell]] }],
        })
    };
    let of = LINES.iter().find(|it| it.1 == "referents").unwrap();
    assert_eq!(differences(&report(3.into()), of), [""; 0]);
    assert_eq!(differences(&report(4.into()), of), ["poles referents 0 \"Séances\": 3 4"]);
}
