//! Yearly actions, given back field by field, with their chain from year to year.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `lineage`: the chain, both ways; `answer`: figures and tables.

mod answer;
mod lineage;
pub mod rows;

use maillage_events::action::{
    ActionChained, ActionClassified, ActionRecorded, ActionTextRecorded, ActionUnclassified, CarrierEnded,
    CarrierNamed, CategoriesRecorded, ObjectiveDropped, ObjectiveSet,
};
use maillage_events::contract::ContractPrepared;
use maillage_events::family::Family;
use maillage_events::funding::{FundingNotified, FundingRevised};
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::partnership::PartnershipFormed;
use maillage_events::timeline::{begins, ends};
use maillage_events::view::FactView;
use maillage_events::when::Period;

use crate::answer::Answer;
use crate::fold;
use crate::names::Names;
use crate::naming::name_among;
use crate::report::filter::Filter;
use crate::report::{Body, Scope};
use crate::titles::{self, Title};
use rows::{Action, Grant, Partner, Place};

fold! {
    /// The actions of a space.
    pub struct Actions "actions" 4;
    tables {
        actions: Action, ById;
        grants: Grant, ById;
        partners: Partner, ById;
        organisations: Names, ById;
        titles: Title, ByStream;
    }
    on {
        ActionRecorded => recorded;
        ActionChained => chained;
        CarrierNamed => carrier_named;
        CarrierEnded => carrier_ended;
        ActionClassified => classified;
        ActionUnclassified => unclassified;
        ObjectiveSet => objective_set;
        ObjectiveDropped => objective_dropped;
        ActionTextRecorded => text;
        CategoriesRecorded => categories;
        FundingNotified => notified;
        FundingRevised => revised;
        PartnershipFormed => formed;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
    }
}

impl Answer for Actions {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        match filter {
            Filter::Funder => self.organisations.get(id).map(|names| name_among(Some(names), id, &Period::default())),
            Filter::Contract | Filter::Pole | Filter::Fiche | Filter::Quality => {
                titles::called(&self.titles, filter, id, language)
            }
        }
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, scope, language)
    }
}

impl Actions {
    fn recorded(&mut self, fact: &FactView<'_>, it: ActionRecorded) {
        self.actions.entry(fact.stream_id()).recorded = Some(it);
    }

    fn chained(&mut self, fact: &FactView<'_>, it: ActionChained) {
        self.actions.entry(fact.stream_id()).chained.push(it);
    }

    fn carrier_named(&mut self, fact: &FactView<'_>, it: CarrierNamed) {
        self.actions.entry(fact.stream_id()).carrier.take(it.organisation, fact.occurred(), it.until);
    }

    fn carrier_ended(&mut self, fact: &FactView<'_>, it: CarrierEnded) {
        self.actions.entry(fact.stream_id()).carrier.leave(it.organisation, fact.occurred());
    }

    fn classified(&mut self, fact: &FactView<'_>, it: ActionClassified) {
        let headings = self.actions.entry(fact.stream_id()).facets.entry(it.facet).or_default();
        for value in it.values {
            headings.begin(value, fact.occurred(), None);
        }
    }

    fn unclassified(&mut self, fact: &FactView<'_>, it: ActionUnclassified) {
        let headings = self.actions.entry(fact.stream_id()).facets.entry(it.facet).or_default();
        for value in it.values {
            headings.end(value, fact.occurred());
        }
    }

    fn objective_set(&mut self, fact: &FactView<'_>, it: ObjectiveSet) {
        let place = Place { level: it.level, rank: it.rank };
        self.actions.entry(fact.stream_id()).place(place).state(begins(fact.occurred()), Some(it.text));
    }

    fn objective_dropped(&mut self, fact: &FactView<'_>, it: ObjectiveDropped) {
        let place = Place { level: it.level, rank: it.rank };
        self.actions.entry(fact.stream_id()).place(place).state(ends(fact.occurred()), None);
    }

    fn text(&mut self, fact: &FactView<'_>, it: ActionTextRecorded) {
        self.actions.entry(fact.stream_id()).texts.push(it);
    }

    fn categories(&mut self, fact: &FactView<'_>, it: CategoriesRecorded) {
        self.actions.entry(fact.stream_id()).categories = Some(it);
    }

    fn notified(&mut self, fact: &FactView<'_>, it: FundingNotified) {
        if it.object.family == Family::Action {
            let mut notified = self.grants.get(fact.stream_id()).map(|it| it.notified.clone()).unwrap_or_default();
            notified.say(&it.notification, fact.occurred(), it.cents);
            let grant = Grant { action: it.object.id, funder: it.funder, years: it.years, notified };
            self.grants.insert(fact.stream_id(), grant);
        }
    }

    fn revised(&mut self, fact: &FactView<'_>, it: FundingRevised) {
        if let Some(grant) = self.grants.get_mut(fact.stream_id()) {
            grant.notified.say(&it.notification, fact.occurred(), it.cents);
        }
    }

    fn formed(&mut self, fact: &FactView<'_>, it: PartnershipFormed) {
        if it.scope.family == Family::Action {
            self.partners.insert(fact.stream_id(), Partner { action: it.scope.id, party: it.party });
        }
    }
}

#[cfg(test)]
mod tests;
