//! From files to a plan: which table a file is, what its rows say, what they name.

use std::collections::HashMap;
use std::io::{self, BufRead};

use maillage_events::envelope::{Channel, Context};
use maillage_events::id::{Id, PersonRef, SpaceId, StreamId};
use maillage_events::import::ImportFormat;
use maillage_events::messages::{Language, say};
use maillage_events::when::OccurredOn;
use maillage_log::vault::PersonCard;
use sha2::{Digest, Sha256};

use super::cell::plain;
use super::check::row_is_sound;
use super::column::Form;
use super::drafting::{Drafting, Rank};
use super::order::in_admissible_order;
use super::problems::{ProblemPlace, Problems, quoted};
use super::row::Row;
use super::sheet::{Record, Sheet, read_sheet};
use super::table::Table;
use super::tables::{TABLES, rank_of, table_of};
use crate::plan::{Plan, PlannedRequest};

/// What the reading of tables needs to know.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Where the facts will go.
    pub space: SpaceId,
    /// The account that they name.
    pub account: Id,
    /// How they came in.
    pub channel: Channel,
    /// The language of the problems.
    pub language: Language,
}

/// Something that a row names and no file of the import records: the log must have it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The stream that it must hold.
    pub stream: StreamId,
    /// The file's base name.
    pub file: String,
    /// The line that names it, from 1.
    pub row: u64,
    /// The heading of the column that names it, as the file writes it.
    pub column: String,
    /// The cell that names it, as it stands.
    pub value: String,
}

/// What was read.
#[derive(Debug)]
pub struct Reading {
    /// What the rows ask for, and their problems.
    pub plan: Plan,
    /// What must already be in the log.
    pub wanted: Vec<Wanted>,
    /// The file and line that give each person of the plan.
    pub person_rows: HashMap<PersonRef, (String, u64)>,
}

impl Reader {
    /// Reads files, each with its base name. Fails only when a source cannot be read; what is wrong inside stands among
    /// the problems.
    pub fn read(&self, mut sources: Vec<(String, Box<dyn BufRead + Send>)>) -> io::Result<Reading> {
        sources.sort_by(|a, b| a.0.cmp(&b.0));
        let mut problems = Problems::new(self.language);
        let mut sheets = Vec::new();
        for (name, mut source) in sources {
            sheets.push(read_sheet(&name, &mut *source, &mut problems)?);
        }
        let fingerprint = fingerprint(&sheets);
        let mut gathered = Gathered {
            reader: self,
            problems,
            requests: Vec::new(),
            persons: Vec::new(),
            person_files: Vec::new(),
            keys: HashMap::new(),
            sessions: HashMap::new(),
            wanted: Vec::new(),
        };
        let rows = sheets.iter().map(|sheet| sheet.records.len() as u64).sum();
        let mut known: Vec<(&'static Table, Sheet)> = Vec::new();
        for sheet in sheets {
            match table_of(&sheet.file) {
                Some(table) => known.push((table, sheet)),
                None => gathered.unknown_file(&sheet.file),
            }
        }
        known.sort_by_key(|(table, _)| rank_of(table.name));
        for (table, sheet) in &known {
            gathered.sheet(table, sheet);
        }
        Ok(gathered.finish(fingerprint, rows))
    }
}

/// Of one file the digest of its bytes; of several, of their sorted names and digests.
fn fingerprint(sheets: &[Sheet]) -> String {
    if let [sheet] = sheets {
        return hex(&sheet.digest);
    }
    let mut hash = Sha256::new();
    for sheet in sheets {
        hash.update(sheet.file.as_bytes());
        hash.update([0]);
        hash.update(sheet.digest);
    }
    hex(&hash.finalize())
}

/// Bytes in lower-case hexadecimal, two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Gathered<'a> {
    reader: &'a Reader,
    problems: Problems,
    requests: Vec<(Rank, PlannedRequest)>,
    persons: Vec<(PersonRef, PersonCard, u64)>,
    person_files: Vec<String>,
    keys: HashMap<StreamId, (String, u64)>,
    sessions: HashMap<Id, OccurredOn>,
    wanted: Vec<Wanted>,
}

impl Gathered<'_> {
    fn unknown_file(&mut self, file: &str) {
        let known = TABLES.iter().map(|table| format!("{}.csv", table.name)).collect::<Vec<_>>().join(", ");
        self.problems.add(ProblemPlace::file(file), "unknown-file", &[("known", known)]);
    }

    fn sheet(&mut self, table: &'static Table, sheet: &Sheet) {
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
                    let known = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
                    self.problems.add(place, "column-unknown", &[("known", known)]);
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
                    _ => self.wanted.push(Wanted {
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

    fn finish(mut self, fingerprint: String, rows: u64) -> Reading {
        self.namesakes();
        let keys = &self.keys;
        self.wanted.retain(|wanted| !keys.contains_key(&wanted.stream));
        let person_rows = self
            .persons
            .iter()
            .zip(&self.person_files)
            .map(|((person, _, line), file)| (*person, (file.clone(), *line)))
            .collect();
        let persons = self.persons.into_iter().map(|(person, card, _)| (person, card)).collect();
        let requests = in_admissible_order(self.requests);
        let plan =
            Plan { format: ImportFormat::Csv, fingerprint, rows, requests, persons, problems: self.problems.finish() };
        Reading { plan, wanted: self.wanted, person_rows }
    }
}

/// The problem of something that neither the files nor the log record.
pub fn missing(language: Language, wanted: &Wanted) -> crate::plan::Problem {
    let mut problems = Problems::new(language);
    let place = ProblemPlace {
        file: &wanted.file,
        row: Some(wanted.row),
        column: Some(&wanted.column),
        value: Some(&wanted.value),
    };
    let code = quoted(language, wanted.stream.id.as_str());
    let key = if wanted.stream.family == maillage_events::family::Family::Person {
        "person-missing"
    } else {
        "reference-missing"
    };
    let family = say(language, &format!("import-family-{}", wanted.stream.family));
    problems.add(place, key, &[("family", family), ("code", code)]);
    problems.finish().remove(0)
}
