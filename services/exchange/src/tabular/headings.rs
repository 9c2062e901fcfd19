//! Which column stands where, by a file's headings; what is no heading is named once, and never repeated.

use maillage_events::screen::personal_mark;

use super::cell::plain;
use super::column::{Column, Form};
use super::nearest::nearest;
use super::problems::{ProblemPlace, Problems, quoted};
use super::sheet::{Record, Sheet};
use super::table::Table;

/// More unknown headings than this are one problem.
const MOST_NAMED: usize = 3;

/// How many rows are looked at for headings that stand below a title.
const ROWS_LOOKED_AT: usize = 10;

/// Whether a heading is one of a table's.
pub fn is_known(table: &Table, heading: &str) -> bool {
    column_at(table, heading).is_some()
}

fn column_at(table: &Table, heading: &str) -> Option<usize> {
    let heading = plain(heading);
    let known = |words: &str| table.columns.iter().position(|column| plain(column.name) == words);
    known(&heading).or_else(|| known(without_marks(&heading)))
}

/// A heading without what forms write behind it: `*` for what is needed, a colon, a unit or the form of a date. Other
/// words between parentheses may say that the column holds something else.
fn without_marks(heading: &str) -> &str {
    let bare = heading.trim_end_matches(['*', ':', ' ']);
    let unit = |words: &str| {
        matches!(
            words,
            "€" | "en €" | "euros" | "en euros" | "jj/mm/aaaa" | "aaaa" | "hh:mm" | "oui/non" | "obligatoire"
        )
    };
    match bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((name, words)) if unit(words.trim()) => name.trim_end_matches(['*', ':', ' ']),
        _ => bare,
    }
}

/// Whether a record may stand for headings of a table: at least one cell in two is one.
pub fn are_headings(table: &Table, record: &Record) -> bool {
    let filled = record.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let known = record.cells.iter().filter(|cell| is_known(table, cell)).count();
    known > 0 && known * 2 >= filled
}

/// Where each column stands, or `None` when the file cannot be read by them; what is wrong is named.
pub fn places(table: &Table, sheet: &Sheet, headings: &Record, problems: &mut Problems) -> Option<Vec<Option<usize>>> {
    let file = sheet.file.as_str();
    if !are_headings(table, headings) {
        // A title, or a row of somebody: nothing of it is repeated.
        let below = sheet.records.iter().take(ROWS_LOOKED_AT).find(|record| are_headings(table, record));
        let place = ProblemPlace::row(file, headings.line);
        match below {
            Some(record) => problems.add(place, "headings-below", &[("line", record.line.to_string())]),
            None => problems.add(place, "headings-absent", &[("known", names(table))]),
        }
        return None;
    }
    let places = found(table, file, headings, problems);
    let mut complete = true;
    for (column, _) in table.columns.iter().zip(&places).filter(|(column, place)| column.needed && place.is_none()) {
        if !is_made(column) {
            let place = ProblemPlace { file, row: Some(headings.line), column: Some(column.name), value: None };
            problems.add(place, "column-missing", &[]);
            complete = false;
        }
    }
    complete.then_some(places)
}

/// A key that is made from other columns needs no column of its own.
const fn is_made(column: &Column) -> bool {
    matches!(column.form, Form::Key(_, from) | Form::SharedKey(_, from) if !from.is_empty())
}

fn found(table: &Table, file: &str, headings: &Record, problems: &mut Problems) -> Vec<Option<usize>> {
    let mut places = vec![None; table.columns.len()];
    let private = table.columns.iter().any(|column| matches!(column.form, Form::Private));
    let mut unknown = Vec::new();
    for (at, heading) in headings.cells.iter().enumerate().filter(|(_, heading)| !heading.trim().is_empty()) {
        // Where the heading line was forgotten, what stands there may be somebody's name.
        let number = (at + 1).to_string();
        let shown = Some(heading.trim()).filter(|heading| !private && personal_mark(heading).is_none());
        match column_at(table, heading) {
            Some(column) if places[column].is_none() => places[column] = Some(at),
            Some(_) => {
                let column = Some(shown.unwrap_or(&number));
                let place = ProblemPlace { file, row: Some(headings.line), column, value: shown };
                problems.add(place, "column-twice", &[]);
            }
            None => unknown.push((number, shown)),
        }
    }
    if unknown.len() > MOST_NAMED {
        let each: Vec<String> = unknown
            .iter()
            .map(|(number, shown)| shown.map_or(number.clone(), |shown| quoted(problems.language, shown)))
            .collect();
        let values = [("columns", each.join(", ")), ("known", names(table))];
        problems.add(ProblemPlace::row(file, headings.line), "columns-unknown", &values);
        return places;
    }
    for (number, shown) in &unknown {
        let column = Some(shown.unwrap_or(number));
        let place = ProblemPlace { file, row: Some(headings.line), column, value: *shown };
        let free = || table.columns.iter().zip(&places).filter(|(_, place)| place.is_none()).map(|(it, _)| it.name);
        match shown.and_then(|shown| nearest(shown, free())) {
            Some(name) => {
                let name = quoted(problems.language, name);
                problems.add(place, "column-unknown-near", &[("near", name), ("known", names(table))]);
            }
            None => problems.add(place, "column-unknown", &[("known", names(table))]),
        }
    }
    places
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}
