//! The chain of an action, both ways, with links to years that are only named.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Actions;
use super::rows::Action;

/// One link of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub action: String,
    pub title: String,
    pub year: i16,
    pub step: Option<u32>,
    /// Whether the action itself is recorded here, or only named by the one that follows it.
    pub recorded: bool,
}

impl Link {
    pub fn figures(&self) -> Value {
        json!({ "action": self.action, "title": self.title, "year": self.year, "step": self.step,
            "recorded": self.recorded })
    }
}

impl Actions {
    /// The step of an action in its chain: one more than the step that the earlier one is said to be.
    pub(super) fn step(&self, action: &Action) -> Option<u32> {
        action.chained.iter().filter_map(|earlier| earlier.step).max().and_then(|step| step.checked_add(1))
    }

    /// The earlier actions that this one says it continues.
    pub(super) fn earlier(&self, action: &Action) -> Vec<Link> {
        let known = |id: &str| self.actions.get(id).is_some_and(|row| row.recorded.is_some());
        let link = |it: &maillage_events::action::ActionChained| Link {
            action: it.action.to_string(),
            title: it.title.to_string(),
            year: it.year,
            step: it.step,
            recorded: known(it.action.as_str()),
        };
        action.chained.iter().map(link).collect()
    }

    /// The recorded actions that say they continue this one.
    pub(super) fn later(&self, id: &str) -> Vec<Link> {
        let follows = |row: &&Action| row.chained.iter().any(|earlier| earlier.action.as_str() == id);
        let link = |(id, row): (&str, &Action)| {
            let it = row.recorded.as_ref()?;
            Some(Link {
                action: id.to_owned(),
                title: it.title.to_string(),
                year: it.year,
                step: self.step(row),
                recorded: true,
            })
        };
        self.actions.iter().filter(|(_, row)| follows(row)).filter_map(link).collect()
    }

    /// The whole chain that an action stands in, itself included, by year. A chain that loops is followed once.
    pub(super) fn lineage(&self, id: &str) -> Vec<Link> {
        let mut seen: BTreeSet<String> = BTreeSet::from([id.to_owned()]);
        let mut chain: Vec<Link> = Vec::new();
        if let Some((row, it)) = self.actions.get(id).and_then(|row| row.recorded.as_ref().map(|it| (row, it))) {
            chain.push(Link {
                action: id.to_owned(),
                title: it.title.to_string(),
                year: it.year,
                step: self.step(row),
                recorded: true,
            });
        }
        let mut todo = vec![id.to_owned()];
        while let Some(at) = todo.pop() {
            let earlier = self.actions.get(&at).map(|row| self.earlier(row)).unwrap_or_default();
            for link in earlier.into_iter().chain(self.later(&at)) {
                if seen.insert(link.action.clone()) {
                    todo.push(link.action.clone());
                    chain.push(link);
                }
            }
        }
        chain.sort_by(|a, b| (a.year, &a.action).cmp(&(b.year, &b.action)));
        chain
    }
}
