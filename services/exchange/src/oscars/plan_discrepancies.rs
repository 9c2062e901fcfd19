//! What does not add up in a record: both figures are recorded side by side, neither is changed.

use std::collections::BTreeSet;

use maillage_events::discrepancy::{DiscrepancyFlagged, DiscrepancyNature};
use maillage_events::family::Family;
use maillage_events::id::{Id, StreamId};
use maillage_events::measure::Unit;
use maillage_events::messages::{Language, message};
use maillage_events::text::Text;

use crate::oscars::drafting::Drafting;
use crate::oscars::inventory::Inventory;
use crate::oscars::items::Located;
use crate::oscars::names;
use crate::oscars::narrative::carried_over;
use crate::oscars::plan_action::unit;
use crate::oscars::plan_fiches::fiche_id;
use crate::oscars::record::Record;
use crate::oscars::sections::Heading;

/// More missing numbers than this are one discrepancy, not one each: the numbers are then not a series.
const MOST_GAPS: usize = 20;

/// Asks that each discrepancy be flagged. Notes are facts, so they are French whatever language the user reads.
pub fn draft(
    drafting: &mut Drafting,
    record: &Record,
    action: &Id,
    contract: Option<&Id>,
    inventory: &Inventory,
    year: i16,
) {
    let mut flags = Flags { drafting, action, action_stream: StreamId::new(Family::Action, action.clone()) };
    if let Some(contract) = contract {
        flags.gaps(record, &StreamId::new(Family::Contract, contract.clone()));
    }
    flags.declared(record);
    if let Some(contract) = contract {
        flags.titles(record, contract, inventory);
    }
    flags.outside(record, year);
    flags.lost(record);
    flags.carried(record, year);
}

struct Flags<'a> {
    drafting: &'a mut Drafting,
    action: &'a Id,
    action_stream: StreamId,
}

impl Flags<'_> {
    fn flag<T>(&mut self, suffix: &str, at: &Located<T>, flagged: DiscrepancyFlagged) {
        if let Some(id) = names::under(self.action, suffix) {
            self.drafting.record(StreamId::new(Family::Discrepancy, id), at, flagged);
        }
    }

    fn of_action(&self, nature: DiscrepancyNature, declared: Option<String>, note: String) -> DiscrepancyFlagged {
        let about = self.action_stream.clone();
        DiscrepancyFlagged { about, nature, declared: declared.map(Text), note: note.into() }
    }

    fn gaps(&mut self, record: &Record, contract: &StreamId) {
        let numbers: BTreeSet<u32> = record.fiches.iter().map(|fiche| fiche.number).collect();
        let Some((first, last)) = record.fiches.first().zip(record.fiches.last()) else { return };
        let whole = Located {
            value: (),
            from: first.title.from,
            to: last.bullets.last().map_or(last.title.to, |bullet| bullet.to),
        };
        let most = numbers.last().copied().unwrap_or(0);
        let missing: Vec<u32> = (1..=most).filter(|number| !numbers.contains(number)).take(MOST_GAPS + 1).collect();
        if missing.len() > MOST_GAPS {
            return;
        }
        for number in missing {
            let note = message(
                Language::French,
                "oscars-note-gap",
                &[("number", number.to_string()), ("last", most.to_string())],
            );
            let flagged = self.of_action(DiscrepancyNature::NumberGap, None, note);
            self.flag(&format!("gap-{number}"), &whole, DiscrepancyFlagged { about: contract.clone(), ..flagged });
        }
    }

    /// Each declared number of fiches that is not the number that is narrated.
    fn declared(&mut self, record: &Record) {
        let narrated = u64::try_from(record.fiches.len()).unwrap_or(u64::MAX);
        let totals = record.totals.iter().zip(1..).filter(|(total, _)| unit(&total.value.label) == Unit::Fiches);
        let differ = totals.filter(|(total, _)| !total.value.exact || total.value.value != narrated);
        for (total, rank) in differ.filter(|_| narrated > 0) {
            let note = message(Language::French, "oscars-note-declared", &[("label", total.value.label.clone())]);
            let said = total.value.said.clone();
            let flagged = self.of_action(DiscrepancyNature::DeclaredDiffers, Some(said), note);
            self.flag(&format!("declared-{rank}"), total, flagged);
        }
    }

    /// A fiche that the space enters under another title keeps it; the record's stands beside.
    fn titles(&mut self, record: &Record, contract: &Id, inventory: &Inventory) {
        for fiche in &record.fiches {
            let Some(id) = fiche_id(contract, fiche.number) else { continue };
            let other = |title: &str| names::key(title) != names::key(&fiche.title.value);
            if !inventory.fiche(&id).is_some_and(|entered| other(&entered.title)) {
                continue;
            }
            let note = message(Language::French, "oscars-note-title", &[("number", fiche.number.to_string())]);
            let said = fiche.title.value.clone();
            let flagged = self.of_action(DiscrepancyNature::DeclaredDiffers, Some(said), note);
            self.flag(
                &format!("title-{}", fiche.number),
                &fiche.title,
                DiscrepancyFlagged { about: StreamId::new(Family::Fiche, id), ..flagged },
            );
        }
    }

    /// A year of beginning or of end that leaves out the year of the record, or that contradicts the other.
    fn outside(&mut self, record: &Record, year: i16) {
        let (starts, ends) = &record.span;
        let upside_down = record.is_upside_down();
        let late = starts.as_ref().filter(|starts| starts.value > year || upside_down);
        let early = ends.as_ref().filter(|ends| ends.value < year || upside_down);
        for (suffix, heading, said) in [("starts", Heading::Starts, late), ("ends", Heading::Ends, early)] {
            let Some(said) = said else { continue };
            let values = [("label", heading.label().to_owned()), ("year", year.to_string())];
            let note = message(Language::French, "oscars-note-outside", &values);
            let flagged = self.of_action(DiscrepancyNature::DeclaredDiffers, Some(said.value.to_string()), note);
            self.flag(suffix, said, flagged);
        }
    }

    fn lost(&mut self, record: &Record) {
        if let Some(categories) = &record.categories {
            let note =
                message(Language::French, "oscars-note-ticks-lost", &[("count", categories.value.len().to_string())]);
            let flagged = self.of_action(DiscrepancyNature::LostInSource, None, note);
            self.flag("ticks-lost", categories, flagged);
        }
    }

    fn carried(&mut self, record: &Record, year: i16) {
        let bullets = record.fiches.iter().flat_map(|fiche| &fiche.bullets);
        let texts = record.context.iter().chain(&record.description).chain(bullets).chain(&record.evaluation);
        let mut rank = 0;
        for text in texts {
            if let Some((earlier, sentence)) = carried_over(&text.value, year) {
                rank += 1;
                let note = message(
                    Language::French,
                    "oscars-note-carried-over",
                    &[("earlier", earlier.to_string()), ("year", year.to_string())],
                );
                let flagged = self.of_action(DiscrepancyNature::CarriedOver, Some(sentence), note);
                self.flag(&format!("carried-{rank}"), text, flagged);
            }
        }
    }
}
