//! What an organisation refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::organisation::{IdentifierScheme, OrganisationFact, OrganisationRecorded, is_plausible};
use crate::place::Place;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, each_once, first, not_blank, once};
use crate::tenure::{self, Tenure};
use crate::text::Text;
use crate::timeline::{Timeline, begins};

/// What the rules know of an organisation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    recorded: Option<OrganisationRecorded>,
    identifiers: BTreeMap<(IdentifierScheme, String), Tenure>,
    names: Timeline<Text>,
    successor: Option<Id>,
}

impl Rules for Organisation {
    type Facts = OrganisationFact;

    fn judge(&self, ask: &Happened<OrganisationFact>, _circumstances: &Circumstances) -> Verdict {
        if let OrganisationFact::Recorded(it) = &ask.fact {
            return first(self.recorded.as_ref(), it, Family::Organisation);
        }
        begun(self.recorded.as_ref(), Family::Organisation)?;
        match &ask.fact {
            OrganisationFact::Recorded(_) => Ok(News::Known),
            // Identifiers are kept, never replaced: a closed SIRET must still be found.
            OrganisationFact::Identified(it) => {
                tenure::beginning(self.identifiers.get(&(it.scheme, it.value.clone())), ask.on, it.until)
            }
            OrganisationFact::IdentifierEnded(it) => {
                tenure::ending(self.identifiers.get(&(it.scheme, it.value.clone())), ask.on, || {
                    Refusal::new("identifier-unknown").with("scheme", it.scheme).with("value", &it.value)
                })
            }
            OrganisationFact::Renamed(it) => Ok(self.names.news(begins(ask.on), &it.name)),
            OrganisationFact::Succeeded(it) => once(self.successor.as_ref(), &it.successor, |standing| {
                Refusal::new("already-succeeded").with("successor", standing)
            }),
        }
    }

    fn learn(&mut self, happened: Happened<OrganisationFact>) {
        match happened.fact {
            OrganisationFact::Recorded(it) => {
                self.names.state(begins(happened.on), it.name.clone());
                self.recorded = Some(it);
            }
            OrganisationFact::Identified(it) => {
                self.identifiers.entry((it.scheme, it.value)).or_default().begin(happened.on, it.until);
            }
            OrganisationFact::IdentifierEnded(it) => {
                self.identifiers.entry((it.scheme, it.value)).or_default().end(happened.on);
            }
            OrganisationFact::Renamed(it) => self.names.state(begins(happened.on), it.name),
            OrganisationFact::Succeeded(it) => self.successor = Some(it.successor),
        }
    }
}

aggregate!(Organisation);

impl Facts for OrganisationFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            OrganisationFact::Recorded(it) => {
                not_blank("name", &it.name)?;
                each_once("kinds", &it.kinds)?;
                it.address.as_deref().map_or(Ok(()), Place::sound)
            }
            OrganisationFact::Renamed(it) => not_blank("name", &it.name),
            OrganisationFact::Identified(it) if !is_plausible(it.scheme, &it.value) => {
                Err(Refusal::new("bad-identifier").with("scheme", it.scheme).with("value", &it.value))
            }
            OrganisationFact::Identified(_) | OrganisationFact::IdentifierEnded(_) | OrganisationFact::Succeeded(_) => {
                Ok(())
            }
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            OrganisationFact::Recorded(it) => {
                named.maybe(Family::Organisation, it.parent.as_ref());
                named.person(it.practitioner);
                if let Some(address) = &it.address {
                    address.references(named);
                }
            }
            OrganisationFact::Succeeded(it) => named.id(Family::Organisation, &it.successor),
            OrganisationFact::Identified(_) | OrganisationFact::IdentifierEnded(_) | OrganisationFact::Renamed(_) => {}
        }
    }
}
