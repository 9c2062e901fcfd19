//! Sheets of heads: people counted without names.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::quantity::Quantity;
use maillage_events::session::{Marginals, SeenScope, Standing};
use serde::{Deserialize, Serialize};

use super::share::Share;
use super::span::Span;

/// One headcount: a sheet of anonymous heads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadcountSheet {
    /// Heads.
    pub total: Quantity,
    /// The part of the session; absent for the whole of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// How many had already come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub already_seen: Option<u64>,
    /// What "already come" was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_scope: Option<SeenScope>,
    /// Its marginals, each on its own.
    #[serde(default, skip_serializing_if = "Marginals::is_empty")]
    pub marginals: Marginals,
    /// Whether a later sheet replaces it.
    #[serde(default)]
    pub replaced: bool,
}

/// The sheets of a session by name, replaced ones included.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheets(BTreeMap<String, HeadcountSheet>);

impl Sheets {
    /// Notes a sheet; one that it replaces counts no more.
    pub fn note(&mut self, name: String, sheet: HeadcountSheet, standing: &Standing) {
        if let Some(earlier) = replaced(standing).and_then(|sheet| self.0.get_mut(sheet)) {
            earlier.replaced = true;
        }
        self.0.insert(name, sheet);
    }

    /// The sheets that no later sheet replaces.
    pub fn effective(&self) -> impl Iterator<Item = &HeadcountSheet> {
        self.0.values().filter(|sheet| !sheet.replaced)
    }

    /// Heads of the sheets that stand. What several parts of a session count may be the same people: at least the most
    /// of one part, at most all of them.
    pub fn heads(&self) -> Span {
        let (whole, parts) = self.by_part(|sheet| Span::of(&sheet.total), Span::and);
        let parts = parts.into_iter().reduce(Span::overlapping);
        whole.unwrap_or_default().and(parts.unwrap_or_default())
    }

    /// Whether heads were counted through the whole session: by a sheet for the whole of it, or by one for each part.
    pub fn cover(&self, parts: &BTreeSet<String>) -> bool {
        let told: BTreeSet<Option<&str>> = self.effective().map(|sheet| sheet.part.as_deref()).collect();
        let each = || !parts.is_empty() && parts.iter().all(|part| told.contains(&Some(part.as_str())));
        told.contains(&None) || each() || parts.is_empty() && !told.is_empty()
    }

    /// Of the heads, how many gave an answer, and how many another: `[yes, no]` of each sheet. What several parts of a
    /// session count may be the same people.
    pub fn share(&self, answers: impl Fn(&Marginals) -> [u64; 2]) -> Share {
        let add = |[yes, no]: [u64; 2], [more_yes, more_no]: [u64; 2]| {
            [yes.saturating_add(more_yes), no.saturating_add(more_no)]
        };
        let (whole, parts) = self.by_part(|sheet| answers(&sheet.marginals), add);
        let [yes, no] = whole.unwrap_or_default();
        let [all_yes, all_no] = parts.iter().copied().fold([0, 0], add);
        let most = |of: fn(&[u64; 2]) -> u64| parts.iter().map(of).max().unwrap_or(0);
        let (most_yes, most_no) = (most(|it| it[0]), most(|it| it[1]));
        let told = [yes, no, all_yes, all_no].into_iter().fold(0, u64::saturating_add);
        let heads = self.heads();
        let left = |of: u64| of.saturating_sub(told);
        Share {
            yes: yes.saturating_add(most_yes),
            no: no.saturating_add(most_no),
            unknown: Span::between(left(heads.at_least()), heads.at_most().map(left)),
            perhaps_yes: all_yes - most_yes,
            perhaps_no: all_no - most_no,
        }
    }

    /// What the sheets for the whole session come to, and those of each part.
    fn by_part<T: Copy>(&self, of: impl Fn(&HeadcountSheet) -> T, add: impl Fn(T, T) -> T) -> (Option<T>, Vec<T>) {
        let mut parts: BTreeMap<Option<&str>, T> = BTreeMap::new();
        for sheet in self.effective() {
            let more = of(sheet);
            let part = sheet.part.as_deref();
            let all = parts.get(&part).map_or(more, |so_far| add(*so_far, more));
            parts.insert(part, all);
        }
        let whole = parts.remove(&None);
        (whole, parts.into_values().collect())
    }
}

/// The sheet that another one replaces.
pub(super) fn replaced(standing: &Standing) -> Option<&str> {
    match standing {
        Standing::Replaces { sheet } => Some(sheet.as_str()),
        Standing::First {} | Standing::Adds {} => None,
    }
}
