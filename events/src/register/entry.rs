//! What the register knows of one stream, from its rare facts as they read with their amendments.

use std::collections::{BTreeMap, BTreeSet};

use super::contract_entry::{ContractEntry, TerritoryName, contract};
use super::rhythm::Rhythms;
use super::window::{Window, earlier, in_time};
use crate::contract::ContractKind;
use crate::decide::{PastFact, effective};
use crate::fact::Fact;
use crate::family::Family;
use crate::fiche::FicheFact;
use crate::id::{Id, PersonRef, StreamId};
use crate::organisation::{OrganisationFact, OrganisationKind};
use crate::partnership::{PartnershipFact, PartnershipRole};
use crate::person::{ObjectedTo, PersonFact};
use crate::pole::PoleFact;
use crate::tenure::Tenure;
use crate::timeline::{Timeline, begins, ends};
use crate::when::OccurredOn;

/// One stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Entry {
    /// Nothing that a rule asks for.
    #[default]
    Nothing,
    Person(PersonEntry),
    Organisation(OrganisationEntry),
    Fiche(FicheEntry),
    Contract(ContractEntry),
    Partnership(PartnershipEntry),
    Pole(Rhythms),
}

/// What several streams may share: the index of the register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shared {
    MergedInto(PersonRef),
    FicheOf(Id),
    Territory(ContractKind, TerritoryName),
    Partners(StreamId, StreamId),
    Partner(StreamId),
    Party(Id),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PersonEntry {
    /// The reference that stays, while it is merged.
    pub(super) into: Option<PersonRef>,
    pub(super) erased: Option<OccurredOn>,
    /// What is objected to; `None` from the day that an objection is withdrawn.
    pub(super) objection: Timeline<Option<ObjectedTo>>,
    /// The last year at whose end the person is under age, as last said.
    pub(super) minor_through: Option<i16>,
    /// Who answers for the person, and when.
    pub(super) responsible: Vec<(PersonRef, Window)>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OrganisationEntry {
    pub(super) successor: Option<Id>,
    pub(super) parent: Option<Id>,
    pub(super) kinds: Vec<OrganisationKind>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct FicheEntry {
    pub(super) contract: Option<Id>,
    /// Its numbers in order of time, each with the days on which it bears it.
    pub(super) numbers: Vec<(u32, Window)>,
    pub(super) years: BTreeSet<i16>,
    /// The axes that it was ever attached to, each with the days on which that began.
    pub(super) axes: BTreeMap<Id, Vec<OccurredOn>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PartnershipEntry {
    /// Who and in what; `None` while it is not formed.
    pub(super) between: Option<(StreamId, StreamId)>,
    /// Its roles in order of time, each with the days on which it stands.
    pub(super) roles: Vec<(PartnershipRole, Window)>,
}

impl Entry {
    /// What the facts of a stream come to.
    pub(super) fn of(family: Family, facts: &[PastFact]) -> Self {
        let facts = effective(facts).into_iter().map(|happened| (happened.on, happened.fact));
        match family {
            Family::Person => Self::Person(person(facts)),
            Family::Organisation => Self::Organisation(organisation(facts)),
            Family::Fiche => Self::Fiche(fiche(facts)),
            Family::Contract => Self::Contract(contract(facts)),
            Family::Partnership => Self::Partnership(partnership(facts)),
            Family::Pole => Self::Pole(pole(facts)),
            Family::Space
            | Family::Mandate
            | Family::Body
            | Family::Action
            | Family::Session
            | Family::Category
            | Family::Agreement
            | Family::Funding
            | Family::Measure
            | Family::Discrepancy
            | Family::Import => Self::Nothing,
            #[cfg(test)]
            Family::Lamp => Self::Nothing,
        }
    }

    /// What it shares with others.
    pub(super) fn shared(&self) -> Vec<Shared> {
        match self {
            Self::Nothing | Self::Organisation(_) | Self::Pole(_) => Vec::new(),
            Self::Person(it) => it.into.map(Shared::MergedInto).into_iter().collect(),
            Self::Fiche(it) => it.contract.clone().map(Shared::FicheOf).into_iter().collect(),
            Self::Contract(it) => {
                let Some(kind) = it.kind else { return Vec::new() };
                let territories =
                    it.territories.iter().map(|(territory, ..)| Shared::Territory(kind, territory.clone()));
                territories.chain(it.parties.iter().map(|(party, _)| Shared::Party(party.clone()))).collect()
            }
            Self::Partnership(it) => {
                let Some((party, scope)) = &it.between else { return Vec::new() };
                vec![Shared::Partners(party.clone(), scope.clone()), Shared::Partner(party.clone())]
            }
        }
    }
}

fn person(facts: impl Iterator<Item = (OccurredOn, Fact)>) -> PersonEntry {
    let mut entry = PersonEntry::default();
    let mut minor = Timeline::default();
    let mut responsible: BTreeMap<PersonRef, Tenure> = BTreeMap::new();
    for (on, fact) in facts {
        let Fact::Person(fact) = fact else { continue };
        match fact {
            PersonFact::Merged(it) => entry.into = Some(it.into),
            PersonFact::Unmerged(_) => entry.into = None,
            PersonFact::Erased(_) => entry.erased = Some(on),
            PersonFact::Objected(it) => entry.objection.state(begins(on), Some(it.to)),
            PersonFact::ObjectionWithdrawn(_) => entry.objection.state(ends(on), None),
            PersonFact::MinorityDeclared(it) => minor.state(begins(on), it.through),
            PersonFact::ResponsibleNamed(it) => responsible.entry(it.adult).or_default().begin(on, it.until),
            PersonFact::ResponsibleEnded(it) => responsible.entry(it.adult).or_default().end(on),
            PersonFact::Registered(_)
            | PersonFact::Informed(_)
            | PersonFact::QualityRecognised(_)
            | PersonFact::QualityEnded(_) => {}
        }
    }
    entry.minor_through = minor.last().copied();
    entry.responsible = responsible
        .into_iter()
        .flat_map(|(adult, tenure)| tenure.stretches().into_iter().map(move |held| (adult, held)))
        .map(|(adult, held)| (adult, Window { from: held.from, to: held.until }))
        .collect();
    entry
}

fn pole(facts: impl Iterator<Item = (OccurredOn, Fact)>) -> Rhythms {
    let rhythm = |(_, fact)| match fact {
        Fact::Pole(PoleFact::CadenceSet(it)) => Some((it.from, it.days)),
        _ => None,
    };
    Rhythms(facts.filter_map(rhythm).collect())
}

fn organisation(facts: impl Iterator<Item = (OccurredOn, Fact)>) -> OrganisationEntry {
    let mut entry = OrganisationEntry::default();
    for (_, fact) in facts {
        match fact {
            Fact::Organisation(OrganisationFact::Recorded(it)) => (entry.kinds, entry.parent) = (it.kinds, it.parent),
            Fact::Organisation(OrganisationFact::Succeeded(it)) => entry.successor = Some(it.successor),
            _ => {}
        }
    }
    entry
}

fn fiche(facts: impl Iterator<Item = (OccurredOn, Fact)>) -> FicheEntry {
    let mut entry = FicheEntry::default();
    let mut numbers = Vec::new();
    for (on, fact) in facts {
        match fact {
            Fact::Fiche(FicheFact::Recorded(it)) => {
                entry.contract = Some(it.contract);
                numbers.push((on, it.number));
            }
            Fact::Fiche(FicheFact::Renumbered(it)) => numbers.push((on, it.number)),
            Fact::Fiche(FicheFact::Attached(it)) => entry.axes.entry(it.axis).or_default().push(on),
            Fact::Fiche(FicheFact::YearOpened(it)) => {
                entry.years.insert(it.year);
            }
            _ => {}
        }
    }
    entry.numbers = each_until_the_next(numbers, None);
    entry
}

/// What was stated in order of time, each with the days on which it stands: until the next one, or an end.
fn each_until_the_next<T>(mut stated: Vec<(OccurredOn, T)>, end: Option<OccurredOn>) -> Vec<(T, Window)> {
    in_time(&mut stated);
    // Of two said for one day the one said last stands.
    stated.reverse();
    stated.dedup_by_key(|(on, _)| begins(*on));
    stated.reverse();
    let ends: Vec<_> = stated.iter().skip(1).map(|(on, _)| Some(*on)).chain([end]).collect();
    stated.into_iter().zip(ends).map(|((from, it), to)| (it, Window { from, to })).collect()
}

fn partnership(facts: impl Iterator<Item = (OccurredOn, Fact)>) -> PartnershipEntry {
    let mut entry = PartnershipEntry::default();
    let (mut roles, mut until, mut ended) = (Vec::new(), None, None);
    for (on, fact) in facts {
        match fact {
            Fact::Partnership(PartnershipFact::Formed(it)) => {
                entry.between = Some((it.party, it.scope));
                roles.push((on, it.role));
                until = it.until;
            }
            Fact::Partnership(PartnershipFact::RoleChanged(it)) => roles.push((on, it.role)),
            Fact::Partnership(PartnershipFact::Ended(_)) => ended = Some(on),
            _ => {}
        }
    }
    entry.roles = each_until_the_next(roles, earlier(until, ended));
    entry
}
