//! What the fold of actions keeps.

use std::collections::BTreeMap;

use maillage_events::action::{
    ActionChained, ActionRecorded, ActionTextRecorded, CategoriesRecorded, Facet, ObjectiveLevel,
};
use maillage_events::charge::Charge;
use maillage_events::funding::{Notifications, Years};
use maillage_events::id::{Id, StreamId};
use maillage_events::text::Text;
use maillage_events::timeline::Timeline;
use maillage_events::when::Period;
use serde::{Deserialize, Serialize};

use crate::stays::{Stays, lasts};

/// A yearly action.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Action {
    /// Title, year, duration.
    pub recorded: Option<ActionRecorded>,
    /// The earlier actions that it continues.
    pub chained: Vec<ActionChained>,
    /// Who carries it.
    pub carrier: Charge<Id>,
    /// Its headings, list by list, in the order of the source.
    pub facets: BTreeMap<Facet, Stays<Text>>,
    /// Its objectives by their places; `None` from the day on which one is given up.
    pub objectives: Vec<(Place, Timeline<Option<Text>>)>,
    /// Its paragraphs.
    pub texts: Vec<ActionTextRecorded>,
    /// Its outcome categories.
    pub categories: Option<CategoriesRecorded>,
}

/// Where an objective stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// How far it reaches.
    pub level: ObjectiveLevel,
    /// Its place in the list.
    pub rank: u32,
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
    /// The place of an objective to change, made when it is not there.
    pub fn place(&mut self, place: Place) -> &mut Timeline<Option<Text>> {
        let at = self.objectives.iter().position(|(known, _)| *known == place).unwrap_or_else(|| {
            self.objectives.push((place, Timeline::default()));
            self.objectives.len() - 1
        });
        &mut self.objectives[at].1
    }

    /// Objectives of one level at the end of a period, in their order.
    pub fn objectives(&self, level: ObjectiveLevel, period: &Period) -> Vec<&str> {
        let of_level = self.objectives.iter().filter(|(place, _)| place.level == level);
        let mut set: Vec<(u32, &Text)> =
            of_level.filter_map(|(place, said)| Some((place.rank, said.at_end(period.to)?.as_ref()?))).collect();
        set.sort_by_key(|(rank, _)| *rank);
        set.into_iter().map(|(_, text)| text.as_str()).collect()
    }

    /// Who carries it at the end of a period.
    pub fn carriers(&self, period: &Period) -> Vec<&Id> {
        let stretches = self.carrier.stretches().into_iter();
        stretches.filter(|(_, held)| lasts(held, period)).map(|(organisation, _)| organisation).collect()
    }

    /// Paragraphs, part by part, in their order.
    pub fn texts(&self) -> Vec<&ActionTextRecorded> {
        let mut texts: Vec<&ActionTextRecorded> = self.texts.iter().collect();
        texts.sort_by_key(|it| (it.section, it.rank));
        texts
    }

    /// Headings of one list at the end of a period.
    pub fn facet(&self, facet: Facet, period: &Period) -> Vec<&Text> {
        self.facets.get(&facet).into_iter().flat_map(|headings| headings.at(period)).map(|stay| stay.of).collect()
    }
}
