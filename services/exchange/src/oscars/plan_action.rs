//! What the record says of the action itself: title, chain, carrier, texts, partners, money, totals.

use std::collections::BTreeMap;

use maillage_events::action::{
    ActionChained, ActionClassified, ActionRecorded, ActionSection, ActionTextRecorded, CarrierNamed,
    CategoriesRecorded, ObjectiveSet,
};
use maillage_events::amount::Amount;
use maillage_events::family::Family;
use maillage_events::funding::{FundingNotified, Years};
use maillage_events::id::{Id, StreamId};
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::partnership::{PartnershipFormed, PartnershipRole};
use maillage_events::text::folded;
use maillage_events::when::OccurredOn;

use crate::oscars::directory::Directory;
use crate::oscars::drafting::Drafting;
use crate::oscars::items::Located;
use crate::oscars::language::words;
use crate::oscars::names;
use crate::oscars::narrative::{carried_over, speaks_of};
use crate::oscars::record::{Record, step};

/// The identifier of an action: the same title (its step apart) and year always give the same.
pub fn action_id(title: &str, year: i16) -> Option<Id> {
    let stem = step(title).map_or(title, |(stem, _)| stem);
    names::id(stem, 40).and_then(|stem| names::under(&stem, &year.to_string()))
}

/// Asks for everything that the record says of its action.
pub fn draft(
    drafting: &mut Drafting,
    directory: &mut Directory,
    record: &Record,
    action: &Id,
    title: &Located<String>,
    year: i16,
    contract: Option<&Id>,
) {
    let stream = StreamId::new(Family::Action, action.clone());
    recorded(drafting, record, &stream, title, year, contract);
    chained(drafting, record, &stream, year);
    if let Some(carrier) = &record.carrier
        && let Some(organisation) = directory.carrier(drafting, carrier)
    {
        drafting.record(stream.clone(), carrier, CarrierNamed { organisation, until: None });
    }
    classified(drafting, record, &stream);
    texts(drafting, &stream, ActionSection::Context, record.context.iter().chain(&record.axes), year);
    texts(drafting, &stream, ActionSection::Description, record.description.iter(), year);
    texts(drafting, &stream, ActionSection::Evaluation, record.evaluation.iter(), year);
    if let Some(categories) = &record.categories {
        drafting.record(
            stream.clone(),
            categories,
            CategoriesRecorded { printed: categories.value.clone(), ticked: None },
        );
    }
    partners(drafting, directory, record, action, &stream);
    funding(drafting, directory, record, action, &stream, year);
    totals(drafting, record, action, &stream, year);
}

fn recorded(
    drafting: &mut Drafting,
    record: &Record,
    stream: &StreamId,
    title: &Located<String>,
    year: i16,
    contract: Option<&Id>,
) {
    // An action that ends before it starts says neither: both years are kept as a discrepancy.
    let (starts, ends) = if record.is_upside_down() { &(None, None) } else { &record.span };
    let on_year = |year: &Option<Located<i16>>| year.as_ref().map(|year| OccurredOn::Year(year.value));
    drafting.record(
        stream.clone(),
        title,
        ActionRecorded {
            title: title.value.clone().into(),
            year,
            contract: contract.cloned(),
            starts: on_year(starts),
            ends: on_year(ends),
            months: record.months,
            frequency: record.frequency.clone().map(Into::into),
        },
    );
}

/// An action continues one other; a later one says itself that it continues this one.
fn chained(drafting: &mut Drafting, record: &Record, stream: &StreamId, year: i16) {
    for chained in record.chained.iter().filter(|chained| chained.value.year < year).take(1) {
        let earlier = &chained.value;
        if let Some(id) = action_id(&earlier.title, earlier.year) {
            drafting.record(
                stream.clone(),
                chained,
                ActionChained {
                    title: earlier.title.clone().into(),
                    year: earlier.year,
                    step: earlier.step,
                    action: id,
                },
            );
        }
    }
}

/// What it is classified under, and its objectives.
fn classified(drafting: &mut Drafting, record: &Record, stream: &StreamId) {
    for (facet, values) in record.facets.iter().filter(|(_, values)| !values.value.is_empty()) {
        let values_text = values.value.iter().map(|value| value.clone().into()).collect();
        drafting.record(stream.clone(), values, ActionClassified { facet: *facet, values: values_text });
    }
    for ((level, text), rank) in record.objectives.iter().zip(1..) {
        if let Some(text) = drafting.screened(text) {
            drafting.record(
                stream.clone(),
                &text,
                ObjectiveSet { level: *level, rank, text: text.value.clone().into() },
            );
        }
    }
}

fn texts<'a>(
    drafting: &mut Drafting,
    stream: &StreamId,
    section: ActionSection,
    texts: impl Iterator<Item = &'a Located<String>>,
    year: i16,
) {
    for (text, rank) in texts.zip(1..) {
        let Some(text) = drafting.screened(text) else { continue };
        let carried = carried_over(&text.value, year).map(|(earlier, _)| earlier);
        drafting.record(
            stream.clone(),
            &text,
            ActionTextRecorded {
                section,
                rank,
                text: text.value.clone().into(),
                speaks_of: carried.or_else(|| speaks_of(&text.value)),
                carried_over: carried.is_some(),
            },
        );
    }
}

fn partners(drafting: &mut Drafting, directory: &mut Directory, record: &Record, action: &Id, stream: &StreamId) {
    for partner in &record.partners {
        let Some(party) = directory.partner(drafting, partner) else { continue };
        if let Some(id) = names::under(action, &format!("p-{}", short(&party))) {
            let formed = PartnershipFormed { party, scope: stream.clone(), role: PartnershipRole::Listed, until: None };
            drafting.record(StreamId::new(Family::Partnership, id), partner, formed);
        }
    }
}

/// A mark of a stream that fits behind another identifier.
fn short(party: &StreamId) -> String {
    names::id(party.id.as_str(), 24).map_or_else(|| party.id.to_string(), |id| id.to_string())
}

fn funding(
    drafting: &mut Drafting,
    directory: &mut Directory,
    record: &Record,
    action: &Id,
    stream: &StreamId,
    year: i16,
) {
    let mut times: BTreeMap<Id, u32> = BTreeMap::new();
    for funder in &record.funders {
        let Some(organisation) = directory.organisation(drafting, funder, &funder.value.name) else { continue };
        let nth = times.entry(organisation.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        let again = if *nth > 1 { format!("-{nth}") } else { String::new() };
        let suffix = format!("f-{}{again}", short(&StreamId::new(Family::Organisation, organisation.clone())));
        let Some(id) = names::under(action, &suffix) else { continue };
        match funder.value.cents {
            Some(cents) => {
                // The record knows one notification of a year; read again with another sum, it contradicts the first.
                let Ok(notification) = Id::new(format!("oscars-{year}")) else { continue };
                let (object, years) = (stream.clone(), Some(Years::one(year)));
                let notified = FundingNotified { notification, funder: organisation, object, years, cents };
                drafting.record(StreamId::new(Family::Funding, id), funder, notified);
            }
            // Who pays is said, how much is not: a partner that funds, never a sum of zero.
            None => {
                let party = StreamId::new(Family::Organisation, organisation);
                let formed =
                    PartnershipFormed { party, scope: stream.clone(), role: PartnershipRole::Funding, until: None };
                drafting.record(StreamId::new(Family::Partnership, id), funder, formed);
            }
        }
    }
}

fn totals(drafting: &mut Drafting, record: &Record, action: &Id, stream: &StreamId, year: i16) {
    for (total, rank) in record.totals.iter().zip(1..) {
        let said = &total.value;
        let (Some(indicator), Some(id)) = (names::id(&said.label, 48), names::under(action, &format!("m{rank}")))
        else {
            continue;
        };
        let amount = if said.exact {
            Amount::exact(said.value)
        } else {
            Amount::Unknown { at_least: Some(said.value.into()), as_said: Some(said.said.clone().into()) }
        };
        let declared = MeasureDeclared {
            subject: stream.clone(),
            indicator,
            definition: None,
            label: said.label.clone().into(),
            period: OccurredOn::Year(year),
            amount,
            unit: unit(&said.label),
            source: None,
            method: None,
            as_said: Some(said.said.clone().into()),
        };
        drafting.record(StreamId::new(Family::Measure, id), total, declared);
    }
}

/// What a label counts: the first noun of things that it names.
pub fn unit(label: &str) -> Unit {
    words(&folded(label))
        .iter()
        .find_map(|word| match word.folded.trim_end_matches('s') {
            "fiche" => Some(Unit::Fiches),
            "personne" | "participant" | "beneficiaire" | "habitant" | "usager" => Some(Unit::Persons),
            "passage" => Some(Unit::Passages),
            "partenaire" | "structure" => Some(Unit::Partners),
            "session" | "seance" | "reunion" | "atelier" | "rencontre" => Some(Unit::Sessions),
            _ => None,
        })
        .unwrap_or(Unit::Other)
}
