//! The rows of every file, collected into one plan: what each defines, what it names, what is wrong with it.

use std::collections::HashMap;

use maillage_events::envelope::Context;
use maillage_events::id::{Id, PersonRef, StreamId};
use maillage_events::import::ImportFormat;
use maillage_events::when::OccurredOn;
use maillage_log::vault::PersonCard;

use super::admissible_order::admissible_order;
use super::cell::plain;
use super::check::row_is_sound;
use super::column::Form;
use super::drafting::{Drafting, Rank};
use super::outside_reference::OutsideReference;
use super::problems::{ProblemPlace, Problems};
use super::reading::{Reader, Reading};
use super::row::Row;
use super::sheet::{Record, Sheet, hex};
use super::signup_order::in_order_of_dates;
use super::table::Table;
use super::tables::{TABLES, rank_of};
use crate::plan::{Plan, PlannedRequest};

/// A plan in the making.
pub struct PlanBuilder<'a> {
    reader: &'a Reader,
    problems: Problems,
    requests: Vec<(Rank, PlannedRequest)>,
    /// Persons, each with the line that gives her; `person_files` has the file of each, in the same order.
    persons: Vec<(PersonRef, PersonCard, u64)>,
    person_files: Vec<String>,
    /// What the rows define: the file and the line of each.
    keys: HashMap<StreamId, (String, u64)>,
    sessions: HashMap<Id, OccurredOn>,
    equal_rows: HashMap<(StreamId, String), u32>,
    outside: Vec<OutsideReference>,
}

impl<'a> PlanBuilder<'a> {
    /// An empty plan, with the problems that cutting files into records found.
    pub fn new(reader: &'a Reader, problems: Problems) -> Self {
        Self {
            reader,
            problems,
            requests: Vec::new(),
            persons: Vec::new(),
            person_files: Vec::new(),
            keys: HashMap::new(),
            sessions: HashMap::new(),
            equal_rows: HashMap::new(),
            outside: Vec::new(),
        }
    }

    /// A file whose name is that of no table.
    pub fn unknown_file(&mut self, file: &str) {
        let names = TABLES.iter().map(|table| format!("{}.csv", table.name)).collect::<Vec<_>>().join(", ");
        self.problems.add(ProblemPlace::file(file), "unknown-file", &[("known", names)]);
    }

    /// Adds the rows of one file.
    pub fn sheet(&mut self, table: &'static Table, sheet: &Sheet) {
        let Some(headings) = &sheet.headings else {
            return self.problems.add(ProblemPlace::file(&sheet.file), "empty-file", &[]);
        };
        let Some(places) = self.places(table, &sheet.file, headings) else { return };
        let context = Context::new(self.reader.account.clone(), self.reader.channel);
        let document = hex(&sheet.digest);
        for record in &sheet.records {
            let row = Row { columns: table.columns, places: &places, record, space: &self.reader.space };
            if !row_is_sound(&sheet.file, &row, &headings.cells, &mut self.problems)
                || !self.names(&sheet.file, &row, headings)
            {
                continue;
            }
            let mut draft = Drafting {
                requests: &mut self.requests,
                persons: &mut self.persons,
                sessions: &mut self.sessions,
                equal_rows: &mut self.equal_rows,
                context: &context,
                file: &sheet.file,
                document: &document,
                lines: (record.line, record.last_line),
                rank: rank_of(table.name),
                rank_of,
            };
            if (table.read)(&row, &mut draft).is_none() {
                self.problems.add(ProblemPlace::row(&sheet.file, record.line), "row-incomplete", &[]);
            }
            self.person_files.resize(self.persons.len(), sheet.file.clone());
        }
    }

    /// Where each column stands, or `None` when a needed one is missing; unknown and repeated headings are named.
    fn places(&mut self, table: &'static Table, file: &str, headings: &Record) -> Option<Vec<Option<usize>>> {
        let mut places = vec![None; table.columns.len()];
        let private = table.columns.iter().any(|column| matches!(column.form, Form::Private));
        for (at, heading) in headings.cells.iter().enumerate().filter(|(_, heading)| !heading.trim().is_empty()) {
            // Where the heading line was forgotten, what stands there may be somebody's name.
            let number = (at + 1).to_string();
            let (shown, value) = if private { (number.as_str(), None) } else { (heading.trim(), Some(heading.trim())) };
            let place = ProblemPlace { file, row: Some(headings.line), column: Some(shown), value };
            match table.columns.iter().position(|column| plain(column.name) == plain(heading)) {
                Some(column) if places[column].is_none() => places[column] = Some(at),
                Some(_) => self.problems.add(place, "column-twice", &[]),
                None => {
                    let names = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
                    self.problems.add(place, "column-unknown", &[("known", names)]);
                }
            }
        }
        let mut complete = true;
        for (column, _) in table.columns.iter().zip(&places).filter(|(column, place)| column.needed && place.is_none())
        {
            // A key that is made from other columns needs no column of its own.
            if !matches!(column.form, Form::Key(_, from) | Form::SharedKey(_, from) if !from.is_empty()) {
                let place = ProblemPlace { file, row: Some(headings.line), column: Some(column.name), value: None };
                self.problems.add(place, "column-missing", &[]);
                complete = false;
            }
        }
        complete.then_some(places)
    }

    /// Notes what a row defines and what it names; a code that another row defines is named.
    fn names(&mut self, file: &str, row: &Row<'_>, headings: &Record) -> bool {
        let mut sound = true;
        for (column, place) in row.columns.iter().zip(row.places) {
            let heading = place.and_then(|at| headings.cells.get(at)).map_or(column.name, |heading| heading.trim());
            for stream in row.streams(column.name, column.form) {
                let line = row.record.line;
                match column.form {
                    Form::Key(..) | Form::PersonKey => {
                        if let Some((there, before)) = self.keys.get(&stream) {
                            let code = row.code(column.name).map(String::from).unwrap_or_default();
                            let place =
                                ProblemPlace { file, row: Some(line), column: Some(heading), value: Some(&code) };
                            let values = [("file", there.clone()), ("before", before.to_string())];
                            let key =
                                if matches!(column.form, Form::PersonKey) { "person-code-twice" } else { "code-twice" };
                            self.problems.add(place, key, &values);
                            sound = false;
                        } else {
                            self.keys.insert(stream, (file.to_owned(), line));
                        }
                    }
                    Form::SharedKey(..) => {
                        self.keys.entry(stream).or_insert_with(|| (file.to_owned(), line));
                    }
                    _ => self.outside.push(OutsideReference {
                        stream,
                        file: file.to_owned(),
                        row: line,
                        column: heading.to_owned(),
                        value: row.raw(column.name).to_owned(),
                    }),
                }
            }
        }
        sound
    }

    /// Two codes with one name are named, never merged: only the user knows whether they are one person.
    fn namesakes(&mut self) {
        let mut seen: HashMap<(String, String), (String, u64)> = HashMap::new();
        for ((_, card, line), file) in self.persons.iter().zip(&self.person_files) {
            let name = (plain(&card.family_name), plain(&card.given_name));
            match seen.get(&name) {
                Some((there, before)) => {
                    let column = Some("nom");
                    let place = ProblemPlace { file, row: Some(*line), column, value: None };
                    self.problems.add(
                        place,
                        "person-named-twice",
                        &[("file", there.clone()), ("before", before.to_string())],
                    );
                }
                None => {
                    seen.insert(name, (file.clone(), *line));
                }
            }
        }
    }

    /// The plan, once every file was added.
    pub fn finish(mut self, fingerprint: String, rows: u64) -> Reading {
        self.namesakes();
        for found in in_order_of_dates(&mut self.requests) {
            let place = ProblemPlace {
                file: &found.file,
                row: Some(found.row),
                column: Some("date"),
                value: Some(&found.date),
            };
            let (file, row) = found.after;
            self.problems.add(place, "signup-out-of-order", &[("file", file), ("before", row.to_string())]);
        }
        let keys = &self.keys;
        self.outside.retain(|reference| !keys.contains_key(&reference.stream));
        let person_rows = self
            .persons
            .iter()
            .zip(&self.person_files)
            .map(|((person, _, line), file)| (*person, (file.clone(), *line)))
            .collect();
        let persons = self.persons.into_iter().map(|(person, card, _)| (person, card)).collect();
        let requests = admissible_order(self.requests);
        let plan =
            Plan { format: ImportFormat::Csv, fingerprint, rows, requests, persons, problems: self.problems.finish() };
        Reading { plan, outside: self.outside, person_rows }
    }
}
