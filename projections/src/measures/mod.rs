//! Declared totals: what somebody said a year came to, each year beside the one before. Never turned into invented
//! sessions.

mod answer;

#[cfg(test)]
mod tests;

use maillage_events::action::ActionRecorded;
use maillage_events::body::BodyConstituted;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::FicheRecorded;
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::pole::PoleOpened;
use maillage_events::quantity::Quantity;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::fold;
use crate::titles::Title;

/// One total, as last declared on its stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    /// About what, `family/identifier`.
    pub subject: String,
    /// What links one period's figure to the next.
    pub indicator: String,
    /// Its label, with the definition of the source.
    pub label: String,
    /// The period that it covers.
    pub period: OccurredOn,
    /// How many.
    pub quantity: Quantity,
    /// Of what.
    pub unit: Unit,
    /// The source's words.
    pub as_said: Option<String>,
}

fold! {
    /// The declared totals of a space.
    pub struct Measures "measures" 2;
    tables {
        declared: DeclaredRow, Shared;
        titles: Title, ByStream;
    }
    on {
        MeasureDeclared => declared;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        PoleOpened => titles.take_title::<PoleOpened>;
        BodyConstituted => titles.take_title::<BodyConstituted>;
    }
}

impl Measures {
    fn declared(&mut self, fact: &FactView<'_>, it: MeasureDeclared) {
        let (subject, indicator) = (it.subject.to_string(), it.indicator.to_string());
        // One stream may tell several periods; saying the same period again replaces what was said.
        let key = format!("{} {subject} {indicator} {}", fact.stream_id(), it.period);
        let as_said = it.as_said.map(|words| words.0);
        self.declared.insert(
            &key,
            DeclaredRow {
                subject,
                indicator,
                label: it.label.0,
                period: it.period,
                quantity: it.quantity,
                unit: it.unit,
                as_said,
            },
        );
    }
}
