//! Identifiers that two organisations bear at once: perhaps one organisation that was recorded twice.

use std::collections::BTreeMap;

use maillage_events::messages::Language;
use maillage_events::organisation::IdentifierScheme;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Directory;
use super::rows::Identifier;
use super::words::{REPORT, scheme};
use crate::report::cells::{table_by_column, text};
use crate::report::{ReportTable, Scope};
use crate::successions::last_of;

/// Who bears the same SIREN, SIRET or FINESS at the end of a period. An organisation and those that took over from it
/// are one: they may hand a number on.
fn twice<'a>(state: &'a Directory, scope: &Scope) -> Vec<(&'a Identifier, Vec<&'a str>)> {
    // What stands twice in the directory is no question of one contract.
    if !scope.filters.is_empty() {
        return Vec::new();
    }
    let period = &scope.period;
    let mut bearers: BTreeMap<&Identifier, BTreeMap<&str, &str>> = BTreeMap::new();
    for (id, row) in state.organisations.iter() {
        for stay in row.identifiers.at(period).filter(|stay| proves_identity(stay.of.scheme)) {
            bearers.entry(stay.of).or_default().entry(successor(state, period, id)).or_insert(id);
        }
    }
    let several = bearers.into_iter().filter(|(_, who)| who.len() > 1);
    several.map(|(identifier, who)| (identifier, who.into_values().collect())).collect()
}

/// Whether one organisation at a time bears such an identifier. Several bodies of one association may give its RNA.
fn proves_identity(scheme: IdentifierScheme) -> bool {
    match scheme {
        IdentifierScheme::Siret | IdentifierScheme::Siren | IdentifierScheme::FinessEj | IdentifierScheme::FinessEg => {
            true
        }
        IdentifierScheme::Rna => false,
    }
}

/// Who has taken over by the end of the period, the last in turn; itself where nobody did.
fn successor<'a>(state: &'a Directory, period: &Period, id: &'a str) -> &'a str {
    last_of(id, period, |id| state.organisations.get(id).and_then(|row| row.successor.as_ref()))
}

/// For programs.
pub(super) fn figures(state: &Directory, scope: &Scope) -> Vec<Value> {
    let named = |id: &&str| json!({ "organisation": id, "name": state.name(id, &scope.period) });
    let row = |(identifier, who): (&Identifier, Vec<&str>)| {
        json!({ "scheme": identifier.scheme, "value": identifier.value,
            "organisations": who.iter().map(named).collect::<Vec<_>>() })
    };
    twice(state, scope).into_iter().map(row).collect()
}

/// For people.
pub(super) fn table(state: &Directory, scope: &Scope, language: Language) -> ReportTable {
    let names = |who: &[&str]| who.iter().map(|id| state.name(id, &scope.period)).collect::<Vec<_>>().join(" ; ");
    table_by_column(
        language,
        REPORT,
        "twice",
        twice(state, scope),
        &[
            ("scheme", &|(identifier, _)| text(scheme(identifier.scheme))),
            ("value", &|(identifier, _)| text(identifier.value.as_str())),
            ("bearers", &|(_, who)| text(names(who))),
        ],
    )
}
