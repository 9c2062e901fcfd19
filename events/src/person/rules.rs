//! What a person refuses. A person is an opaque reference here; so is every message about one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::id::{Id, PersonRef};
use crate::person::{PersonErased, PersonFact, PersonRegistered, PersonUnmerged};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, motivated, once};
use crate::session::Quality;
use crate::timeline::{Timeline, begins, news};

/// What the rules know of a person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    registered: Option<PersonRegistered>,
    notices: BTreeSet<Id>,
    objected: bool,
    qualities: BTreeMap<Quality, Timeline<()>>,
    merged: Option<PersonRef>,
    unmerged: Option<Happened<PersonUnmerged>>,
    erased: Option<Happened<PersonErased>>,
}

impl Rules for Person {
    type Facts = PersonFact;

    fn judge(&self, ask: &Happened<PersonFact>, _circumstances: &Circumstances) -> Verdict {
        if let Some(erased) = &self.erased {
            return match &ask.fact {
                PersonFact::Erased(it) if *it == erased.fact => Ok(News::Known),
                _ => Err(Refusal::new("person-erased").with("on", erased.on)),
            };
        }
        if let PersonFact::Registered(it) = &ask.fact {
            return first(self.registered.as_ref(), it, Family::Person);
        }
        begun(self.registered.as_ref(), Family::Person)?;
        match &ask.fact {
            PersonFact::Registered(_) => Ok(News::Known),
            PersonFact::Informed(it) => Ok(News::unless(self.notices.contains(&it.notice))),
            PersonFact::Objected(_) => Ok(News::unless(self.objected)),
            PersonFact::QualityRecognised(it) => Ok(news(self.qualities.get(&it.quality), begins(ask.on), &())),
            PersonFact::Merged(it) => once(self.merged.as_ref(), &it.into, |_| Refusal::new("already-merged")),
            PersonFact::Unmerged(it) => match (&self.merged, &self.unmerged) {
                (Some(_), _) => Ok(News::New),
                (None, Some(before)) if before.on == ask.on && before.fact == *it => Ok(News::Known),
                (None, _) => Err(Refusal::new("not-merged")),
            },
            PersonFact::Erased(_) => Ok(News::New),
        }
    }

    fn learn(&mut self, happened: Happened<PersonFact>) {
        match happened.fact {
            PersonFact::Registered(it) => self.registered = Some(it),
            PersonFact::Informed(it) => {
                self.notices.insert(it.notice);
            }
            PersonFact::Objected(_) => self.objected = true,
            PersonFact::QualityRecognised(it) => {
                self.qualities.entry(it.quality).or_default().state(begins(happened.on), ());
            }
            PersonFact::Merged(it) => self.merged = Some(it.into),
            PersonFact::Unmerged(fact) => {
                self.merged = None;
                self.unmerged = Some(Happened { on: happened.on, fact });
            }
            PersonFact::Erased(fact) => self.erased = Some(Happened { on: happened.on, fact }),
        }
    }
}

aggregate!(Person);

impl Facts for PersonFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            PersonFact::Registered(it) if it.minor && it.responsible.is_none() => {
                Err(Refusal::new("minor-without-responsible"))
            }
            PersonFact::Unmerged(it) => motivated(&it.motive),
            PersonFact::Registered(_)
            | PersonFact::Informed(_)
            | PersonFact::Objected(_)
            | PersonFact::QualityRecognised(_)
            | PersonFact::Merged(_)
            | PersonFact::Erased(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            PersonFact::Registered(it) => named.person(it.responsible),
            PersonFact::Merged(it) => named.person(Some(it.into)),
            PersonFact::Informed(_)
            | PersonFact::Objected(_)
            | PersonFact::QualityRecognised(_)
            | PersonFact::Unmerged(_)
            | PersonFact::Erased(_) => {}
        }
    }
}
