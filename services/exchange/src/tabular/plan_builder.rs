//! The rows of every file, collected into one plan: what each defines, what it names, what is wrong with it.

use std::collections::{HashMap, HashSet};

use maillage_events::envelope::Context;
use maillage_events::id::{Id, PersonRef, SpaceId, StreamId};
use maillage_events::import::ImportFormat;
use maillage_events::messages::Language;
use maillage_events::when::OccurredOn;
use maillage_log::vault::PersonCard;

use super::admissible_order::admissible_order;
use super::cell::plain;
use super::check::row_is_sound;
use super::column::Form;
use super::drafting::{Drafting, Rank};
use super::headings::places;
use super::outside_reference::OutsideReference;
use super::problems::{ProblemPlace, Problems, quoted};
use super::reading::{Reader, Reading, UnreadFile};
use super::row::Row;
use super::sheet::{Record, Sheet, hex};
use super::signup_order::in_order_of_dates;
use super::table::Table;
use super::tables::{TABLES, meant_table, rank_of};
use super::taken_sheets::TakenSheets;
use crate::plan::{Plan, PlannedRequest, Problem};

/// Names a file that was not read: why, and the command that reads it where there is one.
pub fn name_unread(file: &UnreadFile, space: &SpaceId, problems: &mut Problems) {
    let values = [("path", file.path.clone()), ("space", space.to_string())];
    problems.add(ProblemPlace::file(&file.name), file.why, &values);
}

/// Files that hold nothing but their headings: said, since nothing was taken of them.
fn only_headings(language: Language, files: &[String]) -> Vec<Problem> {
    let mut problems = Problems::new(language);
    for file in files {
        problems.add(ProblemPlace::file(file), "headings-only", &[]);
    }
    problems.finish()
}

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
    /// The files whose rows were read, each with its table and where its columns stand.
    taken: Vec<(&'static Table, Vec<Option<usize>>, Sheet)>,
    /// Rows of files that are named as a whole.
    rows_named_whole: u64,
    /// Files that hold nothing but their headings.
    headings_only: Vec<String>,
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
            taken: Vec::new(),
            rows_named_whole: 0,
            headings_only: Vec::new(),
        }
    }

    /// A file whose name is that of no table: the one that its headings, or its name, are nearest to is offered.
    pub fn unknown_file(&mut self, sheet: &Sheet) {
        let file = sheet.file.as_str();
        self.named_whole(sheet);
        if sheet.headings.is_none() && self.problems.name(file) {
            return;
        }
        match meant_table(sheet) {
            Some(table) => {
                let near = quoted(self.problems.language, &format!("{}.csv", table.name));
                self.problems.add(ProblemPlace::file(file), "unknown-file-near", &[("near", near)]);
            }
            None => {
                let names = TABLES.iter().map(|table| format!("{}.csv", table.name)).collect::<Vec<_>>().join(", ");
                self.problems.add(ProblemPlace::file(file), "unknown-file", &[("known", names)]);
            }
        }
    }

    /// A file that was not read: why, and the way out.
    pub fn unread_file(&mut self, file: &UnreadFile) {
        name_unread(file, &self.reader.space, &mut self.problems);
    }

    /// Adds the rows of one file.
    pub fn sheet(&mut self, table: &'static Table, sheet: Sheet) {
        let places = self.rows_of(table, &sheet);
        match places {
            Some(places) => self.taken.push((table, places, sheet)),
            None => self.named_whole(&sheet),
        }
    }

    /// A file of which no row is read: it has a problem of its own.
    fn named_whole(&mut self, sheet: &Sheet) {
        self.rows_named_whole += sheet.records.len() as u64;
    }

    /// Adds the rows of a file; answers where its columns stand, or `None` for a file that is named as a whole.
    fn rows_of(&mut self, table: &'static Table, sheet: &Sheet) -> Option<Vec<Option<usize>>> {
        let Some(headings) = &sheet.headings else {
            if !self.problems.name(&sheet.file) {
                self.problems.add(ProblemPlace::file(&sheet.file), "empty-file", &[]);
            }
            return None;
        };
        let places = places(table, sheet, headings, &mut self.problems)?;
        if sheet.records.is_empty() && sheet.named.is_empty() {
            self.headings_only.push(sheet.file.clone());
        }
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
        Some(places)
    }

    /// Notes what a row defines and what it names; a code that another row defines is named.
    fn names(&mut self, file: &str, row: &Row<'_>, headings: &Record) -> bool {
        let mut sound = true;
        for (column, place) in row.columns.iter().zip(row.places) {
            // A code that the file does not give is made from other columns: the first of them is named.
            let given = place.and_then(|at| headings.cells.get(at)).map(|heading| heading.trim());
            let heading = given.unwrap_or(match column.form {
                Form::Key(_, [first, ..]) | Form::SharedKey(_, [first, ..]) => first,
                _ => column.name,
            });
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

    /// Names each row of which nothing came, neither something to record nor a problem.
    fn account_for(&mut self) {
        let given = self.requests.iter().map(|(_, planned)| (planned.file.as_str(), planned.row));
        let persons = self.persons.iter().zip(&self.person_files).map(|((_, _, line), file)| (file.as_str(), *line));
        let taken: HashSet<(&str, u64)> = given.chain(persons).collect();
        let mut silent = Vec::new();
        for (_, _, sheet) in &self.taken {
            let named: HashSet<u64> = self.problems.rows_of(&sheet.file).collect();
            let lost = |line: &u64| !taken.contains(&(sheet.file.as_str(), *line)) && !named.contains(line);
            silent.extend(sheet.records.iter().map(|it| it.line).filter(lost).map(|line| (sheet.file.clone(), line)));
        }
        for (file, line) in silent {
            self.problems.add(ProblemPlace::row(&file, line), "row-says-nothing", &[]);
        }
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
    pub fn finish(mut self, fingerprint: String) -> Reading {
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
        self.account_for();
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
        let read: u64 = self.taken.iter().map(|(_, _, sheet)| sheet.records.len() as u64).sum();
        let rows = read + self.rows_named_whole;
        let plan = Plan {
            format: ImportFormat::Csv,
            fingerprint,
            rows,
            rows_named_whole: self.rows_named_whole,
            requests,
            persons,
            problems: self.problems.finish(),
            unused: only_headings(self.reader.language, &self.headings_only),
        };
        let sheets = TakenSheets { space: self.reader.space.clone(), sheets: self.taken };
        Reading { plan, outside: self.outside, person_rows, sheets }
    }
}
