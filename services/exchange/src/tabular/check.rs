//! Whether a row's cells hold what their columns promise; every bad cell is named.

use maillage_events::family::Family;
use maillage_events::id::Id;
use maillage_events::organisation::{EmailAddress, TelephoneNumber};
use maillage_events::place::{CommuneCode, QpvCode};
use maillage_events::quantity::Quantity;
use maillage_events::screen::{Unfit, personal_mark, unfit};
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;

use super::cell::{self, BadCell};
use super::column::{Column, Form};
use super::family::{family_word, stream};
use super::marginals::marginals;
use super::problems::{ProblemPlace, Problems};
use super::row::{Row, translated};
use crate::party_names::{is_category, is_total};

/// Names every bad cell of a row; answers whether there was none.
pub fn row_is_sound(file: &str, row: &Row<'_>, headings: &[String], problems: &mut Problems) -> bool {
    if row.record.cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty()).is_some_and(is_total) {
        problems.add(ProblemPlace::row(file, row.record.line), "row-is-a-total", &[]);
        return false;
    }
    if is_note(&row.record.cells, headings.len()) {
        problems.add(ProblemPlace::row(file, row.record.line), "row-is-a-note", &[]);
        return false;
    }
    if repeats_headings(&row.record.cells, headings) {
        problems.add(ProblemPlace::row(file, row.record.line), "row-repeats-headings", &[]);
        return false;
    }
    let mut sound = cells_have_headings(file, row, headings, problems);
    for (column, place) in row.columns.iter().zip(row.places) {
        let heading = place.and_then(|at| headings.get(at)).map_or(column.name, String::as_str);
        let cell = row.raw(column.name);
        // Names, and what looks like one, are not repeated in a problem: it may be logged or sent.
        // In the place of a person's code somebody's name may stand.
        let code_of_person = matches!(column.form, Form::Person | Form::PersonKey) && Id::new(cell).is_err();
        let private = matches!(column.form, Form::Private) || code_of_person || personal_mark(cell).is_some();
        let shown = if private { None } else { Some(cell) };
        let place = ProblemPlace { file, row: Some(row.record.line), column: Some(heading), value: shown };
        if let Err((key, values)) = cell_is_sound(row, column, cell) {
            problems.add(place, &key, &values);
            sound = false;
        }
    }
    sound
}

/// Whether a row is a note below a table, and none of its rows: its one cell begins as notes do.
fn is_note(cells: &[String], width: usize) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let (Some(note), None) = (filled.next(), filled.next()) else { return false };
    let words = cell::plain(note);
    let marked = words.starts_with(['*', '†']) || words.starts_with('(') && words.contains(')');
    let named = words.split_once(':').is_some_and(|(name, _)| {
        [
            "source",
            "sources",
            "nb",
            "n.b.",
            "n.b",
            "note",
            "notes",
            "legende",
            "remarque",
            "remarques",
            "mise a jour",
            "maj",
        ]
        .contains(&name.trim())
    });
    width > 1 && (marked || named)
}

/// Whether a row is the line of headings again, as when one sheet was pasted under another.
fn repeats_headings(cells: &[String], headings: &[String]) -> bool {
    let is_same = |(cell, heading): (&String, &String)| cell::plain(cell) == cell::plain(heading);
    let mut filled = cells.iter().zip(headings).filter(|(cell, _)| !cell.trim().is_empty());
    filled.next().is_some_and(is_same) && filled.all(is_same)
}

/// Names what stands under no heading: a cell too many, or one below an empty heading.
fn cells_have_headings(file: &str, row: &Row<'_>, headings: &[String], problems: &mut Problems) -> bool {
    let cells = &row.record.cells;
    let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    if filled > headings.len() {
        let (found, expected) = (filled.to_string(), headings.len().to_string());
        let place = ProblemPlace::row(file, row.record.line);
        problems.add(place, "too-many-cells", &[("found", found), ("expected", expected)]);
        return false;
    }
    let below_nothing = |(at, (cell, heading)): (usize, (&String, &String))| {
        (heading.trim().is_empty() && !cell.trim().is_empty()).then(|| (at + 1).to_string())
    };
    let lost: Vec<String> = cells.iter().zip(headings).enumerate().filter_map(below_nothing).collect();
    for number in &lost {
        let place = ProblemPlace { file, row: Some(row.record.line), column: Some(number), value: None };
        problems.add(place, "cell-without-heading", &[]);
    }
    lost.is_empty()
}

type Bad = (String, Vec<(&'static str, String)>);

fn cell_is_sound(row: &Row<'_>, column: &Column, cell: &str) -> Result<(), Bad> {
    let bad = |why: BadCell| (format!("cell-{}", why.word()), Vec::new());
    if cell.is_empty() {
        let made = matches!(column.form, Form::Key(_, from) | Form::SharedKey(_, from) if !from.is_empty())
            && row.code(column.name).is_some();
        return if column.needed && !made { Err(("cell-needed".to_owned(), Vec::new())) } else { Ok(()) };
    }
    if cell.len() > Text::MOST_BYTES {
        return Err(bad(BadCell::TooLong));
    }
    if cell::is_formula_error(cell) {
        return Err(bad(BadCell::FormulaError));
    }
    match (column.form, unfit(&cell.into())) {
        // The vault holds persons; the public contacts of organisations have forms of their own.
        (Form::Private | Form::Telephone | Form::Email, Some(Unfit::Personal(_))) => {}
        (_, Some(Unfit::Personal(_))) => return Err(("cell-names-a-person".to_owned(), Vec::new())),
        (_, Some(Unfit::Unprintable(_))) => return Err(bad(BadCell::Unprintable)),
        (_, None | Some(Unfit::TooLong(_) | Unfit::TooLarge(_))) => {}
    }
    match column.form {
        Form::Text | Form::Sentences | Form::Private => Ok(()),
        Form::OrganisationName(told_by) => {
            let one = told_by.iter().any(|column| row.is_filled(column));
            if is_category(cell) && !one { Err(("cell-is-a-category".to_owned(), Vec::new())) } else { Ok(()) }
        }
        Form::Telephone => TelephoneNumber::new(cell).map(drop).map_err(|_| bad(BadCell::NotATelephone)),
        Form::Email => EmailAddress::new(cell).map(drop).map_err(|_| bad(BadCell::NotAnEmail)),
        Form::When => cell::when(cell).map(drop).map_err(bad),
        Form::Day => match cell::when(cell) {
            Ok(OccurredOn::Day(_)) => Ok(()),
            Ok(_) => Err(bad(BadCell::NotADay)),
            Err(why) => Err(bad(why)),
        },
        Form::Time => cell::time_of_day(cell).map(drop).map_err(bad),
        Form::Quantity => cell::quantity(cell).map(drop).map_err(bad),
        Form::Amount => cell::amount(cell).map(drop).map_err(bad),
        Form::Count => match cell::quantity(cell) {
            Ok(Quantity::Exact { value }) if u32::try_from(value).is_ok() => Ok(()),
            _ => Err(bad(BadCell::NotANumber)),
        },
        Form::Year => match cell::when(cell) {
            Ok(OccurredOn::Year(_)) => Ok(()),
            _ => Err(bad(BadCell::NotAYear)),
        },
        Form::Euros => cell::euros(cell).map(drop).map_err(bad),
        Form::Decimal => cell::decimal(cell).map(drop).map_err(bad),
        Form::YesNo => cell::yes_or_no(cell).map(drop).map_err(bad),
        Form::Person | Form::PersonKey => Id::new(cell).map(drop).map_err(|_| bad(BadCell::NotACodeOfAPerson)),
        Form::Code | Form::Key(..) | Form::SharedKey(..) | Form::Ref(_) => are_codes(std::iter::once(cell)),
        Form::Codes | Form::Refs(_) => are_codes(cell::members(cell)),
        Form::Stream(families) => match stream(cell) {
            Some(stream) if families.contains(&stream.family) => Ok(()),
            _ => Err((format!("cell-{}", BadCell::NotAReference.word()), vec![("families", family_words(families))])),
        },
        Form::CommuneCode => cell.parse::<CommuneCode>().map(drop).map_err(|_| bad(BadCell::NotACommune)),
        Form::QpvCode => cell.parse::<QpvCode>().map(drop).map_err(|_| bad(BadCell::NotAQpv)),
        Form::HalfDays => cell::half_days(cell).map(drop).map_err(bad),
        Form::Word(words) if translated(words, cell).is_some() => Ok(()),
        Form::WordList(_) if cell::says_unknown(cell) => Ok(()),
        Form::WordList(words) if cell::members(cell).all(|word| translated(words, word).is_some()) => Ok(()),
        Form::Word(words) | Form::WordList(words) => {
            let accepted = words.iter().map(|(french, _)| *french).collect::<Vec<_>>().join(", ");
            Err(("cell-not-of-list".to_owned(), vec![("accepted", accepted)]))
        }
        Form::Marginals => marginals(cell).map(drop).ok_or_else(|| bad(BadCell::NotMarginals)),
    }
}

/// Whether these are codes; in the place of a name the code that it would have is offered.
fn are_codes<'c>(mut cells: impl Iterator<Item = &'c str>) -> Result<(), Bad> {
    let Some(bad) = cells.find(|cell| Id::new(*cell).is_err()) else { return Ok(()) };
    match Id::from_words(bad) {
        Some(code) => Err(("cell-not-a-code-but".to_owned(), vec![("code", code.to_string())])),
        None => Err((format!("cell-{}", BadCell::NotACode.word()), Vec::new())),
    }
}

fn family_words(families: &[Family]) -> String {
    families.iter().map(|family| format!("{}/…", family_word(*family))).collect::<Vec<_>>().join(", ")
}
