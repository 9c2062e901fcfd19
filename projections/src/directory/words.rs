//! How people and reports call what the directory holds.

use maillage_events::family::Family;
use maillage_events::id::StreamId;
use maillage_events::messages::Language;
use maillage_events::organisation::IdentifierScheme;
use maillage_events::when::Period;

use super::Directory;
use super::rows::{Identifier, Organisation};
use crate::naming::{label, name_among, name_of};
use crate::stays::Stay;

/// The name of the report.
pub(super) const REPORT: &str = "directory";

impl Directory {
    /// What a party is called: an organisation or a category.
    pub(super) fn party_name(&self, party: &StreamId, period: &Period) -> String {
        match party.family {
            Family::Category => name_of(&self.categories, party.id.as_str(), period),
            Family::Space
            | Family::Contract
            | Family::Mandate
            | Family::Body
            | Family::Fiche
            | Family::Action
            | Family::Pole
            | Family::Session
            | Family::Organisation
            | Family::Partnership
            | Family::Agreement
            | Family::Funding
            | Family::Measure
            | Family::Person
            | Family::Discrepancy
            | Family::Import => self.name(party.id.as_str(), period),
        }
    }

    /// What a stream is called, where the directory knows its name: an organisation or a category by its last name, a
    /// contract, an action, a fiche, a pole or a body by its title.
    pub fn called(&self, language: Language, stream: &str) -> Option<String> {
        let (family, id) = stream.split_once('/')?;
        let name = match family {
            "organisation" => self.organisations.get(id).and_then(|row| row.names.at(None)).map(str::to_owned),
            "category" => self.categories.get(id).and_then(|names| names.at(None)).map(str::to_owned),
            _ => None,
        };
        name.or_else(|| self.titles.get(stream).map(|_| crate::titles::shown(&self.titles, language, stream)))
    }

    /// What an organisation is called at the end of a period.
    pub(super) fn name(&self, id: &str, period: &Period) -> String {
        name_among(self.organisations.get(id).map(|row| &row.names), id, period)
    }
}

/// What it is; `None` while that is not known.
pub(super) fn kinds(row: &Organisation, language: Language) -> Option<String> {
    let shown: Vec<String> = row.kinds.iter().map(|kind| label(language, "organisation", kind.as_str())).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// What it is or was identified by: a closed SIRET is still found.
pub(super) fn identified<'a>(
    row: &'a Organisation,
    period: &Period,
) -> impl Iterator<Item = Stay<'a, Identifier>> + use<'a> {
    row.identifiers.during(&Period { from: None, to: period.to })
}

pub(super) fn identifiers(row: &Organisation, period: &Period) -> String {
    let shown = |stay: Stay<'_, Identifier>| {
        let known = format!("{} {}", scheme(stay.of.scheme), stay.of.value);
        stay.until.map_or(known.clone(), |until| format!("{known} (→ {until})"))
    };
    identified(row, period).map(shown).collect::<Vec<_>>().join(", ")
}

/// How people write a scheme: `FINESS EJ`.
pub(super) fn scheme(scheme: IdentifierScheme) -> String {
    scheme.as_str().to_uppercase().replace('_', " ")
}
