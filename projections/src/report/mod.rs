//! Answers: figures with their definition, their period, their known-at and their position.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_events::messages::{Language, is_known, say};
use maillage_events::when::{OccurredOn, Period};
use serde::Serialize;
use utoipa::ToSchema;

use self::figure::Defined;
use self::filter::{Filters, NarrowedTo};

pub(crate) mod cells;
pub mod figure;
pub mod filter;
pub mod formats;

/// What a report is asked for: a period on the first clock, and what it is narrowed to. The second clock is the stretch
/// of facts that was folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// The period; unbounded when not given.
    pub period: Period,
    /// What it is narrowed to; everything when nothing is given.
    pub filters: Filters,
}

impl From<Period> for Scope {
    fn from(period: Period) -> Self {
        Self { period, filters: Filters::default() }
    }
}

/// What a figure means, printed beside it wherever it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DefinitionView)]
pub struct Definition {
    /// The figure's name in the data.
    pub figure: String,
    /// What people call it, in the language of the report.
    pub label: String,
    /// Its definition, in the language of the report.
    pub text: String,
    /// The number of that wording.
    #[serde(skip)]
    pub number: u32,
}

impl Definition {
    /// The definitions of a report's figures, from the catalogue: `definition-attendance-passages`.
    pub fn of(language: Language, report: &str, defined: &[Defined]) -> Vec<Self> {
        let text = |name: &str| say(language, &format!("definition-{report}-{}", name.replace('_', "-")));
        let one = |it: &Defined| Self {
            figure: it.name.to_owned(),
            label: label_of(language, report, it.name),
            text: text(it.name),
            number: it.number,
        };
        defined.iter().map(one).collect()
    }
}

/// What people call the figure that a definition defines: by a word of its own, or as the heading or the caption that
/// shows it does.
fn label_of(language: Language, report: &str, name: &str) -> String {
    let slug = name.replace('_', "-");
    let keys = [
        format!("defined-{report}-{slug}"),
        format!("column-{report}-{slug}"),
        format!("column-{slug}"),
        format!("caption-{report}-{slug}"),
    ];
    let [own, ..] = &keys;
    say(language, keys.iter().find(|key| is_known(key)).unwrap_or(own))
}

/// One cell of a table: unknown is not zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// A whole number.
    Number(i64),
    /// Words, a formatted figure.
    Text(String),
    /// A year or another date: ISO 8601 for programs, written out where people read. Never grouped as a number is.
    Date(OccurredOn),
    /// Not known: `null` in JSON, *n.r.* where people read.
    Unknown,
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<OccurredOn> for Cell {
    fn from(on: OccurredOn) -> Self {
        if on == OccurredOn::Unknown { Self::Unknown } else { Self::Date(on) }
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Date(OccurredOn::Day(day))
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(known: Option<T>) -> Self {
        known.map_or(Self::Unknown, Into::into)
    }
}

/// A table of a report, the same in the page, the terminal and the CSV.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TableView)]
pub struct ReportTable {
    /// Its name, a slug.
    pub name: String,
    /// Its caption, in the language of the report.
    pub caption: String,
    /// Column headings, in the language of the report.
    pub columns: Vec<String>,
    /// Rows: numbers, words, or `null` for what is not known.
    #[schema(value_type = Vec<Vec<serde_json::Value>>)]
    pub rows: Vec<Vec<Cell>>,
}

/// One column of a table of `R`: its heading and the cell under it, side by side so that no swap mislabels.
pub(crate) type Column<'a, R> = (&'a str, &'a dyn Fn(&R) -> Cell);

impl ReportTable {
    /// A table by its columns, one row each: the only way to make one. Its caption (`caption-{report}-{name}`) and its
    /// headings (`column-{column}`) come from the catalogue.
    pub(crate) fn by_column<R>(
        language: Language,
        report: &str,
        name: &str,
        rows: impl IntoIterator<Item = R>,
        columns: &[Column<'_, R>],
    ) -> Self {
        let slug = name.replace('_', "-");
        let row = |row: R| columns.iter().map(|(_, cell)| cell(&row)).collect();
        Self {
            name: name.to_owned(),
            caption: say(language, &format!("caption-{report}-{slug}")),
            columns: columns.iter().map(|(heading, _)| say(language, &format!("column-{heading}"))).collect(),
            rows: rows.into_iter().map(row).collect(),
        }
    }
}

/// A report, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ReportView)]
pub struct Report {
    /// The projection's name.
    pub report: &'static str,
    /// The version of its fold.
    pub fold_version: u32,
    /// The space.
    pub space: SpaceId,
    /// Its title, in the language of the report.
    pub title: String,
    /// The period on the first clock.
    pub period: Period,
    /// What it is narrowed to.
    pub filters: Vec<NarrowedTo>,
    /// The cut-off on the second clock; `null` when everything known was taken.
    pub known_at: Option<RecordedAt>,
    /// The position of the last fact taken into account.
    pub position: u64,
    /// The second clock of that fact; `null` when there is none.
    pub recorded_at: Option<RecordedAt>,
    /// The time zone of the space, by whose clocks people read moments; programs have them in UTC.
    #[serde(skip)]
    #[schema(ignore)]
    pub zone: TimeZone,
    /// Whether a fold stopped before that position; the figures then say less than the facts do.
    pub incomplete: bool,
    /// What the figures mean.
    pub definitions: Vec<Definition>,
    /// The figures, for programs: English keys, numbers as numbers, unknown as `null`.
    #[schema(value_type = Object)]
    pub figures: serde_json::Value,
    /// The figures, for people.
    pub tables: Vec<ReportTable>,
    /// The same as a picture (standalone SVG), where the projection has one; it is asked for by its own format.
    #[serde(skip)]
    pub picture: Option<String>,
}

/// What a projection answers; the projector adds the space, the clocks and the position.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Body {
    /// Its title.
    pub title: String,
    /// What the figures mean.
    pub definitions: Vec<Definition>,
    /// The figures, for programs.
    pub figures: serde_json::Value,
    /// The figures, for people.
    pub tables: Vec<ReportTable>,
}
