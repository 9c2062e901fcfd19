//! What a contract refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contract::{
    AxisDefined, ContextRecorded, ContractAmended, ContractCompleted, ContractEvaluated, ContractFact, ContractKind,
    ContractPrepared, PartyCapacity, PartyEngaged, PartySort,
};
use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, end, first, not_blank, once, ordered, over,
    plausible_year, ranked, starts_before_end,
};

use crate::timeline::{self, Timeline, begins, ends};
use crate::when::OccurredOn;

/// What the rules know of a contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    prepared: Option<ContractPrepared>,
    axes: BTreeMap<Id, AxisDefined>,
    parties: BTreeMap<Id, Vec<PartyEngaged>>,
    signed: Option<OccurredOn>,
    amended: Vec<Happened<ContractAmended>>,
    completed: Option<Happened<ContractCompleted>>,
    contexts: BTreeMap<Id, Timeline<ContextRecorded>>,
    evaluated: Vec<ContractEvaluated>,
}

impl Contract {
    fn engaging(&self, said: &PartyEngaged) -> Verdict {
        let standing = self.parties.get(&said.organisation).map_or(&[][..], Vec::as_slice);
        if standing.contains(said) {
            return Ok(News::Known);
        }
        match standing.iter().find(|party| party.sort != said.sort) {
            Some(party) => Err(Refusal::new("party-sorted-otherwise")
                .with("organisation", &party.organisation)
                .with("sort", party.sort)),
            None => Ok(News::New),
        }
    }

    fn signing(&self, prepared: &ContractPrepared, on: OccurredOn) -> Verdict {
        match self.signed {
            Some(signed) if signed == on => return Ok(News::Known),
            Some(signed) => return Err(Refusal::new("already-signed").with("on", signed)),
            None => {}
        }
        let signs = |sort| {
            self.parties
                .values()
                .flatten()
                .any(|party| party.capacity == PartyCapacity::Signatory && party.sort == sort)
        };
        match prepared.kind {
            ContractKind::Cls | ContractKind::Clsm if !signs(PartySort::LocalAuthority) => {
                Err(Refusal::new("no-local-authority"))
            }
            ContractKind::Cls if !signs(PartySort::RegionalAgency) => Err(Refusal::new("no-regional-agency")),
            _ => Ok(News::New),
        }
    }

    fn amending(&self, on: OccurredOn, said: &ContractAmended) -> Verdict {
        let Some(signed) = self.signed else { return Err(Refusal::new("not-signed")) };
        starts_before_end(Some(signed), Some(on))?;
        Ok(News::unless(self.amended.iter().any(|amended| amended.on == on && amended.fact == *said)))
    }
}

impl Rules for Contract {
    type Facts = ContractFact;

    fn judge(&self, ask: &Happened<ContractFact>, _circumstances: &Circumstances) -> Verdict {
        if let ContractFact::Prepared(it) = &ask.fact {
            return first(self.prepared.as_ref(), it, Family::Contract);
        }
        let prepared = begun(self.prepared.as_ref(), Family::Contract)?;
        let news = match &ask.fact {
            ContractFact::Prepared(_) => News::Known,
            ContractFact::AxisDefined(it) => once(self.axes.get(&it.code), it, |standing| {
                Refusal::new("axis-defined-otherwise").with("code", &standing.code).with("label", &standing.label)
            })?,
            ContractFact::PartyEngaged(it) => self.engaging(it)?,
            ContractFact::Signed(_) => self.signing(prepared, ask.on)?,
            ContractFact::Amended(it) => self.amending(ask.on, it)?,
            ContractFact::Completed(it) => {
                return end(
                    self.signed.unwrap_or(OccurredOn::Unknown),
                    self.completed.as_ref(),
                    ask.on,
                    it,
                    Family::Contract,
                );
            }
            // What is found out about a contract may be found out after its end.
            ContractFact::ContextRecorded(it) => {
                return Ok(timeline::news(self.contexts.get(&it.indicator), begins(ask.on), it));
            }
            ContractFact::Evaluated(it) => return Ok(News::unless(self.evaluated.contains(it))),
        };
        match (&self.completed, news) {
            // What came about before the end may be told after it.
            (Some(completed), News::New) if begins(ask.on) > ends(completed.on) => {
                Err(over(completed.on, Family::Contract))
            }
            _ => Ok(news),
        }
    }

    fn learn(&mut self, happened: Happened<ContractFact>) {
        let on = happened.on;
        match happened.fact {
            ContractFact::Prepared(it) => self.prepared = Some(it),
            ContractFact::AxisDefined(it) => {
                self.axes.insert(it.code.clone(), it);
            }
            ContractFact::PartyEngaged(it) => self.parties.entry(it.organisation.clone()).or_default().push(it),
            ContractFact::Signed(_) => self.signed = Some(on),
            ContractFact::Amended(fact) => self.amended.push(Happened { on, fact }),
            ContractFact::Completed(fact) => self.completed = Some(Happened { on, fact }),
            ContractFact::ContextRecorded(it) => {
                self.contexts.entry(it.indicator.clone()).or_default().state(begins(on), it)
            }
            ContractFact::Evaluated(it) => self.evaluated.push(it),
        }
    }
}

aggregate!(Contract);

impl Facts for ContractFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            ContractFact::Prepared(it) => {
                not_blank("title", &it.title)?;
                not_blank("territory", &it.territory)?;
                starts_before_end(it.starts, it.ends)?;
                match (it.generation, &it.predecessor) {
                    (0, _) => Err(Refusal::new("generation-zero")),
                    (2.., None) => Err(Refusal::new("no-predecessor").with("generation", it.generation)),
                    _ => Ok(()),
                }
            }
            ContractFact::AxisDefined(it) => ranked(it.rank).and_then(|()| not_blank("label", &it.label)),
            ContractFact::Amended(it) => not_blank("object", &it.object),
            ContractFact::ContextRecorded(it) => not_blank("label", &it.label),
            ContractFact::Evaluated(it) => {
                not_blank("evaluator", &it.evaluator)?;
                plausible_year(it.from).and_then(|()| plausible_year(it.to))?;
                starts_before_end(Some(OccurredOn::Year(it.from)), Some(OccurredOn::Year(it.to)))?;
                it.fiches.as_ref().map_or(Ok(()), ordered)
            }
            ContractFact::PartyEngaged(_) | ContractFact::Signed(_) | ContractFact::Completed(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            ContractFact::Prepared(it) => {
                named.maybe(Family::Contract, it.predecessor.as_ref());
                named.maybe(Family::Contract, it.within.as_ref());
            }
            ContractFact::PartyEngaged(it) => named.id(Family::Organisation, &it.organisation),
            ContractFact::AxisDefined(_)
            | ContractFact::Signed(_)
            | ContractFact::Amended(_)
            | ContractFact::Completed(_)
            | ContractFact::ContextRecorded(_)
            | ContractFact::Evaluated(_) => {}
        }
    }
}
