//! What several folds share: names as they were, what is so at the end of a period, the parts of a
//! report.

use maillage_events::messages::{Language, say};
use maillage_events::quantity::Quantity;
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use crate::figures::quantity_shown;
use crate::names::Names;
use crate::report::{Cell, ReportTable};
use crate::table::Table;

/// Whether what began on a date was so by the end of a period. What has no date has always been so.
pub(crate) fn begun(on: OccurredOn, period: &Period) -> bool {
    match (on.span(), period.to) {
        (Some((first, _)), Some(to)) => first <= to,
        _ => true,
    }
}

/// Orders facts by the first clock: by the last day that they may mean; what has no date comes first.
pub(crate) fn order(on: OccurredOn) -> Option<jiff::civil::Date> {
    on.span().map(|(_, last)| last)
}

/// The later of two dates by [`order`]; on the same day the first one given stays.
pub(crate) fn latest(dates: impl IntoIterator<Item = OccurredOn>) -> Option<OccurredOn> {
    dates.into_iter().reduce(|best, on| if order(on) > order(best) { on } else { best })
}

/// The name of an organisation at the end of a period; its identifier when no name is known.
pub(crate) fn name_of(names: &Table<Names>, id: &str, period: &Period) -> String {
    names.get(id).and_then(|known| known.at(period.to)).unwrap_or(id).to_owned()
}

/// Whether what ran from one date until another, if any, was so at some time of a period.
pub(crate) fn ran(from: OccurredOn, until: Option<OccurredOn>, period: &Period) -> bool {
    let over = match (until.and_then(order), period.from) {
        (Some(last), Some(first)) => last < first,
        _ => false,
    };
    begun(from, period) && !over
}

/// An organisation as figures show it.
pub(crate) fn named(names: &Table<Names>, id: &str, period: &Period) -> Value {
    json!({ "organisation": id, "name": name_of(names, id, period) })
}

/// The label of a word of a closed list: `label-<list>-<word>`.
pub(crate) fn label(language: Language, list: &str, word: &str) -> String {
    say(language, &format!("label-{list}-{word}"))
}

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

/// A quantity in a cell: a counted number, or what is known of it in words.
pub(crate) fn quantity(language: Language, quantity: Option<&Quantity>) -> Cell {
    match quantity {
        None | Some(Quantity::Unknown { as_said: None, at_least: None }) => Cell::Unknown,
        Some(Quantity::Exact { value }) => Cell::from(*value),
        Some(other) => text(quantity_shown(language, other)),
    }
}

/// One table of a report, whose headings are the report's own: `column-<report>-<name>`.
pub(crate) fn table(
    language: Language,
    report: &str,
    name: &str,
    columns: &[&str],
    rows: Vec<Vec<Cell>>,
) -> ReportTable {
    let columns: Vec<String> = columns.iter().map(|column| format!("{report}-{column}")).collect();
    ReportTable::of(language, report, name, &columns.iter().map(String::as_str).collect::<Vec<_>>(), rows)
}
