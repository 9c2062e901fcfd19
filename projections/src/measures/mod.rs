//! Declared totals: what somebody said a year came to, each year beside the one before. Never turned into invented
//! sessions.

mod answer;

#[cfg(test)]
mod tests;

use maillage_events::action::ActionRecorded;
use maillage_events::amount::Amount;
use maillage_events::body::BodyConstituted;
use maillage_events::category::CategoryRecorded;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::measure::{CollectionMethod, MeasureDeclared, Unit};
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::party::Party;
use maillage_events::pole::PoleOpened;
use maillage_events::timeline::{Timeline, begins};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::fold;
use crate::names::Names;
use crate::titles::Title;

/// One total, with all that was declared of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    /// About what, `family/identifier`.
    pub subject: String,
    /// What links one period's figure to the next.
    pub indicator: String,
    /// The period that it covers.
    pub period: OccurredOn,
    /// What was declared; of two declarations the later one stands, whatever the order in which they were recorded.
    pub said: Timeline<Declared>,
}

/// What was declared of a total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// When it was declared.
    pub on: OccurredOn,
    /// Its label, with the definition of the source.
    pub label: String,
    /// The number of the indicator's definition.
    pub definition: Option<u32>,
    /// How much.
    pub amount: Amount,
    /// Of what.
    pub unit: Unit,
    /// Who says so.
    pub source: Option<Party>,
    /// How it was come by.
    pub method: Option<CollectionMethod>,
    /// The source's words.
    pub as_said: Option<String>,
}

fold! {
    /// The declared totals of a space.
    pub struct Measures "measures" 5;
    tables {
        declared: DeclaredRow, Shared;
        organisations: Names, ById;
        categories: Names, ById;
        titles: Title, ByStream;
    }
    on {
        MeasureDeclared => declared;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        FicheRenumbered => titles.take_number;
        PoleOpened => titles.take_title::<PoleOpened>;
        BodyConstituted => titles.take_title::<BodyConstituted>;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
        CategoryRecorded => categories.take_name::<CategoryRecorded>;
    }
}

impl Measures {
    fn declared(&mut self, fact: &FactView<'_>, it: MeasureDeclared) {
        let (subject, indicator) = (it.subject.to_string(), it.indicator.to_string());
        // One stream may tell several periods.
        let key = format!("{} {subject} {indicator} {}", fact.stream_id(), it.period);
        let declared = Declared {
            on: fact.occurred(),
            label: it.label.0,
            definition: it.definition,
            amount: it.amount,
            unit: it.unit,
            source: it.source,
            method: it.method,
            as_said: it.as_said.map(|words| words.0),
        };
        let mut row = self.declared.get(&key).cloned().unwrap_or_else(|| DeclaredRow {
            subject,
            indicator,
            period: it.period,
            said: Timeline::default(),
        });
        row.said.state(begins(declared.on), declared);
        self.declared.insert(&key, row);
    }
}
