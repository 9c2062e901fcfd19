//! The files of an import, kept for as long as anything may be said of their rows.

use maillage_events::id::{SpaceId, StreamId};
use maillage_events::messages::{Language, refusal as in_words};
use maillage_events::refusal::Refusal;
use maillage_events::screen::personal_mark;
use maillage_events::when::OccurredOn;
use serde_json::Value;

use super::column::{Column, Form};
use super::column_of::{column_of, column_of_member, in_words_of_row};
use super::row::Row;
use super::sheet::Sheet;
use super::standing_words::standing_words;
use super::table::Table;

/// The files of an import, kept for as long as anything may be said of their rows.
#[derive(Debug)]
pub struct TakenSheets {
    /// Where persons' references belong.
    pub space: SpaceId,
    /// Each file with its table, and where its columns stand.
    pub sheets: Vec<(&'static Table, Vec<Option<usize>>, Sheet)>,
}

/// A cell that is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCell {
    /// The heading, as the file writes it.
    pub column: String,
    /// The cell, where it may be shown.
    pub value: Option<String>,
    /// Whether it holds nothing.
    pub is_empty: bool,
}

impl TakenSheets {
    fn row(&self, file: &str, line: u64) -> Option<(Row<'_>, &Sheet)> {
        let (table, places, sheet) = self.sheets.iter().find(|(_, _, sheet)| sheet.file == file)?;
        let record = sheet.records.get(sheet.records.binary_search_by_key(&line, |record| record.line).ok()?)?;
        Some((Row { columns: table.columns, places, record, space: &self.space }, sheet))
    }

    fn cell(row: &Row<'_>, sheet: &Sheet, column: &Column) -> NamedCell {
        let at = row.columns.iter().position(|it| it.name == column.name).and_then(|at| row.places.get(at).copied());
        let heading = at.flatten().and_then(|at| sheet.headings.as_ref()?.cells.get(at)).map(|cell| cell.trim());
        let cell = row.raw(column.name);
        let private = matches!(column.form, Form::Private | Form::Person | Form::PersonKey);
        let shown = !cell.is_empty() && !private && personal_mark(cell).is_none();
        NamedCell {
            column: heading.unwrap_or(column.name).to_owned(),
            value: shown.then(|| cell.to_owned()),
            is_empty: cell.is_empty(),
        }
    }

    /// The cell of a row that a refusal speaks of.
    pub fn cell_of(&self, file: &str, line: u64, stream: &StreamId, refusal: &Refusal) -> Option<NamedCell> {
        let (row, sheet) = self.row(file, line)?;
        Some(Self::cell(&row, sheet, column_of(&row, stream, refusal)?))
    }

    /// A refusal in the words of the sheet: members of facts become columns.
    pub fn refusal(&self, language: Language, file: &str, line: u64, refusal: &Refusal) -> String {
        match self.row(file, line) {
            Some((row, _)) => in_words(language, &in_words_of_row(&row, refusal)),
            None => in_words(language, refusal),
        }
    }

    /// Whether a row fills a column.
    pub fn is_filled(&self, file: &str, line: u64, column: &str) -> bool {
        self.row(file, line).is_some_and(|(row, _)| row.is_filled(column))
    }

    /// Whether a row says itself what names it, in a column of codes; what is alone in its stream is named by its key.
    pub fn names_itself(&self, file: &str, line: u64, name: Option<&str>) -> bool {
        let Some((row, _)) = self.row(file, line) else { return false };
        let names = |column: &&Column| match (column.form, name) {
            (Form::Code, Some(name)) => row.raw(column.name) == name,
            (Form::Key(..) | Form::SharedKey(..) | Form::PersonKey, None) => true,
            _ => false,
        };
        row.columns.iter().filter(names).any(|column| row.is_filled(column.name))
    }

    /// The cell of a row that fills a member of a fact, and what another value of it would be in the words of such
    /// cells; `None` for one that cannot be shown.
    pub fn cell_of_member(
        &self,
        language: Language,
        (file, line): (&str, u64),
        member: &str,
        other: Option<&Value>,
    ) -> Option<(NamedCell, Option<String>)> {
        let (row, sheet) = self.row(file, line)?;
        let column = column_of_member(&row, member)?;
        let words = other.and_then(|other| standing_words(language, column.form, other));
        Some((Self::cell(&row, sheet, column), words))
    }

    /// The cell of a row that gives a date; for one that gives none, the first column of dates.
    pub fn cell_of_date(&self, file: &str, line: u64, on: OccurredOn) -> Option<NamedCell> {
        let (row, sheet) = self.row(file, line)?;
        let is_date = |column: &&Column| matches!(column.form, Form::When | Form::Day | Form::Year);
        let mut dates = row.columns.iter().filter(is_date);
        let given = dates.clone().find(|column| row.when(column.name) == on && row.is_filled(column.name));
        Some(Self::cell(&row, sheet, given.or_else(|| dates.find(|column| !row.is_filled(column.name)))?))
    }
}
