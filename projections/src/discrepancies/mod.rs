//! Sayings that differ, side by side: those that somebody flagged and those that the facts show by themselves. None is
//! "fixed".

mod answer;
mod beside;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use maillage_events::action::ActionRecorded;
use maillage_events::amount::Amount;
use maillage_events::body::BodyConstituted;
use maillage_events::contract::{ContractEvaluated, ContractPrepared};
use maillage_events::discrepancy::{DiscrepancyExplained, DiscrepancyFlagged, DiscrepancyNature};
use maillage_events::family::Family;
use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::pole::PoleOpened;
use maillage_events::timeline::{Timeline, begins};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::fold;
use crate::titles::Title;

/// A flagged discrepancy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlaggedRow {
    /// About what, `family/identifier`.
    pub about: String,
    /// What differs.
    pub nature: DiscrepancyNature,
    /// What the source says.
    pub declared: Option<String>,
    /// In words.
    pub note: String,
    /// When.
    pub on: OccurredOn,
    /// How it was explained since.
    pub explanations: Timeline<String>,
}

/// A declared number of fiches, with all that was said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    /// Of which contract or action, `family/identifier`.
    pub subject: String,
    /// Which period the source speaks of.
    pub period: OccurredOn,
    /// What was declared.
    pub said: Timeline<Declared>,
}

/// What was declared of a number of fiches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// How many.
    pub amount: Amount,
    /// The source's words.
    pub as_said: Option<String>,
    /// Its label, or who says so.
    pub label: String,
}

/// A fiche: its contract and every number that it bore.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FicheRow {
    /// Its contract.
    pub contract: String,
    /// Numbers, in order.
    pub numbers: BTreeSet<u32>,
}

fold! {
    /// The discrepancies of a space.
    pub struct Discrepancies "discrepancies" 5;
    tables {
        flagged: FlaggedRow, ById;
        declared: DeclaredRow, Shared;
        fiches: FicheRow, ById;
        actions: Option<String>, ById;
        titles: Title, ByStream;
    }
    on {
        DiscrepancyFlagged => flagged;
        DiscrepancyExplained => explained;
        MeasureDeclared => measure;
        ContractEvaluated => evaluated;
        FicheRecorded => fiche;
        FicheRenumbered => renumbered;
        ActionRecorded => action;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        PoleOpened => titles.take_title::<PoleOpened>;
        BodyConstituted => titles.take_title::<BodyConstituted>;
    }
}

impl Discrepancies {
    fn flagged(&mut self, fact: &FactView<'_>, it: DiscrepancyFlagged) {
        let row = FlaggedRow {
            about: it.about.to_string(),
            nature: it.nature,
            declared: it.declared.map(|words| words.0),
            note: it.note.0,
            on: fact.occurred(),
            explanations: Timeline::default(),
        };
        self.flagged.insert(fact.stream_id(), row);
    }

    fn explained(&mut self, fact: &FactView<'_>, it: DiscrepancyExplained) {
        if let Some(row) = self.flagged.get_mut(fact.stream_id()) {
            row.explanations.state(begins(fact.occurred()), it.explanation.0);
        }
    }

    fn measure(&mut self, fact: &FactView<'_>, it: MeasureDeclared) {
        if it.unit == Unit::Fiches {
            // One stream may tell of several subjects, indicators and periods.
            let key = format!("{} {} {} {}", fact.stream, it.subject, it.indicator, it.period);
            let as_said = it.as_said.map(|words| words.0);
            let declared = Declared { amount: it.amount, as_said, label: it.label.0 };
            self.declare(&key, fact, it.subject.to_string(), it.period, declared);
        }
    }

    fn evaluated(&mut self, fact: &FactView<'_>, it: ContractEvaluated) {
        if let Some(quantity) = it.fiches {
            let key = format!("{} {}", fact.stream, fact.position);
            let declared = Declared { amount: quantity.into(), as_said: None, label: it.evaluator.0 };
            self.declare(&key, fact, fact.stream.to_owned(), fact.occurred(), declared);
        }
    }

    fn declare(&mut self, key: &str, fact: &FactView<'_>, subject: String, period: OccurredOn, it: Declared) {
        let mut row = self.declared.get(key).cloned().unwrap_or_else(|| DeclaredRow {
            subject,
            period,
            said: Timeline::default(),
        });
        row.said.state(begins(fact.occurred()), it);
        self.declared.insert(key, row);
    }

    fn fiche(&mut self, fact: &FactView<'_>, it: FicheRecorded) {
        let row = self.fiches.entry(fact.stream_id());
        row.contract = it.contract.to_string();
        row.numbers.insert(it.number);
        self.titles.take_title(fact, it);
    }

    fn renumbered(&mut self, fact: &FactView<'_>, it: FicheRenumbered) {
        self.fiches.entry(fact.stream_id()).numbers.insert(it.number);
        self.titles.take_number(fact, it);
    }

    fn action(&mut self, fact: &FactView<'_>, it: ActionRecorded) {
        self.actions.insert(fact.stream_id(), it.contract.clone().map(Into::into));
        self.titles.take_title(fact, it);
    }

    /// The contract that a stream speaks of: itself, or the one that an action serves.
    fn contract_of<'a>(&'a self, stream: &'a str) -> Option<&'a str> {
        let (family, id) = stream.split_once('/')?;
        match family.parse().ok()? {
            Family::Contract => Some(id),
            Family::Action => self.actions.get(id)?.as_deref(),
            Family::Space
            | Family::Mandate
            | Family::Body
            | Family::Fiche
            | Family::Pole
            | Family::Session
            | Family::Organisation
            | Family::Category
            | Family::Partnership
            | Family::Agreement
            | Family::Funding
            | Family::Measure
            | Family::Person
            | Family::Discrepancy
            | Family::Import => None,
        }
    }
}
