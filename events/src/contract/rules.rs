//! What a contract refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contract::{
    AxisClosed, AxisDefined, ContextRecorded, ContractAmended, ContractCompleted, ContractEvaluated, ContractFact,
    ContractKind, ContractPrepared, PartyCapacity, PartyEngaged, PartyLeft, PartySort, RegionalPlan, Territory,
    TerritoryChanged,
};
use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, each_once, end, first, not_blank, once, ordered,
    over, plausible_year, ranked, starts_before_end,
};
use crate::tenure::{self, Tenure};
use crate::timeline::{self, Timeline, begins, ends};
use crate::when::OccurredOn;

/// What the rules know of a contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    prepared: Option<ContractPrepared>,
    axes: BTreeMap<Id, AxisDefined>,
    closed_axes: BTreeMap<Id, Happened<AxisClosed>>,
    territories: Timeline<TerritoryChanged>,
    parties: BTreeMap<Id, Parties>,
    signed: Option<OccurredOn>,
    amended: Vec<Happened<ContractAmended>>,
    completed: Option<Happened<ContractCompleted>>,
    contexts: BTreeMap<Id, Timeline<ContextRecorded>>,
    evaluated: Vec<ContractEvaluated>,
}

/// What an organisation takes part as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Parties {
    sort: PartySort,
    capacities: BTreeMap<PartyCapacity, Tenure>,
}

impl Contract {
    fn engaging(&self, on: OccurredOn, said: &PartyEngaged) -> Verdict {
        match self.parties.get(&said.organisation) {
            Some(party) if party.sort != said.sort => Err(Refusal::new("party-sorted-otherwise")
                .with("organisation", &said.organisation)
                .with("sort", party.sort)),
            party => tenure::beginning(party.and_then(|it| it.capacities.get(&said.capacity)), on, said.until),
        }
    }

    fn leaving(&self, on: OccurredOn, said: &PartyLeft) -> Verdict {
        let tenure = self.parties.get(&said.organisation).and_then(|it| it.capacities.get(&said.capacity));
        tenure::ending(tenure, on, || Refusal::new("not-a-party").with("organisation", &said.organisation))
    }

    /// Whether a party of this sort signs on a day: it had certainly not left by then.
    fn signs(&self, sort: PartySort, on: OccurredOn) -> bool {
        let stands = |tenure: &Tenure| tenure.stretches().iter().any(|held| !held.is_over(begins(on)));
        let parties = self.parties.values().filter(|party| party.sort == sort);
        parties.filter_map(|party| party.capacities.get(&PartyCapacity::Signatory)).any(stands)
    }

    fn closing(&self, on: OccurredOn, said: &AxisClosed) -> Verdict {
        match (self.axes.get(&said.code), self.closed_axes.get(&said.code)) {
            (None, _) => Err(Refusal::new("axis-unknown").with("code", &said.code)),
            (Some(_), Some(closed)) if closed.on == on => Ok(News::Known),
            (Some(axis), Some(closed)) => {
                Err(Refusal::new("axis-closed-already").with("label", &axis.label).with("on", closed.on))
            }
            (Some(_), None) => Ok(News::New),
        }
    }

    fn signing(&self, prepared: &ContractPrepared, on: OccurredOn) -> Verdict {
        match self.signed {
            Some(signed) if signed == on => return Ok(News::Known),
            Some(signed) => return Err(Refusal::new("already-signed").with("on", signed)),
            None => {}
        }
        match prepared.kind {
            ContractKind::Cls | ContractKind::Clsm if !self.signs(PartySort::LocalAuthority, on) => {
                Err(Refusal::new("no-local-authority"))
            }
            ContractKind::Cls if !self.signs(PartySort::RegionalAgency, on) => Err(Refusal::new("no-regional-agency")),
            ContractKind::Cls | ContractKind::Clsm | ContractKind::Other => Ok(News::New),
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
            ContractFact::TerritoryChanged(it) => self.territories.news(begins(ask.on), it),
            ContractFact::AxisClosed(it) => self.closing(ask.on, it)?,
            ContractFact::PartyEngaged(it) => self.engaging(ask.on, it)?,
            ContractFact::PartyLeft(it) => self.leaving(ask.on, it)?,
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
            ContractFact::TerritoryChanged(it) => self.territories.state(begins(on), it),
            ContractFact::AxisClosed(fact) => {
                self.closed_axes.insert(fact.code.clone(), Happened { on, fact });
            }
            ContractFact::AxisDefined(it) => {
                self.axes.insert(it.code.clone(), it);
            }
            ContractFact::PartyEngaged(it) => {
                let party = self
                    .parties
                    .entry(it.organisation)
                    .or_insert_with(|| Parties { sort: it.sort, capacities: BTreeMap::new() });
                party.capacities.entry(it.capacity).or_default().begin(on, it.until);
            }
            ContractFact::PartyLeft(it) => {
                if let Some(party) = self.parties.get_mut(&it.organisation) {
                    party.capacities.entry(it.capacity).or_default().end(on);
                }
            }
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

impl RegionalPlan {
    fn sound(&self) -> Result<(), Refusal> {
        not_blank("regional_plan", &self.name)?;
        for year in [self.from, self.to].into_iter().flatten() {
            plausible_year(year)?;
        }
        starts_before_end(self.from.map(OccurredOn::Year), self.to.map(OccurredOn::Year))
    }
}

/// Refuses a contract that holds nowhere, or twice in one place.
fn sound_territories(territories: &[Territory]) -> Result<(), Refusal> {
    if territories.is_empty() {
        return Err(Refusal::new("no-territory"));
    }
    territories.iter().try_for_each(Territory::sound)?;
    let place = |it: &Territory| it.code.clone().unwrap_or_else(|| it.name.to_string());
    each_once("territories", &territories.iter().map(place).collect::<Vec<_>>())
}

impl Facts for ContractFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            ContractFact::Prepared(it) => {
                not_blank("title", &it.title)?;
                sound_territories(&it.territories)?;
                it.regional_plan.as_ref().map_or(Ok(()), RegionalPlan::sound)?;
                starts_before_end(it.starts, it.ends)?;
                each_once("predecessors", &it.predecessors)?;
                match (it.generation, it.predecessors.as_slice()) {
                    (0, _) => Err(Refusal::new("generation-zero")),
                    (2.., []) => Err(Refusal::new("no-predecessor").with("generation", it.generation)),
                    _ => Ok(()),
                }
            }
            ContractFact::TerritoryChanged(it) => sound_territories(&it.territories),
            ContractFact::AxisDefined(it) => ranked(it.rank).and_then(|()| not_blank("label", &it.label)),
            ContractFact::Amended(it) => not_blank("object", &it.object),
            ContractFact::ContextRecorded(it) => not_blank("label", &it.label),
            ContractFact::Evaluated(it) => {
                not_blank("evaluator", &it.evaluator)?;
                plausible_year(it.from).and_then(|()| plausible_year(it.to))?;
                starts_before_end(Some(OccurredOn::Year(it.from)), Some(OccurredOn::Year(it.to)))?;
                it.fiches.as_ref().map_or(Ok(()), ordered)
            }
            ContractFact::AxisClosed(_)
            | ContractFact::PartyEngaged(_)
            | ContractFact::PartyLeft(_)
            | ContractFact::Signed(_)
            | ContractFact::Completed(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            ContractFact::Prepared(it) => {
                named.all(Family::Contract, &it.predecessors);
                named.maybe(Family::Contract, it.within.as_ref());
            }
            ContractFact::PartyEngaged(it) => named.id(Family::Organisation, &it.organisation),
            ContractFact::PartyLeft(it) => named.id(Family::Organisation, &it.organisation),
            ContractFact::AxisDefined(_)
            | ContractFact::AxisClosed(_)
            | ContractFact::TerritoryChanged(_)
            | ContractFact::Signed(_)
            | ContractFact::Amended(_)
            | ContractFact::Completed(_)
            | ContractFact::ContextRecorded(_)
            | ContractFact::Evaluated(_) => {}
        }
    }
}
