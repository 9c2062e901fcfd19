//! What a measure refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::measure::{MeasureDeclared, MeasureFact};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, Rules, Verdict, aggregate, not_blank, once, ordered};

/// What the rules know of a measure: one figure for each subject, indicator and period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    declared: BTreeMap<String, MeasureDeclared>,
}

fn cell(it: &MeasureDeclared) -> String {
    format!("{} {} {}", it.subject, it.indicator, it.period)
}

impl Rules for Measure {
    type Facts = MeasureFact;

    fn judge(&self, ask: &Happened<MeasureFact>, _circumstances: &Circumstances) -> Verdict {
        let MeasureFact::Declared(it) = &ask.fact;
        once(self.declared.get(&cell(it)), it, |standing| {
            Refusal::new("measure-declared-otherwise").with("label", &standing.label).with("period", standing.period)
        })
    }

    fn learn(&mut self, happened: Happened<MeasureFact>) {
        let MeasureFact::Declared(it) = happened.fact;
        self.declared.insert(cell(&it), it);
    }
}

aggregate!(Measure);

impl Facts for MeasureFact {
    fn sound(&self) -> Result<(), Refusal> {
        let MeasureFact::Declared(it) = self;
        not_blank("label", &it.label)?;
        ordered(&it.quantity)
    }

    fn references(&self, not_blank: &mut References) {
        let MeasureFact::Declared(it) = self;
        not_blank.stream(&it.subject);
    }
}
