//! What a measure refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::measure::{MeasureDeclared, MeasureFact};
use crate::refusal::Refusal;
use crate::soundness::{named, once, ordered};

/// What the rules know of a measure: one figure for each subject, indicator and period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    declared: BTreeMap<String, MeasureDeclared>,
}

fn cell(it: &MeasureDeclared) -> String {
    format!("{} {} {}", it.subject, it.indicator, it.period)
}

impl Measure {
    fn admit(&self, ask: Happened<MeasureFact>, _at: &Circumstances) -> Result<Vec<Happened<MeasureFact>>, Refusal> {
        sound(&ask.fact)?;
        let MeasureFact::Declared(it) = &ask.fact;
        let news = once(self.declared.get(&cell(it)), it, |standing| {
            Refusal::new("measure-declared-otherwise").with("label", &standing.label).with("period", standing.period)
        })?;
        Ok(news.facts(ask))
    }

    fn learn(&mut self, happened: Happened<MeasureFact>) {
        let MeasureFact::Declared(it) = happened.fact;
        self.declared.insert(cell(&it), it);
    }
}

aggregate!(Measure, "measure", MeasureFact, Happened<MeasureFact>);

/// What a payload must hold by itself.
pub fn sound(fact: &MeasureFact) -> Result<(), Refusal> {
    let MeasureFact::Declared(it) = fact;
    named("label", &it.label)?;
    ordered(&it.quantity)
}
