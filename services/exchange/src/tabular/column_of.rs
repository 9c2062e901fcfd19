//! The column of a row that a refusal of the rules speaks of, so that whoever fills the sheet finds the cell.

use maillage_events::id::{SpaceId, StreamId};
use maillage_events::refusal::Refusal;
use maillage_events::screen::personal_mark;

use super::cell;
use super::column::{Column, Form};
use super::row::{Row, translated};
use super::sheet::Sheet;
use super::table::Table;

/// Members of facts, each with the column that fills it. What is not listed has its own name for a column.
const MEMBERS: &[(&str, &str)] = &[
    ("title", "titre"),
    ("kind", "type"),
    ("when", "date"),
    ("time", "heure"),
    ("place", "lieu"),
    ("capacity", "capacité"),
    ("audience", "public"),
    ("organiser", "organisateur"),
    ("contracts", "contrat"),
    ("pole", "pôle"),
    ("slot", "échéance"),
    ("body", "instance"),
    ("ends", "dernier_jour"),
    ("parts", "demi_journées"),
    ("health_revealing", "révèle_la_santé"),
    ("stands_for", "nombre_de_séances"),
    ("motive", "motif"),
    ("name", "nom"),
    ("kinds", "type"),
    ("organisation", "structure"),
    ("quality", "qualité"),
    ("qualities", "qualité"),
    ("years", "années"),
];

/// Refusals that show no value of a cell, each with the columns that may hold what is missing or wrong.
const CODES: &[(&str, &[&str])] = &[
    ("no-motive", &["motif"]),
    ("status-needs-motive", &["motif"]),
    ("results-unanswered", &["statut", "motif"]),
    ("postponed-to-when", &["reportée_à", "statut"]),
    ("no-territory", &["territoire"]),
    ("no-predecessor", &["précédent"]),
    ("generation-zero", &["génération"]),
    ("fiche-number-zero", &["numéro"]),
    ("rank-zero", &["rang"]),
    ("cadence-zero", &["jours"]),
    ("no-duration", &["minutes"]),
    ("no-heads", &["personnes"]),
    ("stands-for-none", &["nombre_de_séances"]),
    ("no-amount", &["montant"]),
    ("slot-without-pole", &["pôle"]),
    ("place-nowhere", &["lieu"]),
    ("reveals-health", &["personne"]),
    ("minors-unnamed", &["personne"]),
    ("person-objected", &["personne"]),
    ("person-objected-to-all", &["personne"]),
    ("person-erased", &["personne", "code"]),
    ("already-signed-up", &["personne"]),
    ("same-person-signed-up", &["personne"]),
    ("already-present", &["personne"]),
    ("already-absent", &["personne"]),
    ("same-person-present", &["personne"]),
    ("absence-without-signup", &["personne"]),
    ("no-local-authority", &["signé_le"]),
    ("no-regional-agency", &["signé_le"]),
];

/// Values of a refusal that come from the calendar or from the rules, never from a cell.
const NOT_OF_CELLS: [&str; 4] = ["today", "now", "most", "differs"];

/// The files of an import, kept for as long as a refusal may speak of their rows.
#[derive(Debug)]
pub struct TakenSheets {
    /// Where persons' references belong.
    pub space: SpaceId,
    /// Each file with its table, and where its columns stand.
    pub sheets: Vec<(&'static Table, Vec<Option<usize>>, Sheet)>,
}

/// A cell that a refusal speaks of.
#[derive(Debug, PartialEq, Eq)]
pub struct RefusedCell {
    /// The heading, as the file writes it.
    pub column: String,
    /// The cell, where it may be shown.
    pub value: Option<String>,
}

impl TakenSheets {
    /// The cell of a row that a refusal speaks of: the one that holds what it shows, the one that its reason names, or
    /// else the one that names what was asked for.
    pub fn cell_of(&self, file: &str, line: u64, stream: &StreamId, refusal: &Refusal) -> Option<RefusedCell> {
        let (table, places, sheet) = self.sheets.iter().find(|(_, _, sheet)| sheet.file == file)?;
        let record = sheet.records.get(sheet.records.binary_search_by_key(&line, |record| record.line).ok()?)?;
        let row = Row { columns: table.columns, places, record, space: &self.space };
        let column = told(&row, refusal).or_else(|| shown(&row, refusal)).or_else(|| naming(&row, stream))?;
        let at = table.columns.iter().position(|it| it.name == column.name).and_then(|at| places.get(at).copied());
        let heading = at.flatten().and_then(|at| sheet.headings.as_ref()?.cells.get(at)).map(|cell| cell.trim());
        let cell = row.raw(column.name);
        let private = matches!(column.form, Form::Private | Form::Person | Form::PersonKey);
        let shown = !cell.is_empty() && !private && personal_mark(cell).is_none();
        Some(RefusedCell { column: heading.unwrap_or(column.name).to_owned(), value: shown.then(|| cell.to_owned()) })
    }
}

/// The refusal in the words of the sheet: members of facts become columns.
pub fn in_words_of_sheet(refusal: &Refusal) -> Refusal {
    let mut spoken = refusal.clone();
    for (name, value) in &mut spoken.values {
        if matches!(*name, "field" | "member" | "members") {
            let all: Vec<&str> = value.split(", ").map(column_of_member).collect();
            *value = all.join(", ");
        }
    }
    spoken
}

fn column_of_member(member: &str) -> &str {
    MEMBERS.iter().find(|(name, _)| *name == member).map_or(member, |(_, column)| column)
}

/// The column that the reason names.
fn told<'r>(row: &Row<'r>, refusal: &Refusal) -> Option<&'static Column> {
    let members = refusal.values.iter().filter(|(name, _)| matches!(*name, "field" | "member" | "members"));
    let mut named = members.flat_map(|(_, value)| value.split(", ")).map(column_of_member);
    let of_code = CODES.iter().find(|(code, _)| *code == refusal.code).map_or(&[][..], |(_, columns)| columns);
    named.find_map(|name| column(row, name)).or_else(|| of_code.iter().find_map(|name| column(row, name)))
}

fn column(row: &Row<'_>, name: &str) -> Option<&'static Column> {
    row.columns.iter().find(|column| cell::plain(column.name) == cell::plain(name))
}

/// The column whose cell says what the refusal shows.
fn shown(row: &Row<'_>, refusal: &Refusal) -> Option<&'static Column> {
    let values = refusal.values.iter().filter(|(name, _)| !NOT_OF_CELLS.contains(name));
    values
        .into_iter()
        .find_map(|(_, value)| row.columns.iter().find(|column| row.is_filled(column.name) && says(row, column, value)))
}

/// Whether a cell says a value as facts write it.
fn says(row: &Row<'_>, column: &Column, value: &str) -> bool {
    let raw = row.raw(column.name);
    let of_streams = || {
        let mut streams = row.streams(column.name, column.form).into_iter();
        streams.any(|stream| stream.id.as_str() == value || stream.to_string() == value)
    };
    match column.form {
        Form::When | Form::Day | Form::Year => row.given_date(column.name).is_some_and(|it| it.to_string() == value),
        Form::Quantity | Form::Count => row.count(column.name).is_some_and(|it| it.to_string() == value),
        Form::Euros => row.cents(column.name).is_some_and(|it| it.to_string() == value),
        Form::Word(words) => translated(words, raw) == Some(value),
        Form::WordList(words) => cell::members(raw).any(|word| translated(words, word) == Some(value)),
        Form::Codes => row.codes(column.name).iter().any(|code| code.as_str() == value),
        Form::Key(..)
        | Form::SharedKey(..)
        | Form::Ref(_)
        | Form::Refs(_)
        | Form::Stream(_)
        | Form::Person
        | Form::PersonKey => of_streams(),
        Form::Time => row.time(column.name).is_some_and(|it| it == value),
        Form::Text
        | Form::OrganisationName(_)
        | Form::Sentences
        | Form::Amount
        | Form::Decimal
        | Form::YesNo
        | Form::Code
        | Form::Private
        | Form::Telephone
        | Form::Email
        | Form::CommuneCode
        | Form::QpvCode
        | Form::HalfDays
        | Form::Marginals => raw == value,
    }
}

/// The column that names what was asked for, or one that its code is made from.
fn naming(row: &Row<'_>, stream: &StreamId) -> Option<&'static Column> {
    let named = row.columns.iter().find(|column| row.streams(column.name, column.form).contains(stream));
    match named.map(|column| (column, column.form)) {
        Some((column, Form::Key(_, from) | Form::SharedKey(_, from))) if !row.is_filled(column.name) => {
            from.iter().find_map(|name| self::column(row, name)).or(Some(column))
        }
        _ => named.or_else(|| row.columns.iter().find(|column| row.is_filled(column.name))),
    }
}
