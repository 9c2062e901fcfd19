//! Values in cells, and tables whose headings are the report's own.

use maillage_events::amount::Amount;
use maillage_events::decimal::Decimal;
use maillage_events::messages::Language;
use maillage_events::when::OccurredOn;

use super::{Cell, Column, ReportTable};
use crate::amounts::amount_shown;

/// Words in a cell; unknown when there is none.
pub(crate) fn text(words: impl AsRef<str>) -> Cell {
    match words.as_ref() {
        "" => Cell::Unknown,
        words => Cell::Text(words.to_owned()),
    }
}

/// Words in a cell, or unknown.
pub(crate) fn maybe<T: ToString>(words: Option<T>) -> Cell {
    words.map_or(Cell::Unknown, |words| text(words.to_string()))
}

/// A count in a cell.
pub(crate) fn count(number: usize) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A count in a cell where nothing counted means nothing known.
pub(crate) fn count_if_any(number: usize) -> Cell {
    if number == 0 { Cell::Unknown } else { count(number) }
}

/// A date in a cell; no known date is unknown.
pub(crate) fn date(on: Option<OccurredOn>) -> Cell {
    on.into()
}

/// A year in a cell.
pub(crate) fn year(year: Option<i16>) -> Cell {
    year.map(OccurredOn::Year).into()
}

/// An amount in a cell: a counted whole number, or what is known of it in words.
pub(crate) fn amount(language: Language, amount: Option<&Amount>) -> Cell {
    match amount {
        None | Some(Amount::Unknown { as_said: None, at_least: None }) => Cell::Unknown,
        Some(known) => match known.counted().filter(|value| !value.as_str().contains('.')).and_then(Decimal::whole) {
            Some(whole) => Cell::from(whole),
            None => text(amount_shown(language, known)),
        },
    }
}

/// One table of a report, by its columns, whose headings are the report's own: `column-<report>-<name>`.
pub(crate) fn table_by_column<R>(
    language: Language,
    report: &str,
    name: &str,
    rows: impl IntoIterator<Item = R>,
    columns: &[Column<'_, R>],
) -> ReportTable {
    let headings: Vec<String> = columns.iter().map(|(heading, _)| format!("{report}-{heading}")).collect();
    let own = headings.iter().zip(columns).map(|(heading, (_, cell))| (heading.as_str(), *cell));
    ReportTable::by_column(language, report, name, rows, &own.collect::<Vec<Column<'_, R>>>())
}
