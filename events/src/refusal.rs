//! Why an ask was not admitted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::family::Family;
use crate::id::{FactId, Id, StreamId};

/// An ask that the rules refuse. The code is stable and names the message in the catalogues (`refusal-<code>`);
/// the values are what the message shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, thiserror::Error)]
#[error("{code}{}", .values.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>())]
pub struct Refusal {
    /// Stable code, kebab-case English: `session-over`.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// What the message shows, by name.
    #[schema(value_type = Object)]
    pub values: Vec<(&'static str, String)>,
    /// What an amendment would break, fact by fact; empty for any other refusal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub broken: Vec<Broken>,
    /// What the objects that it names are called, where that is recorded.
    #[serde(skip)]
    #[schema(ignore)]
    pub titles: BTreeMap<StreamId, String>,
}

/// Values that name an object by its identifier alone: the family of each.
const BY_IDENTIFIER: &[(&str, Family)] = &[
    ("contract", Family::Contract),
    ("fiche", Family::Fiche),
    ("funder", Family::Organisation),
    ("organisation", Family::Organisation),
    ("parent", Family::Category),
    ("pole", Family::Pole),
    ("session", Family::Session),
    ("successor", Family::Organisation),
];

/// A fact that an amendment would newly break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Broken {
    /// Its stream.
    pub stream: StreamId,
    /// The fact.
    pub fact: FactId,
    /// Its position in the log; 0 where it comes with the amendment itself.
    pub position: u64,
    /// Its kind.
    #[schema(value_type = String)]
    pub kind: &'static str,
    /// What refuses it.
    #[schema(no_recursion)]
    pub refusal: Refusal,
}

impl Refusal {
    /// A refusal without values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, values: Vec::new(), broken: Vec::new(), titles: BTreeMap::new() }
    }

    /// The object that a value of a name stands for, if it stands for one.
    pub fn object_of(name: &str, value: &str) -> Option<StreamId> {
        match BY_IDENTIFIER.iter().find(|(known, _)| *known == name) {
            Some((_, family)) => value.parse().ok().map(|id: Id| StreamId::new(*family, id)),
            None => value.parse().ok(),
        }
    }

    /// The objects that it names, those of what it would break included.
    pub fn objects(&self) -> BTreeSet<StreamId> {
        let own = self.values.iter().filter_map(|(name, value)| Self::object_of(name, value));
        let broken = self.broken.iter().flat_map(|it| it.refusal.objects().into_iter().chain([it.stream.clone()]));
        own.chain(broken).collect()
    }

    /// The same, with what objects are called.
    #[must_use]
    pub fn titled(mut self, titles: &BTreeMap<StreamId, String>) -> Self {
        for broken in &mut self.broken {
            broken.refusal.titles = titles.clone();
        }
        self.titles = titles.clone();
        self
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}
