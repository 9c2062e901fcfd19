//! Yearly actions, given back field by field, with their chain from year to year.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `lineage`: the chain, both ways; `answer`: figures and tables.

mod answer;
mod lineage;
pub mod rows;

use maillage_events::action::{ActionClassified, CarrierNamed};
use maillage_events::family::Family;
use maillage_events::funding::FundingNotified;
use maillage_events::messages::Language;
use maillage_events::partnership::PartnershipFormed;
use maillage_events::view::FactView;

use crate::catalogue::Answer;
use crate::known::{learn_name, read};
use crate::names::Names;
use crate::projection::{FoldError, Projection};
use crate::report::{Body, Scope};
use crate::table::{AnyTable, Table};
use rows::{Action, Grant, Partner};

/// The state of the fold.
#[derive(Debug)]
pub struct Actions {
    actions: Table<Action>,
    grants: Table<Grant>,
    partners: Table<Partner>,
    organisations: Table<Names>,
}

impl Default for Actions {
    fn default() -> Self {
        Self {
            actions: Table::new("actions"),
            grants: Table::new("grants"),
            partners: Table::new("partners"),
            organisations: Table::new("organisations"),
        }
    }
}

impl Projection for Actions {
    const NAME: &'static str = "actions";
    const VERSION: u32 = 1;
    const KINDS: &'static [&'static str] = &[
        "action.recorded",
        "action.chained",
        "action.carrier_named",
        "action.classified",
        "action.objective_set",
        "action.text_recorded",
        "action.categories_recorded",
        "funding.notified",
        "partnership.formed",
        "organisation.recorded",
        "organisation.renamed",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        match fact.kind {
            "funding.notified" => {
                let it: FundingNotified = read(fact)?;
                if it.object.family == Family::Action {
                    self.grants.insert(
                        fact.stream_id(),
                        Grant { action: it.object.id, funder: it.funder, year: it.year, cents: it.cents },
                    );
                }
                Ok(())
            }
            "partnership.formed" => {
                let it: PartnershipFormed = read(fact)?;
                if it.scope.family == Family::Action {
                    self.partners.insert(fact.stream_id(), Partner { action: it.scope.id, party: it.party });
                }
                Ok(())
            }
            kind if kind.starts_with("action.") => self.action(fact),
            _ => learn_name(&mut self.organisations, fact).map(|_| ()),
        }
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.actions, &mut self.grants, &mut self.partners, &mut self.organisations]
    }
}

impl Answer for Actions {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, &scope.period, language)
    }
}

impl Actions {
    fn action(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let row = self.actions.entry(fact.stream_id());
        match fact.kind {
            "action.recorded" => row.recorded = Some(read(fact)?),
            "action.chained" => row.chained.push(read(fact)?),
            "action.carrier_named" => row.carriers.push(read::<CarrierNamed>(fact)?.organisation),
            "action.classified" => {
                let it: ActionClassified = read(fact)?;
                let known = row.facets.entry(it.facet).or_default();
                for value in it.values {
                    if !known.contains(&value) {
                        known.push(value);
                    }
                }
            }
            "action.objective_set" => row.objectives.push(read(fact)?),
            "action.text_recorded" => row.texts.push(read(fact)?),
            _ => row.categories = Some(read(fact)?),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
