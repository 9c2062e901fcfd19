//! The register of persons for data protection: how many are known, informed, objecting, erased, and which qualities
//! were recognised. Counts alone: no reference, no name.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `counts`: how many of each; `answer`: figures and tables.

mod answer;
mod counts;
pub mod rows;

#[cfg(test)]
mod tests;

use maillage_events::person::{
    MinorityDeclared, ObjectionWithdrawn, PersonErased, PersonInformed, PersonMerged, PersonObjected, PersonRegistered,
    PersonUnmerged, QualityEnded, QualityRecognised, ResponsibleEnded, ResponsibleNamed,
};
use maillage_events::timeline::{begins, ends};
use maillage_events::view::FactView;

use crate::fold;
use crate::merges::MergeRow;
use crate::payload::Unread;
use rows::Person;

fold! {
    /// The persons of a space, as far as data protection asks.
    pub struct Persons "persons" 1;
    tables {
        persons: Person, ById;
        merges: MergeRow, ById;
    }
    on {
        PersonRegistered => registered;
        PersonInformed => informed;
        PersonObjected => objected;
        ObjectionWithdrawn => objection_withdrawn;
        QualityRecognised => quality_recognised;
        QualityEnded => quality_ended;
        MinorityDeclared => minority;
        ResponsibleNamed => responsible_named;
        ResponsibleEnded => responsible_ended;
        PersonErased => erased;
        PersonMerged => merges.merged;
        PersonUnmerged => merges.unmerged;
    }
}

impl Persons {
    /// The person of the fact to change.
    fn person(&mut self, fact: &FactView<'_>) -> &mut Person {
        self.persons.entry(fact.stream_id())
    }

    fn registered(&mut self, fact: &FactView<'_>, it: PersonRegistered) {
        self.person(fact).registered = Some((fact.occurred(), it.card));
    }

    fn informed(&mut self, fact: &FactView<'_>, it: PersonInformed) {
        self.person(fact).informed.push((fact.occurred(), it.notice));
    }

    fn objected(&mut self, fact: &FactView<'_>, it: PersonObjected) {
        self.person(fact).objections.state(begins(fact.occurred()), Some(it.to));
    }

    fn objection_withdrawn(&mut self, fact: &FactView<'_>, _: Unread) {
        self.person(fact).objections.state(ends(fact.occurred()), None);
    }

    fn quality_recognised(&mut self, fact: &FactView<'_>, it: QualityRecognised) {
        self.person(fact).qualities.begin(it.quality, fact.occurred(), it.until);
    }

    fn quality_ended(&mut self, fact: &FactView<'_>, it: QualityEnded) {
        self.person(fact).qualities.end(it.quality, fact.occurred());
    }

    fn minority(&mut self, fact: &FactView<'_>, it: MinorityDeclared) {
        self.person(fact).minor_through.state(begins(fact.occurred()), it.through);
    }

    fn responsible_named(&mut self, fact: &FactView<'_>, it: ResponsibleNamed) {
        self.person(fact).responsible.begin(it.adult, fact.occurred(), it.until);
    }

    fn responsible_ended(&mut self, fact: &FactView<'_>, it: ResponsibleEnded) {
        self.person(fact).responsible.end(it.adult, fact.occurred());
    }

    fn erased(&mut self, fact: &FactView<'_>, it: PersonErased) {
        self.person(fact).erased = Some((fact.occurred(), it.basis));
    }
}
