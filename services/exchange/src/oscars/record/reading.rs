//! Lines → record.

use std::collections::BTreeSet;

use maillage_events::action::Facet;
use maillage_events::fiche::OutcomeCategory;
use maillage_events::screen::{PersonalMark, personal_mark};
use maillage_events::text::folded;

use super::phrases::{chained, fiche_heading, holds_postcode, months, telephone, total};
use super::{Carrier, Fault, Funder, NarratedFiche, Record, Unused};
use crate::oscars::blocks::read_once;
use crate::oscars::items::{Item, Located, Mark, items};
use crate::oscars::language::{words, year};
use crate::oscars::money::cents;
use crate::oscars::names::list;
use crate::oscars::objectives;
use crate::oscars::sections::{Heading, Sections};
use crate::oscars::source::Line;
use crate::party_names::is_total;

impl Record {
    /// Reads what stands; what is missing stays missing.
    pub fn read(sections: &Sections) -> Self {
        let mut record = Self::default();
        record.head(&sections.head);
        let context = record.block(sections, Heading::Context);
        record.context(&context);
        let objectives = record.block(sections, Heading::Objectives);
        record.objectives(&objectives);
        let description = record.block(sections, Heading::Description);
        record.description(&description);
        record.partners(sections);
        record.span = (record.year_under(sections, Heading::Starts), record.year_under(sections, Heading::Ends));
        record.months = record.first(sections, Heading::Duration).and_then(|said| months(&said.value));
        record.frequency = record.first(sections, Heading::Frequency).map(|said| said.value);
        record.commune =
            record.first(sections, Heading::Commune).or_else(|| record.first(sections, Heading::CommuneLevel));
        record.facets(sections);
        let funders = record.block(sections, Heading::Funders);
        record.funders(&funders);
        let evaluation = record.block(sections, Heading::Evaluation);
        record.evaluation(&evaluation);
        record.categories(sections);
        record.unused_parts(sections);
        record
    }

    fn block(&mut self, sections: &Sections, heading: Heading) -> Vec<Item> {
        let once = read_once(sections.under(heading));
        if let Some((from, to)) = once.copy {
            self.copies.push((heading, from, to));
        }
        items(once.lines)
    }

    fn head(&mut self, lines: &[Line]) {
        for line in lines {
            let here = Located { value: line.text.clone(), from: line.number, to: line.number };
            let folded = folded(&line.text);
            let said = line.text.split_once(':').map_or("", |(_, said)| said.trim());
            if folded.starts_with("action chainee avec") || folded.starts_with("actions chainees avec") {
                match chained(said) {
                    Some(found) => self.chained.push(here.with(found)),
                    None => self.faults.push(here.with(Fault::BadYear(said.to_owned()))),
                }
            } else if folded.starts_with("porteur de l'action") {
                let (name, sort) =
                    said.split_once(", ").map_or((said, None), |(name, sort)| (name, Some(sort.trim().to_owned())));
                self.carrier =
                    Some(here.with(Carrier { name: name.trim().to_owned(), sort, address: None, telephone: None }));
            } else if self.year.is_none() && year(&folded).is_some() {
                self.year = year(&folded).map(|value| here.with(value));
            } else if let Some(telephone) = telephone(&line.text).or_else(|| telephone(said)) {
                match self.carrier.as_mut().filter(|carrier| carrier.value.telephone.is_none()) {
                    Some(carrier) => {
                        carrier.value.telephone = Some(telephone);
                        carrier.to = line.number;
                    }
                    None => self.unused.push(words_of(here)),
                }
            } else if let Some(carrier) = self
                .carrier
                .as_mut()
                .filter(|carrier| carrier.value.address.is_none() && holds_postcode(&line.text))
                .filter(|_| personal_mark(&line.text) != Some(PersonalMark::Telephone))
            {
                carrier.value.address = Some(here.value);
                carrier.to = line.number;
            } else if self.title.is_none() && self.carrier.is_none() {
                self.title = Some(here);
            } else {
                self.unused.push(words_of(here));
            }
        }
    }

    fn partners(&mut self, sections: &Sections) {
        let Some(found) = self.values(sections, Heading::Partners, false) else { return };
        for name in &found.value {
            let name = found.with(name.clone());
            if is_total(&name.value) { self.unused.push(words_of(name)) } else { self.partners.push(name) }
        }
    }

    fn context(&mut self, items: &[Item]) {
        let mut under_axes = false;
        for item in items {
            let bullet = matches!(item.mark, Mark::Dash | Mark::DashDash | Mark::Dot);
            if bullet && under_axes {
                self.axes.push(item.text.clone());
            } else {
                under_axes = folded(&item.text.value).contains("axe");
                self.context.push(item.text.clone());
            }
        }
    }

    fn objectives(&mut self, items: &[Item]) {
        let objectives = objectives::read(items);
        self.objectives = objectives.stated;
        self.unused.extend(objectives.unused.into_iter().map(words_of));
    }

    /// What no fact answers: parts under headings that are not known.
    fn unused_parts(&mut self, sections: &Sections) {
        for part in &sections.unknown {
            let Some((heading, last)) = part.first().zip(part.last()) else { continue };
            let unused = Unused::Part(heading.text.clone());
            self.unused.push(Located { value: unused, from: heading.number, to: last.number });
        }
        self.unused.sort_by_key(|unused| unused.from);
    }

    fn description(&mut self, items: &[Item]) {
        let mut within = None;
        let mut said = BTreeSet::new();
        for item in items {
            if item.mark != Mark::Star
                && let Some((number, title)) = fiche_heading(&item.text.value)
            {
                let fiche = NarratedFiche { number, title: item.text.with(title), bullets: Vec::new() };
                within = self.start_fiche(fiche);
            } else if item.mark == Mark::Star {
                within = None;
                self.description.push(item.text.clone());
            } else if let Some(fiche) = within.and_then(|at: usize| self.fiches.get_mut(at)) {
                // A repeated fiche gives its bullets again; what is already there says nothing new.
                if said.insert((fiche.number, folded(&item.text.value))) {
                    fiche.bullets.push(item.text.clone());
                }
            } else {
                self.description.push(item.text.clone());
            }
        }
    }

    fn start_fiche(&mut self, fiche: NarratedFiche) -> Option<usize> {
        let known = self.fiches.iter().position(|other| other.number == fiche.number);
        match known.and_then(|at| self.fiches.get(at)) {
            Some(other) if folded(&other.title.value) != folded(&fiche.title.value) => {
                self.faults.push(fiche.title.with(Fault::FicheTwice(fiche.number)));
                None
            }
            Some(_) => known,
            None => {
                self.fiches.push(fiche);
                Some(self.fiches.len() - 1)
            }
        }
    }

    fn first(&self, sections: &Sections, heading: Heading) -> Option<Located<String>> {
        sections.under(heading).first().map(|line| Located {
            value: line.text.clone(),
            from: line.number,
            to: line.number,
        })
    }

    fn values(&mut self, sections: &Sections, heading: Heading, capitals: bool) -> Option<Located<Vec<String>>> {
        let once = read_once(sections.under(heading));
        if let Some((from, to)) = once.copy {
            self.copies.push((heading, from, to));
        }
        let (first, last) = once.lines.first().zip(once.lines.last())?;
        let mut value: Vec<String> = Vec::new();
        for line in once.lines {
            let text = line.text.trim_start_matches(['-', '*', '•', ' ']);
            value.extend(list(text, capitals));
        }
        Some(Located { value, from: first.number, to: last.number })
    }

    fn year_under(&mut self, sections: &Sections, heading: Heading) -> Option<Located<i16>> {
        let said = self.first(sections, heading)?;
        let found = words(&said.value).iter().find_map(|word| year(&word.folded));
        if found.is_none() {
            self.faults.push(said.with(Fault::BadYear(said.value.clone())));
        }
        found.map(|value| said.with(value))
    }

    fn facets(&mut self, sections: &Sections) {
        for (heading, facet) in [
            (Heading::Theme, Facet::Theme),
            (Heading::Programmes, Facet::Programme),
            (Heading::Audience, Facet::Audience),
            (Heading::ActionType, Facet::ActionType),
            (Heading::Sector, Facet::Sector),
            (Heading::GeographicLevel, Facet::GeographicLevel),
            (Heading::Commune, Facet::Commune),
        ] {
            let found = self.values(sections, heading, true);
            self.facets.extend(found.map(|found| (facet, found)));
        }
        // Each line is one programme, or one objective of it: their commas separate nothing.
        let plan = read_once(sections.under(Heading::RegionalPlan)).lines;
        if let Some((first, last)) = plan.first().zip(plan.last()) {
            let lines = plan.iter().map(|line| line.text.trim_start_matches(['-', '*', '•', '–', ' ']).to_owned());
            let value: Vec<String> = lines.filter(|words| !words.is_empty()).collect();
            self.facets.push((Facet::RegionalPlan, Located { value, from: first.number, to: last.number }));
        }
        if let Some(place) = self.first(sections, Heading::Place) {
            self.facets.push((Facet::Place, place.with(vec![place.value.clone()])));
            if let Some((before, after)) = place.value.split_once(':')
                && folded(before).contains("quartier")
            {
                self.facets.push((Facet::Neighbourhood, place.with(list(after, false))));
            }
        }
    }

    fn funders(&mut self, items: &[Item]) {
        for (at, item) in items.iter().enumerate() {
            let parts: Vec<&str> = item.text.value.split(" : ").map(str::trim).collect();
            let heads = item.mark == Mark::Dash && items.get(at + 1).is_some_and(|next| next.mark == Mark::DashDash);
            match parts.as_slice() {
                [_] if heads => {}
                [name] => self.funders.push(item.text.with(Funder { name: (*name).to_owned(), cents: None })),
                [.., name, sum] => match cents(sum) {
                    Some(cents) => {
                        self.funders.push(item.text.with(Funder { name: (*name).to_owned(), cents: Some(cents) }))
                    }
                    None => self.faults.push(item.text.with(Fault::BadMoney((*sum).to_owned()))),
                },
                [] => {}
            }
        }
    }

    fn evaluation(&mut self, items: &[Item]) {
        for item in items {
            let total = item.text.value.rsplit_once(':').and_then(|(label, said)| total(label.trim(), said.trim()));
            match total {
                Some(total) => self.totals.push(item.text.with(total)),
                None if item.mark == Mark::Star && folded(&item.text.value).starts_with("indicateur") => {}
                None => self.evaluation.push(item.text.clone()),
            }
        }
    }

    fn categories(&mut self, sections: &Sections) {
        let lines = sections.under(Heading::Categories);
        let codes: Vec<OutcomeCategory> =
            lines.iter().filter_map(|line| OutcomeCategory::from_word(&line.text)).collect();
        if let Some((first, last)) = lines.first().zip(lines.last()).filter(|_| !codes.is_empty()) {
            self.categories = Some(Located { value: codes, from: first.number, to: last.number });
        }
    }
}

fn words_of(said: Located<String>) -> Located<Unused> {
    let words = Unused::Words(said.value.clone());
    said.with(words)
}
