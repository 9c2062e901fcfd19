//! What several folds share: reading payloads, names as they were, what is so at the end of a period, the parts of a report.

use maillage_events::quantity::Quantity;
use maillage_events::text::Text;
use maillage_events::view::{FactView, Payload};
use maillage_events::when::{OccurredOn, Period};
use maillage_events::words::{Language, say};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::figures::quantity_shown;
use crate::projection::FoldError;
use crate::report::{Cell, ReportTable};
use crate::table::Table;

/// The payload of a fact; a fold stops at one that it cannot read.
pub(crate) fn read<T: Payload + DeserializeOwned>(fact: &FactView<'_>) -> Result<T, FoldError> {
    fact.data().map_err(|why| FoldError::at(fact, &why))
}

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

/// The names that something bore, each from a date on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Names(Vec<(OccurredOn, Text)>);

impl Names {
    /// Another name, borne from a date on.
    pub(crate) fn learn(&mut self, on: OccurredOn, name: Text) {
        self.0.push((on, name));
    }

    /// The name borne at the end of a period; before the first known name, that one.
    pub(crate) fn at(&self, period: &Period) -> Option<&str> {
        let first_day = |on: OccurredOn| on.span().map(|(first, _)| first);
        let mut best: Option<&(OccurredOn, Text)> = None;
        for named in self.0.iter().filter(|(on, _)| begun(*on, period)) {
            if best.is_none_or(|known| first_day(named.0) >= first_day(known.0)) {
                best = Some(named);
            }
        }
        best.or_else(|| self.0.first()).map(|(_, name)| name.as_str())
    }
}

/// The kinds that [`learn_name`] reads; a projection that prints names of organisations lists them among its own.
pub(crate) const NAME_KINDS: [&str; 2] = ["organisation.recorded", "organisation.renamed"];

/// Notes the name that an organisation takes; tells whether the fact gave one.
pub(crate) fn learn_name(names: &mut Table<Names>, fact: &FactView<'_>) -> Result<bool, FoldError> {
    use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
    let name = match fact.kind {
        kind if kind == NAME_KINDS[0] => read::<OrganisationRecorded>(fact)?.name,
        kind if kind == NAME_KINDS[1] => read::<OrganisationRenamed>(fact)?.name,
        _ => return Ok(false),
    };
    names.entry(fact.stream_id()).learn(fact.occurred(), name);
    Ok(true)
}

/// The name of an organisation at the end of a period; its identifier when no name is known.
pub(crate) fn name_of(names: &Table<Names>, id: &str, period: &Period) -> String {
    names.get(id).and_then(|known| known.at(period)).unwrap_or(id).to_owned()
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
    maybe(on.filter(|on| *on != OccurredOn::Unknown))
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
pub(crate) fn table(language: Language, report: &str, name: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> ReportTable {
    let columns: Vec<String> = columns.iter().map(|column| format!("{report}-{column}")).collect();
    ReportTable::of(language, report, name, &columns.iter().map(String::as_str).collect::<Vec<_>>(), rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_the_end_of_the_period() {
        let mut names = Names::default();
        names.learn(OccurredOn::Unknown, "DDCS".into());
        names.learn("2021-04-01".parse().unwrap(), "DDETS".into());
        assert_eq!(names.at(&Period::year(2016)), Some("DDCS"));
        assert_eq!(names.at(&Period::year(2021)), Some("DDETS"));
        assert_eq!(names.at(&Period::default()), Some("DDETS"));
    }
}
