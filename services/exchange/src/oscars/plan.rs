//! From a record to requests.

use maillage_events::contract::{AxisDefined, AxisNature, ContractKind, ContractPrepared, Territory, TerritoryLevel};
use maillage_events::family::Family;
use maillage_events::id::{Id, StreamId};
use maillage_events::text::folded;
use maillage_events::when::OccurredOn;

use crate::oscars::OscarsOptions;
use crate::oscars::directory::Directory;
use crate::oscars::drafting::Drafting;
use crate::oscars::inventory::ContractChoice;
use crate::oscars::items::Located;
use crate::oscars::record::{Fault, Record, Unused};
use crate::oscars::{names, plan_action, plan_discrepancies, plan_fiches};

/// Asks for everything that a record says, in an order in which each thing is recorded before it is named.
pub fn draft(drafting: &mut Drafting, record: &Record, options: &OscarsOptions) {
    for fault in &record.faults {
        let (value, key, values) = match &fault.value {
            Fault::BadYear(said) => (said.clone(), "oscars-bad-year", vec![]),
            Fault::BadMoney(said) => (said.clone(), "oscars-bad-money", vec![]),
            Fault::FicheTwice(number) => {
                (number.to_string(), "oscars-fiche-twice", vec![("number", number.to_string())])
            }
        };
        drafting.problem(Some(fault.from), Some(&value), key, &values);
    }
    for unused in &record.unused {
        let (words, key) = match &unused.value {
            Unused::Part(heading) => (heading, "oscars-unused-part"),
            Unused::Words(words) => (words, "oscars-unused-words"),
        };
        drafting.unused((unused.from, unused.to), words, key);
    }
    if record.title.is_none() {
        drafting.problem(Some(1), None, "oscars-no-title", &[]);
    }
    if record.year.is_none() {
        drafting.problem(None, None, "oscars-no-year", &[]);
    }
    let (Some(title), Some(year)) = (&record.title, &record.year) else { return };
    let year = year.value;
    let Some(action) = plan_action::action_id(&title.value, year) else {
        drafting.problem(Some(title.from), Some(&title.value), "oscars-no-title", &[]);
        return;
    };
    drafting.on = OccurredOn::Year(year);
    let inventory = &options.inventory;
    let mut directory = Directory::of_organisations(&inventory.organisations);
    let commune = record.commune.as_ref().map(|commune| commune.value.as_str());
    let contract = match options.contract.clone().map_or_else(|| inventory.contract(commune, year), ContractChoice::One)
    {
        ContractChoice::One(contract) => Some(contract),
        ContractChoice::None => prepare(drafting, record, title),
        ContractChoice::Several(contracts) => {
            let all = contracts.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
            drafting.problem(None, None, "oscars-which-contract", &[("contracts", all)]);
            return;
        }
    };
    plan_action::draft(drafting, &mut directory, record, &action, title, year, contract.as_ref());
    if let Some(contract) = &contract {
        plan_fiches::draft(drafting, &mut directory, record, contract, inventory, year);
    }
    plan_discrepancies::draft(drafting, record, &action, contract.as_ref(), inventory, year);
}

/// The contract that the record speaks of, for a space that has none yet. The record says neither when it was signed
/// nor whether another came before it: it is entered as the first generation, on an unknown date.
fn prepare(drafting: &mut Drafting, record: &Record, title: &Located<String>) -> Option<Id> {
    let says_cls = |text: &str| {
        let folded = folded(text);
        folded.contains("contrat local de sante") || names::significant_words(text).iter().any(|word| word == "cls")
    };
    let programmes = record.facets.iter().flat_map(|(_, values)| &values.value);
    let cls = says_cls(&title.value)
        || programmes.chain(record.context.iter().map(|text| &text.value)).any(|text| says_cls(text));
    if !cls && record.fiches.is_empty() && record.axes.is_empty() {
        return None;
    }
    let place = record.commune.as_ref().map_or(title, |commune| commune);
    let kind = if cls { ContractKind::Cls } else { ContractKind::Other };
    let id = names::id(&format!("{kind} {}", place.value), 48)?;
    let stream = StreamId::new(Family::Contract, id.clone());
    let named = if cls && record.commune.is_some() {
        format!("Contrat local de santé de {}", place.value)
    } else {
        title.value.clone()
    };
    let prepared = ContractPrepared {
        kind,
        generation: 1,
        title: named.into(),
        predecessors: Vec::new(),
        within: None,
        territories: vec![Territory::named(
            if record.commune.is_some() { TerritoryLevel::Commune } else { TerritoryLevel::Other },
            place.value.as_str(),
        )],
        regional_plan: None,
        starts: None,
        ends: None,
    };
    drafting.record_on(stream.clone(), place, OccurredOn::Unknown, prepared);
    for (axis, rank) in record.axes.iter().zip(1..) {
        let Ok(code) = Id::new(format!("axe-{rank}")) else { continue };
        let nature = if folded(&axis.value).contains("evaluation d'impact") {
            AxisNature::ImpactAssessment
        } else {
            AxisNature::Strategic
        };
        drafting.record_on(
            stream.clone(),
            axis,
            OccurredOn::Unknown,
            AxisDefined { code, rank, label: axis.value.clone().into(), nature },
        );
    }
    Some(id)
}
