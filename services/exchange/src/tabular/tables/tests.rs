use std::path::Path;

use maillage_events::family::Family;

use super::*;
use crate::tabular::column::{Column, Form, may};

#[test]
fn a_file_is_known_by_the_longest_name_that_it_begins_with() {
    assert_eq!(table_of("Séances.csv").map(|it| it.name), Some("seances"));
    assert_eq!(table_of("fiches-années 2016.csv").map(|it| it.name), Some("fiches_annees"));
    assert_eq!(table_of("fiches-2016.csv").map(|it| it.name), Some("fiches"));
    assert_eq!(table_of("fichesannexes.csv").map(|it| it.name), None);
}

#[test]
fn a_file_is_known_however_its_accents_were_typed() {
    assert_eq!(table_of("se\u{301}ances.csv").map(|it| it.name), Some("seances"), "as macOS names it");
    assert_eq!(table_of("SÉANCES.CSV").map(|it| it.name), Some("seances"));
}

#[test]
fn no_two_kinds_share_a_name_and_no_two_columns_of_a_kind() {
    for (at, table) in TABLES.iter().enumerate() {
        assert!(TABLES[..at].iter().all(|before| before.name != table.name), "{}", table.name);
        for (at, column) in table.columns.iter().enumerate() {
            assert!(
                table.columns[..at].iter().all(|before| plain(before.name) != plain(column.name)),
                "{}: {}",
                table.name,
                column.name
            );
        }
    }
}

/// Columns that a key is made of and that do not stand beside it: the key would be made of less than it says.
fn lacking(columns: &[Column]) -> Vec<&'static str> {
    let parts = |form: Form| match form {
        Form::Key(_, from) | Form::SharedKey(_, from) => from,
        _ => &[],
    };
    let named = columns.iter().flat_map(|column| parts(column.form)).copied();
    named.filter(|name| columns.iter().all(|column| column.name != *name)).collect()
}

#[test]
fn a_key_is_made_of_columns_of_its_table() {
    for table in TABLES {
        assert_eq!(lacking(table.columns), Vec::<&str>::new(), "{}", table.name);
    }
    let control = [may("code", Form::Key(Family::Funding, &["objet", "annee"])), may("objet", Form::Text)];
    assert_eq!(lacking(&control), ["annee"], "the control");
}

/// The accessors of [`Row`](crate::tabular::Row) that answer what a column of this form holds.
const fn accessors(form: Form) -> &'static [&'static str] {
    match form {
        Form::Text | Form::OrganisationName(_) => &["text"],
        Form::Sentences => &["sentences"],
        Form::When => &["when", "given_date"],
        Form::Day => &["day"],
        Form::Time => &["time"],
        Form::Quantity => &["quantity", "is_filled"],
        Form::Amount => &["amount"],
        Form::Count => &["count", "small"],
        Form::Year => &["year"],
        Form::Euros => &["cents"],
        Form::Decimal => &["decimal"],
        Form::YesNo => &["yes"],
        Form::Code | Form::Key(..) | Form::SharedKey(..) | Form::Ref(_) => &["code"],
        Form::Codes | Form::Refs(_) => &["codes"],
        Form::Stream(_) => &["stream"],
        Form::PersonKey | Form::Person => &["person"],
        Form::Private => &["private"],
        Form::Telephone => &["telephone"],
        Form::Email => &["email"],
        Form::Word(_) => &["member"],
        Form::WordList(_) => &["some_of"],
        Form::CommuneCode => &["commune"],
        Form::QpvCode => &["qpv"],
        Form::HalfDays => &["half_days"],
        Form::Marginals => &["raw"],
    }
}

/// Every `row.accessor("column")` of some source text.
fn reads(source: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("row.") {
        let call = source[at + 4..].split_once("(\"").and_then(|(accessor, rest)| {
            let is_name = accessor.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            is_name.then(|| (accessor, rest.split('"').next().unwrap()))
        });
        found.extend(call);
    }
    found
}

/// What is wrong in the declarations of one source file: a column that is read and not declared, or not read as what it
/// holds, and one that is declared and never read. A row would answer all of these as empty cells.
fn faults(source: &str, table: impl Fn(&str) -> &'static Table) -> Vec<String> {
    let (shared, rest) = source.split_once("pub const ").unwrap();
    let mut faults = Vec::new();
    for declaration in rest.split("pub const ") {
        let name = declaration.split_once("name: \"").unwrap().1.split('"').next().unwrap();
        let table = table(name);
        let read = declaration.split_once("read: |row, draft|").unwrap().1.split("\n};").next().unwrap();
        let helpers = shared.split("\nfn ").skip(1).filter(|helper| {
            let called = helper.split('(').next().unwrap();
            read.contains(&format!("{called}(row"))
        });
        let all: Vec<(&str, &str)> = std::iter::once(read).chain(helpers).flat_map(reads).collect();
        for (accessor, column) in &all {
            match table.columns.iter().find(|it| it.name == *column) {
                None => faults.push(format!("{name}: {column} is read and not declared")),
                Some(it) if *accessor != "is_filled" && !accessors(it.form).contains(accessor) => {
                    faults.push(format!("{name}: {column} is read by {accessor}"));
                }
                Some(_) => {}
            }
        }
        for column in table.columns {
            // A table may name its columns in a list beside it, and read each in a loop.
            let listed = shared.contains(&format!("(\"{}\", ", column.name));
            if !listed && !all.iter().any(|(_, it)| *it == column.name) {
                faults.push(format!("{name}: {} is declared and never read", column.name));
            }
        }
    }
    faults
}

#[test]
fn every_column_is_read_as_what_it_is_declared_to_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tabular/tables");
    let mut declared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let others = ["mod.rs", "tests.rs", "answers.rs", "cell_words.rs", "table_words.rs"];
        if path.is_dir() || others.iter().any(|other| path.ends_with(other)) {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        declared += source.matches("read: |row, draft|").count();
        let table = |name: &str| TABLES.iter().find(|table| table.name == name).unwrap();
        assert_eq!(faults(&source, table), Vec::<String>::new(), "{}", path.display());
    }
    assert_eq!(declared, TABLES.len(), "a table is declared that the list lacks");
}

#[test]
fn a_misspelt_a_misread_and_a_forgotten_column_are_found() {
    let source =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tabular/tables/partnerships.rs"))
            .unwrap();
    let table = |name: &str| TABLES.iter().find(|table| table.name == name).unwrap();
    for (from, to, fault) in [
        (
            "row.given_date(\"jusqu'au\")",
            "row.given_date(\"jusquau\")",
            "partenariats: jusquau is read and not declared",
        ),
        ("row.given_date(\"jusqu'au\")", "None", "partenariats: jusqu'au is declared and never read"),
        ("row.text(\"motif\")", "row.time(\"motif\")", "partenariats: motif is read by time"),
    ] {
        assert!(source.contains(from));
        assert!(faults(&source.replace(from, to), table).contains(&fault.to_owned()), "{fault}");
    }
}
