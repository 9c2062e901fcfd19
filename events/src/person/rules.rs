//! What a person refuses. A person is an opaque reference here; so is every message about one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::id::{Id, PersonRef};
use crate::person::{ObjectedTo, PersonErased, PersonFact, PersonMerged, PersonRegistered, PersonUnmerged};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, motivated, once, plausible_year};
use crate::session::Quality;
use crate::tenure::{Tenure, beginning, ending};
use crate::timeline::{Timeline, begins, ends};
use crate::when::OccurredOn;

/// What the rules know of a person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    registered: Option<PersonRegistered>,
    minor_through: Timeline<i16>,
    responsible: BTreeMap<PersonRef, Tenure>,
    notices: BTreeSet<Id>,
    /// What is objected to; `None` from the day that an objection is withdrawn.
    objection: Timeline<Option<ObjectedTo>>,
    qualities: BTreeMap<Quality, Tenure>,
    merged: Option<PersonMerged>,
    unmerged: Option<Happened<PersonUnmerged>>,
    erased: Option<Happened<PersonErased>>,
}

impl Person {
    /// Who answers for a minor is named once the notice was given: nobody under age is named before.
    fn responsible(&self, on: OccurredOn, adult: PersonRef, until: Option<OccurredOn>) -> Verdict {
        if self.minor_through.is_empty() {
            return Err(Refusal::new("responsible-of-adult"));
        }
        if self.notices.is_empty() {
            return Err(Refusal::new("minor-uninformed"));
        }
        beginning(self.responsible.get(&adult), on, until)
    }

    fn withdrawal(&self, on: OccurredOn) -> Verdict {
        let day = ends(on);
        match (self.objection.stated_for(day), self.objection.on(day)) {
            (Some(None), _) => Ok(News::Known),
            (_, Some(Some(_))) => Ok(News::New),
            (_, Some(None) | None) => Err(Refusal::new("no-objection")),
        }
    }

    /// Refuses what is more than is needed once the person objects to everything.
    fn refuse_objected(&self, on: OccurredOn) -> Result<(), Refusal> {
        let standing = if ends(on).is_none() { self.objection.last() } else { self.objection.on(ends(on)) };
        if standing == Some(&Some(ObjectedTo::All)) { Err(Refusal::new("person-objected-to-all")) } else { Ok(()) }
    }
}

impl Rules for Person {
    type Facts = PersonFact;

    fn judge(&self, ask: &Happened<PersonFact>, _circumstances: &Circumstances) -> Verdict {
        if let Some(erased) = &self.erased {
            return match &ask.fact {
                PersonFact::Erased(it) if ask.on == erased.on && *it == erased.fact => Ok(News::Known),
                _ => Err(Refusal::new("person-erased").with("on", erased.on)),
            };
        }
        // That somebody is known stands whether a card came with it or not.
        if let PersonFact::Registered(_) = &ask.fact {
            return Ok(News::unless(self.registered.is_some()));
        }
        begun(self.registered.as_ref(), Family::Person)?;
        match &ask.fact {
            PersonFact::Registered(_) => Ok(News::Known),
            PersonFact::MinorityDeclared(it) => Ok(self.minor_through.news(begins(ask.on), &it.through)),
            PersonFact::ResponsibleNamed(it) => self.responsible(ask.on, it.adult, it.until),
            PersonFact::ResponsibleEnded(it) => {
                ending(self.responsible.get(&it.adult), ask.on, || Refusal::new("not-responsible"))
            }
            PersonFact::Informed(it) => Ok(News::unless(self.notices.contains(&it.notice))),
            PersonFact::Objected(it) => Ok(self.objection.news(begins(ask.on), &Some(it.to))),
            PersonFact::ObjectionWithdrawn(_) => self.withdrawal(ask.on),
            PersonFact::QualityRecognised(it) => {
                let verdict = beginning(self.qualities.get(&it.quality), ask.on, it.until)?;
                if verdict == News::New {
                    self.refuse_objected(ask.on)?;
                }
                Ok(verdict)
            }
            PersonFact::QualityEnded(it) => ending(self.qualities.get(&it.quality), ask.on, || {
                Refusal::new("no-quality").with("quality", it.quality)
            }),
            PersonFact::Merged(it) => once(self.merged.as_ref(), it, |_| Refusal::new("already-merged")),
            PersonFact::Unmerged(it) => match (&self.merged, &self.unmerged) {
                (Some(_), _) => Ok(News::New),
                (None, Some(before)) if before.on == ask.on && before.fact == *it => Ok(News::Known),
                (None, _) => Err(Refusal::new("not-merged")),
            },
            PersonFact::Erased(_) => Ok(News::New),
        }
    }

    fn learn(&mut self, happened: Happened<PersonFact>) {
        let on = happened.on;
        match happened.fact {
            PersonFact::Registered(it) => self.registered = Some(it),
            PersonFact::MinorityDeclared(it) => self.minor_through.state(begins(on), it.through),
            PersonFact::ResponsibleNamed(it) => {
                self.responsible.entry(it.adult).or_default().begin(on, it.until);
            }
            PersonFact::ResponsibleEnded(it) => {
                self.responsible.entry(it.adult).or_default().end(on);
            }
            PersonFact::Informed(it) => {
                self.notices.insert(it.notice);
            }
            PersonFact::Objected(it) => self.objection.state(begins(on), Some(it.to)),
            PersonFact::ObjectionWithdrawn(_) => self.objection.state(ends(on), None),
            PersonFact::QualityRecognised(it) => {
                self.qualities.entry(it.quality).or_default().begin(on, it.until);
            }
            PersonFact::QualityEnded(it) => {
                self.qualities.entry(it.quality).or_default().end(on);
            }
            PersonFact::Merged(it) => self.merged = Some(it),
            PersonFact::Unmerged(fact) => {
                self.merged = None;
                self.unmerged = Some(Happened { on, fact });
            }
            PersonFact::Erased(fact) => self.erased = Some(Happened { on, fact }),
        }
    }
}

aggregate!(Person);

impl Facts for PersonFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            PersonFact::MinorityDeclared(it) => plausible_year(it.through),
            PersonFact::Merged(it) => motivated(&it.motive),
            PersonFact::Unmerged(it) => motivated(&it.motive),
            PersonFact::Registered(_)
            | PersonFact::ResponsibleNamed(_)
            | PersonFact::ResponsibleEnded(_)
            | PersonFact::Informed(_)
            | PersonFact::Objected(_)
            | PersonFact::ObjectionWithdrawn(_)
            | PersonFact::QualityRecognised(_)
            | PersonFact::QualityEnded(_)
            | PersonFact::Erased(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            PersonFact::ResponsibleNamed(it) => named.person(Some(it.adult)),
            PersonFact::ResponsibleEnded(it) => named.person(Some(it.adult)),
            PersonFact::Merged(it) => named.person(Some(it.into)),
            PersonFact::Registered(_)
            | PersonFact::MinorityDeclared(_)
            | PersonFact::Informed(_)
            | PersonFact::Objected(_)
            | PersonFact::ObjectionWithdrawn(_)
            | PersonFact::QualityRecognised(_)
            | PersonFact::QualityEnded(_)
            | PersonFact::Unmerged(_)
            | PersonFact::Erased(_) => {}
        }
    }
}
