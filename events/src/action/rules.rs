//! What a yearly action refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::action::{
    ActionChained, ActionFact, ActionRecorded, ActionSection, ActionTextRecorded, CategoriesRecorded, Facet,
    ObjectiveDropped, ObjectiveLevel, ObjectiveSet,
};
use crate::charge::Charge;
use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, not_blank, once, plausible_year, ranked,
    starts_before_end,
};
use crate::tenure::{Tenure, beginning, ending};
use crate::text::Text;
use crate::timeline::{Timeline, begins, ends};
use crate::when::OccurredOn;

/// What the rules know of an action.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Action {
    recorded: Option<ActionRecorded>,
    chained: Option<ActionChained>,
    carrier: Charge<Id>,
    headings: BTreeMap<(Facet, Text), Tenure>,
    /// By their places; `None` from the day on which one is given up.
    objectives: BTreeMap<(ObjectiveLevel, u32), Timeline<Option<ObjectiveSet>>>,
    texts: BTreeMap<ActionSection, BTreeMap<u32, ActionTextRecorded>>,
    categories: Option<CategoriesRecorded>,
}

/// What is said of each heading of a list: new as soon as it is of one of them.
fn each(values: &[Text], said: impl FnMut(&Text) -> Verdict) -> Verdict {
    let verdicts = values.iter().map(said).collect::<Result<Vec<News>, Refusal>>()?;
    Ok(News::unless(verdicts.iter().all(|verdict| *verdict == News::Known)))
}

impl Action {
    fn heading(&self, facet: Facet, value: &Text) -> Option<&Tenure> {
        self.headings.get(&(facet, value.clone()))
    }

    /// A place of the list holds one objective at a time: one that is set for a later day takes the place from then
    /// on, whichever of the two is told first. Two for one day are a slip.
    fn objective(&self, on: OccurredOn, said: &ObjectiveSet) -> Verdict {
        let Some(place) = self.objectives.get(&(said.level, said.rank)) else { return Ok(News::New) };
        match place.stated_for(begins(on)) {
            Some(Some(standing)) if standing != said => {
                Err(Refusal::new("rank-taken").with("rank", standing.rank).with("text", &standing.text))
            }
            Some(_) | None => Ok(place.news(begins(on), &Some(said.clone()))),
        }
    }

    fn objective_dropped(&self, on: OccurredOn, said: &ObjectiveDropped) -> Verdict {
        let none = || Refusal::new("no-objective").with("rank", said.rank);
        let place = self.objectives.get(&(said.level, said.rank)).ok_or_else(none)?;
        match (place.stated_for(ends(on)), place.on(ends(on))) {
            (Some(None), _) => Ok(News::Known),
            (_, Some(Some(_))) => Ok(News::New),
            (_, Some(None) | None) => Err(none()),
        }
    }
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
            ActionFact::CarrierNamed(it) => self.carrier.taking(&it.organisation, ask.on, it.until),
            ActionFact::CarrierEnded(it) => self
                .carrier
                .leaving(&it.organisation, ask.on, || Refusal::new("not-the-carrier").with("holder", &it.organisation)),
            ActionFact::Classified(it) => {
                each(&it.values, |value| beginning(self.heading(it.facet, value), ask.on, None))
            }
            ActionFact::Unclassified(it) => each(&it.values, |value| {
                let not_there = || Refusal::new("not-classified").with("value", value);
                ending(self.heading(it.facet, value), ask.on, not_there)
            }),
            ActionFact::ObjectiveSet(it) => self.objective(ask.on, it),
            ActionFact::ObjectiveDropped(it) => self.objective_dropped(ask.on, it),
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
        let on = happened.on;
        match happened.fact {
            ActionFact::Recorded(it) => self.recorded = Some(it),
            ActionFact::Chained(it) => self.chained = Some(it),
            ActionFact::CarrierNamed(it) => self.carrier.take(it.organisation, on, it.until),
            ActionFact::CarrierEnded(it) => self.carrier.leave(it.organisation, on),
            ActionFact::Classified(it) => {
                for value in it.values {
                    self.headings.entry((it.facet, value)).or_default().begin(on, None);
                }
            }
            ActionFact::Unclassified(it) => {
                for value in it.values {
                    self.headings.entry((it.facet, value)).or_default().end(on);
                }
            }
            ActionFact::ObjectiveSet(it) => {
                self.objectives.entry((it.level, it.rank)).or_default().state(begins(on), Some(it));
            }
            ActionFact::ObjectiveDropped(it) => {
                self.objectives.entry((it.level, it.rank)).or_default().state(ends(on), None);
            }
            ActionFact::TextRecorded(it) => {
                self.texts.entry(it.section).or_default().insert(it.rank, it);
            }
            ActionFact::CategoriesRecorded(it) => self.categories = Some(it),
        }
    }
}

aggregate!(Action);

/// Refuses no heading at all, and one without a letter.
fn some_headings(values: &[Text]) -> Result<(), Refusal> {
    match values.first() {
        None => Err(Refusal::new("blank-text").with("field", "values")),
        Some(_) => values.iter().try_for_each(|value| not_blank("values", value)),
    }
}

impl Facts for ActionFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            ActionFact::Recorded(it) => {
                not_blank("title", &it.title)?;
                plausible_year(it.year)?;
                starts_before_end(it.starts, it.ends)
            }
            ActionFact::Chained(it) => plausible_year(it.year),
            ActionFact::Classified(it) => some_headings(&it.values),
            ActionFact::Unclassified(it) => some_headings(&it.values),
            ActionFact::ObjectiveSet(it) => ranked(it.rank).and_then(|()| not_blank("text", &it.text)),
            ActionFact::TextRecorded(it) => ranked(it.rank).and_then(|()| not_blank("text", &it.text)),
            ActionFact::CategoriesRecorded(it) => {
                match it.ticked.iter().flatten().find(|code| !it.printed.contains(code)) {
                    Some(code) => Err(Refusal::new("ticked-not-printed").with("code", code)),
                    None => Ok(()),
                }
            }
            ActionFact::ObjectiveDropped(it) => ranked(it.rank),
            ActionFact::CarrierNamed(_) | ActionFact::CarrierEnded(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            ActionFact::Recorded(it) => named.maybe(Family::Contract, it.contract.as_ref()),
            ActionFact::CarrierNamed(it) => named.id(Family::Organisation, &it.organisation),
            // The action of an earlier year need not be recorded here; who ceases to carry it was named before.
            ActionFact::Chained(_)
            | ActionFact::CarrierEnded(_)
            | ActionFact::Classified(_)
            | ActionFact::Unclassified(_)
            | ActionFact::ObjectiveSet(_)
            | ActionFact::ObjectiveDropped(_)
            | ActionFact::TextRecorded(_)
            | ActionFact::CategoriesRecorded(_) => {}
        }
    }
}
