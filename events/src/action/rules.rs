//! What a yearly action refuses.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::action::{
    ActionChained, ActionFact, ActionRecorded, ActionSection, ActionTextRecorded, CategoriesRecorded, Facet,
    ObjectiveLevel, ObjectiveSet,
};
use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, not_blank, once, plausible_year, ranked,
    starts_before_end,
};

use crate::text::Text;

/// What the rules know of an action.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Action {
    recorded: Option<ActionRecorded>,
    chained: Option<ActionChained>,
    carriers: BTreeSet<Id>,
    headings: BTreeMap<Facet, BTreeSet<Text>>,
    objectives: BTreeMap<ObjectiveLevel, BTreeMap<u32, ObjectiveSet>>,
    texts: BTreeMap<ActionSection, BTreeMap<u32, ActionTextRecorded>>,
    categories: Option<CategoriesRecorded>,
}

impl Rules for Action {
    type Facts = ActionFact;

    fn judge(&self, ask: &Happened<ActionFact>, _circumstances: &Circumstances) -> Verdict {
        if let ActionFact::Recorded(it) = &ask.fact {
            return first(self.recorded.as_ref(), it, Family::Action);
        }
        let recorded = begun(self.recorded.as_ref(), Family::Action)?;
        match &ask.fact {
            ActionFact::Recorded(_) => Ok(News::Known),
            ActionFact::Chained(it) if it.year >= recorded.year => {
                Err(Refusal::new("chained-to-later").with("year", recorded.year).with("before", it.year))
            }
            ActionFact::Chained(it) => once(self.chained.as_ref(), it, |standing| {
                Refusal::new("chained-otherwise").with("title", &standing.title).with("year", standing.year)
            }),
            ActionFact::CarrierNamed(it) => Ok(News::unless(self.carriers.contains(&it.organisation))),
            ActionFact::Classified(it) => {
                let known = self
                    .headings
                    .get(&it.facet)
                    .is_some_and(|headings| it.values.iter().all(|value| headings.contains(value)));
                Ok(News::unless(known))
            }
            ActionFact::ObjectiveSet(it) => {
                let standing = self.objectives.get(&it.level).and_then(|ranks| ranks.get(&it.rank));
                once(standing, it, |it| Refusal::new("rank-taken").with("rank", it.rank).with("text", &it.text))
            }
            ActionFact::TextRecorded(it) => {
                let standing = self.texts.get(&it.section).and_then(|ranks| ranks.get(&it.rank));
                once(standing, it, |it| Refusal::new("rank-taken").with("rank", it.rank).with("text", &it.text))
            }
            ActionFact::CategoriesRecorded(it) => {
                once(self.categories.as_ref(), it, |_| Refusal::new("categories-known-otherwise"))
            }
        }
    }

    fn learn(&mut self, happened: Happened<ActionFact>) {
        match happened.fact {
            ActionFact::Recorded(it) => self.recorded = Some(it),
            ActionFact::Chained(it) => self.chained = Some(it),
            ActionFact::CarrierNamed(it) => {
                self.carriers.insert(it.organisation);
            }
            ActionFact::Classified(it) => self.headings.entry(it.facet).or_default().extend(it.values),
            ActionFact::ObjectiveSet(it) => {
                self.objectives.entry(it.level).or_default().insert(it.rank, it);
            }
            ActionFact::TextRecorded(it) => {
                self.texts.entry(it.section).or_default().insert(it.rank, it);
            }
            ActionFact::CategoriesRecorded(it) => self.categories = Some(it),
        }
    }
}

aggregate!(Action);

impl Facts for ActionFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            ActionFact::Recorded(it) => {
                not_blank("title", &it.title)?;
                plausible_year(it.year)?;
                starts_before_end(it.starts, it.ends)
            }
            ActionFact::Chained(it) => plausible_year(it.year),
            ActionFact::Classified(it) => match it.values.first() {
                None => Err(Refusal::new("blank-text").with("field", "values")),
                Some(_) => it.values.iter().try_for_each(|value| not_blank("values", value)),
            },
            ActionFact::ObjectiveSet(it) => ranked(it.rank).and_then(|()| not_blank("text", &it.text)),
            ActionFact::TextRecorded(it) => ranked(it.rank).and_then(|()| not_blank("text", &it.text)),
            ActionFact::CategoriesRecorded(it) => {
                match it.ticked.iter().flatten().find(|code| !it.printed.contains(code)) {
                    Some(code) => Err(Refusal::new("ticked-not-printed").with("code", code)),
                    None => Ok(()),
                }
            }
            ActionFact::CarrierNamed(_) => Ok(()),
        }
    }

    fn references(&self, not_blank: &mut References) {
        match self {
            ActionFact::Recorded(it) => not_blank.maybe(Family::Contract, it.contract.as_ref()),
            ActionFact::CarrierNamed(it) => not_blank.id(Family::Organisation, &it.organisation),
            // The action of an earlier year need not be recorded here.
            ActionFact::Chained(_)
            | ActionFact::Classified(_)
            | ActionFact::ObjectiveSet(_)
            | ActionFact::TextRecorded(_)
            | ActionFact::CategoriesRecorded(_) => {}
        }
    }
}
