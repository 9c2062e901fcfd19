//! What the fold of actions keeps.

use std::collections::BTreeMap;

use maillage_events::action::{
    ActionChained, ActionRecorded, ActionTextRecorded, CategoriesRecorded, Facet, ObjectiveLevel, ObjectiveSet,
};
use maillage_events::funding::{Notifications, Years};
use maillage_events::id::{Id, StreamId};
use maillage_events::text::Text;
use serde::{Deserialize, Serialize};

/// A yearly action.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Action {
    /// Title, year, duration.
    pub recorded: Option<ActionRecorded>,
    /// The earlier actions that it continues.
    pub chained: Vec<ActionChained>,
    /// Who carries it.
    pub carriers: Vec<Id>,
    /// Its headings, list by list, in the order of the source.
    pub facets: BTreeMap<Facet, Vec<Text>>,
    /// Its objectives.
    pub objectives: Vec<ObjectiveSet>,
    /// Its paragraphs.
    pub texts: Vec<ActionTextRecorded>,
    /// Its outcome categories.
    pub categories: Option<CategoriesRecorded>,
}

/// Money granted to an action.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Grant {
    /// The action.
    pub action: Id,
    /// Who pays.
    pub funder: Id,
    /// For which years.
    pub years: Option<Years>,
    /// How much was notified.
    pub notified: Notifications,
}

/// A partner entry of an action.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Partner {
    /// The action.
    pub action: Id,
    /// The organisation or category.
    pub party: StreamId,
}

impl Action {
    /// Objectives of one level, in their order.
    pub fn objectives(&self, level: ObjectiveLevel) -> Vec<&str> {
        let mut set: Vec<&ObjectiveSet> = self.objectives.iter().filter(|it| it.level == level).collect();
        set.sort_by_key(|it| it.rank);
        set.into_iter().map(|it| it.text.as_str()).collect()
    }

    /// Paragraphs, part by part, in their order.
    pub fn texts(&self) -> Vec<&ActionTextRecorded> {
        let mut texts: Vec<&ActionTextRecorded> = self.texts.iter().collect();
        texts.sort_by_key(|it| (it.section, it.rank));
        texts
    }

    /// Headings of one list.
    pub fn facet(&self, facet: Facet) -> &[Text] {
        self.facets.get(&facet).map_or(&[], Vec::as_slice)
    }
}
