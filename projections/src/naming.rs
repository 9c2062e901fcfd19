//! What organisations and words of closed lists are called in a report.

use maillage_events::messages::{Language, say};
use maillage_events::when::Period;
use serde_json::{Value, json};

use crate::names::Names;
use crate::table::Table;

/// The name of an organisation or a category at the end of a period; its identifier when no name is known.
pub(crate) fn name_of(names: &Table<Names>, id: &str, period: &Period) -> String {
    name_among(names.get(id), id, period)
}

/// The same by its names, wherever they are kept.
pub(crate) fn name_among(names: Option<&Names>, id: &str, period: &Period) -> String {
    names.and_then(|known| known.at(period.to)).unwrap_or(id).to_owned()
}

/// An organisation as figures show it.
pub(crate) fn named(names: &Table<Names>, id: &str, period: &Period) -> Value {
    json!({ "organisation": id, "name": name_of(names, id, period) })
}

/// The label of a word of a closed list: `label-<list>-<word>`.
pub(crate) fn label(language: Language, list: &str, word: &str) -> String {
    say(language, &format!("label-{list}-{word}"))
}
