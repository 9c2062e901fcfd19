//! What a measure refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::measure::{MeasureDeclared, MeasureFact};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, Rules, Verdict, aggregate, amount_ordered, not_blank, ranked};
use crate::timeline::{Timeline, begins, news};

/// What the rules know of a measure: what was declared of each subject, indicator and period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    declared: BTreeMap<String, Timeline<MeasureDeclared>>,
}

fn cell(it: &MeasureDeclared) -> String {
    format!("{} {} {}", it.subject, it.indicator, it.period)
}

impl Rules for Measure {
    type Facts = MeasureFact;

    fn judge(&self, ask: &Happened<MeasureFact>, _circumstances: &Circumstances) -> Verdict {
        let MeasureFact::Declared(it) = &ask.fact;
        Ok(news(self.declared.get(&cell(it)), begins(ask.on), it))
    }

    fn learn(&mut self, happened: Happened<MeasureFact>) {
        let MeasureFact::Declared(it) = happened.fact;
        self.declared.entry(cell(&it)).or_default().state(begins(happened.on), it);
    }
}

aggregate!(Measure);

impl Facts for MeasureFact {
    fn sound(&self) -> Result<(), Refusal> {
        let MeasureFact::Declared(it) = self;
        not_blank("label", &it.label)?;
        it.definition.map_or(Ok(()), ranked)?;
        it.source.as_ref().map_or(Ok(()), |source| source.sound("source"))?;
        amount_ordered(&it.amount)
    }

    fn references(&self, named: &mut References) {
        let MeasureFact::Declared(it) = self;
        named.stream(&it.subject);
        if let Some(source) = &it.source {
            source.references(named);
        }
    }
}
