//! Every figure of a plan.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::action::{ActionFact, Facet};
use maillage_events::amount::Amount;
use maillage_events::body::BodyFact;
use maillage_events::contract::ContractFact;
use maillage_events::discrepancy::{DiscrepancyFact, DiscrepancyNature};
use maillage_events::fact::Fact;
use maillage_events::fiche::{FicheFact, FicheStatus, Successor};
use maillage_events::funding::FundingFact;
use maillage_events::measure::MeasureFact;
use maillage_events::organisation::OrganisationFact;
use maillage_events::partnership::{PartnershipFact, PartnershipRole};
use maillage_events::session::{SessionFact, SessionKind};

use super::fact;
use crate::plan::Plan;

/// Every figure, number, name and date of a record; none of its sentences.
#[derive(Debug, Default, PartialEq)]
pub struct Figures {
    pub kinds: BTreeMap<&'static str, usize>,
    pub fiches: Vec<(u32, String)>,
    pub bullets: BTreeMap<String, usize>,
    pub statuses: Vec<(String, FicheStatus, Option<String>)>,
    pub expected: Vec<(String, String, Amount)>,
    pub achieved: Vec<(String, Amount)>,
    pub milestones: Vec<String>,
    pub sessions: BTreeMap<(String, SessionKind), usize>,
    pub held: usize,
    pub credited: Vec<(String, String)>,
    pub present: Vec<(String, String)>,
    pub led: BTreeSet<String>,
    pub members: Vec<(String, String)>,
    pub bodies: Vec<String>,
    pub organisations: BTreeSet<String>,
    pub categories: BTreeSet<String>,
    pub listed: usize,
    pub cents: BTreeMap<String, u64>,
    pub year: Option<i16>,
    pub months: Option<u32>,
    pub chained: Vec<(String, i16, Option<u32>)>,
    pub facets: Vec<(String, Vec<String>)>,
    pub printed: usize,
    pub ticked: bool,
    pub objectives: usize,
    pub speaks_of: Vec<(Option<i16>, bool)>,
    pub totals: Vec<(Amount, Option<String>)>,
    pub discrepancies: Vec<(DiscrepancyNature, Option<String>)>,
    pub axes: Vec<String>,
}

pub fn figures(plan: &Plan) -> Figures {
    let mut all = Figures::default();
    for planned in &plan.requests {
        let fact = fact(planned);
        *all.kinds.entry(fact.kind()).or_default() += 1;
        let id = planned.request.stream.id.to_string();
        match fact {
            Fact::Fiche(fact) => all.fiche(id, fact),
            Fact::Session(fact) => all.session(id, fact),
            Fact::Action(fact) => all.action(fact),
            Fact::Contract(ContractFact::AxisDefined(it)) => all.axes.push(it.label.0),
            Fact::Body(BodyFact::Constituted(_)) => all.bodies.push(id),
            Fact::Organisation(OrganisationFact::Recorded(it)) => drop(all.organisations.insert(it.name.0)),
            Fact::Category(_) => drop(all.categories.insert(id)),
            Fact::Partnership(PartnershipFact::Formed(it)) if it.role == PartnershipRole::Member => {
                all.members.push((it.party.to_string(), it.scope.to_string()))
            }
            Fact::Partnership(PartnershipFact::Formed(it)) if it.role == PartnershipRole::Listed => all.listed += 1,
            Fact::Funding(FundingFact::Notified(it)) => drop(all.cents.insert(it.funder.to_string(), it.cents)),
            Fact::Measure(MeasureFact::Declared(it)) => all.totals.push((it.amount, it.as_said.map(|said| said.0))),
            Fact::Discrepancy(DiscrepancyFact::Flagged(it)) => {
                let words = it.nature != DiscrepancyNature::CarriedOver;
                all.discrepancies.push((it.nature, it.declared.filter(|_| words).map(|said| said.0)));
            }
            _ => {}
        }
    }
    all
}

impl Figures {
    fn fiche(&mut self, id: String, fact: FicheFact) {
        match fact {
            FicheFact::Recorded(it) => self.fiches.push((it.number, it.title.0)),
            FicheFact::Narrated(_) => *self.bullets.entry(id).or_default() += 1,
            FicheFact::StatusDeclared(it) => {
                let words = |successor| match successor {
                    Successor::Words(words) => words.0,
                    Successor::Stream(stream) => stream.to_string(),
                };
                self.statuses.push((id, it.status, it.successor.map(words)));
            }
            FicheFact::ResultExpected(it) => self.expected.push((id, it.what.0, it.amount)),
            FicheFact::ResultAchieved(it) => self.achieved.push((id, it.amount)),
            FicheFact::MilestonePassed(_) => self.milestones.push(id),
            _ => {}
        }
    }

    fn session(&mut self, id: String, fact: SessionFact) {
        match fact {
            SessionFact::Planned(it) => {
                assert_eq!(it.when.to_string(), "2016");
                *self.sessions.entry((it.fiches[0].to_string(), it.kind)).or_default() += 1;
            }
            SessionFact::Held(_) => self.held += 1,
            SessionFact::Credited(it) => self.credited.push((id, it.fiche.to_string())),
            SessionFact::OrganisationPresent(it) => self.present.push((id, it.organisation.to_string())),
            SessionFact::Led(it) => drop(self.led.insert(it.organisation.to_string())),
            other => panic!("{other:?}"),
        }
    }

    fn action(&mut self, fact: ActionFact) {
        match fact {
            ActionFact::Recorded(it) => (self.year, self.months) = (Some(it.year), it.months),
            ActionFact::Chained(it) => self.chained.push((it.title.0, it.year, it.step)),
            ActionFact::Classified(it) => {
                let place = it.facet == Facet::Place;
                self.facets.push((
                    it.facet.to_string(),
                    it.values.into_iter().filter(|_| !place).map(|value| value.0).collect(),
                ));
            }
            ActionFact::CategoriesRecorded(it) => (self.printed, self.ticked) = (it.printed.len(), it.ticked.is_some()),
            ActionFact::ObjectiveSet(_) => self.objectives += 1,
            ActionFact::TextRecorded(it) => self.speaks_of.push((it.speaks_of, it.carried_over)),
            ActionFact::CarrierNamed(_) => {}
            other @ (ActionFact::CarrierEnded(_) | ActionFact::Unclassified(_) | ActionFact::ObjectiveDropped(_)) => {
                panic!("{other:?}")
            }
        }
    }

    pub fn of(&self, fiche: u32) -> Vec<(SessionKind, usize)> {
        let id = format!("cls-la-rochelle-2013-f{fiche:02}");
        self.sessions.iter().filter(|((of, _), _)| *of == id).map(|((_, kind), count)| (*kind, *count)).collect()
    }
}
