//! A record as OSCARS means it: typed, each part with the lines that say it.

use crate::oscars::blocks::read_once;
use crate::oscars::items::{Item, Located, Mark, items};
use crate::oscars::language::{fold, number, words, year};
use crate::oscars::money::cents;
use crate::oscars::names::list;
use crate::oscars::sections::{Heading, Sections};
use crate::oscars::source::{Line, Source};
use maillage_events::action::{Facet, ObjectiveLevel};
use maillage_events::fiche::OutcomeCategory;
use maillage_events::text::{PersonalMark, personal_mark};

/// A record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Its title.
    pub title: Option<Located<String>>,
    /// Its year.
    pub year: Option<Located<i16>>,
    /// The actions that it continues.
    pub chained: Vec<Located<Chained>>,
    /// Who carries it.
    pub carrier: Option<Located<Carrier>>,
    /// The paragraphs of the context that are not axes.
    pub context: Vec<Located<String>>,
    /// The axes of the contract, in order.
    pub axes: Vec<Located<String>>,
    /// Its objectives, in order.
    pub objectives: Vec<(ObjectiveLevel, Located<String>)>,
    /// The paragraphs of the description that are not fiches.
    pub description: Vec<Located<String>>,
    /// The fiches that the description tells of.
    pub fiches: Vec<NarratedFiche>,
    /// Its partners, as listed.
    pub partners: Vec<Located<String>>,
    /// First and last year.
    pub span: (Option<Located<i16>>, Option<Located<i16>>),
    /// How long, in months.
    pub months: Option<u32>,
    /// How often, in the record's word.
    pub frequency: Option<String>,
    /// What it is classified under.
    pub facets: Vec<(Facet, Located<Vec<String>>)>,
    /// Who pays.
    pub funders: Vec<Located<Funder>>,
    /// The totals that it declares.
    pub totals: Vec<Located<Total>>,
    /// The paragraphs of the evaluation that are not totals.
    pub evaluation: Vec<Located<String>>,
    /// The outcome categories that are printed.
    pub categories: Option<Located<Vec<OutcomeCategory>>>,
    /// The commune.
    pub commune: Option<Located<String>>,
    /// The blocks that stand twice: the heading, and the first and last line of the copy.
    pub copies: Vec<(Heading, u64, u64)>,
    /// What could not be read.
    pub faults: Vec<Located<Fault>>,
}

/// An earlier action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// Its title.
    pub title: String,
    /// Its year.
    pub year: i16,
    /// Which step of the chain it is.
    pub step: Option<u32>,
}

/// Who carries the action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Its name, as printed.
    pub name: String,
    /// What it is, in the record's words.
    pub sort: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
}

/// A fiche as the description tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NarratedFiche {
    /// Its number.
    pub number: u32,
    /// Its title and its line.
    pub title: Located<String>,
    /// Its bullets.
    pub bullets: Vec<Located<String>>,
}

/// Who pays, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funder {
    /// Its name.
    pub name: String,
    /// How much, in cents; absent when the record gives none.
    pub cents: Option<u64>,
}

/// A declared total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// What is counted.
    pub label: String,
    /// The words after the label.
    pub said: String,
    /// The number that they begin with.
    pub value: u64,
    /// Whether they say nothing but the number.
    pub exact: bool,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A year that is none.
    BadYear(String),
    /// A sum that is none.
    BadMoney(String),
    /// A fiche number that comes again, with other words.
    FicheTwice(u32),
}

impl Record {
    /// Reads what stands; what is missing stays missing.
    pub fn read(source: &Source) -> Self {
        let sections = Sections::cut(&source.lines);
        let mut record = Self::default();
        record.head(&sections.head);
        let context = record.block(&sections, Heading::Context);
        record.context(&context);
        let objectives = record.block(&sections, Heading::Objectives);
        record.objectives(&objectives);
        let description = record.block(&sections, Heading::Description);
        record.description(&description);
        record.partners = record
            .values(&sections, Heading::Partners, false)
            .map_or(Vec::new(), |found| found.value.iter().map(|name| found.with(name.clone())).collect());
        record.span = (record.year_under(&sections, Heading::Starts), record.year_under(&sections, Heading::Ends));
        record.months = record.first(&sections, Heading::Duration).and_then(|said| months(&said.value));
        record.frequency = record.first(&sections, Heading::Frequency).map(|said| said.value);
        record.commune = record.first(&sections, Heading::Commune).or_else(|| record.first(&sections, Heading::CommuneLevel));
        record.facets(&sections);
        let funders = record.block(&sections, Heading::Funders);
        record.funders(&funders);
        let evaluation = record.block(&sections, Heading::Evaluation);
        record.evaluation(&evaluation);
        record.categories(&sections);
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
        let mut after_carrier = false;
        for line in lines {
            let here = Located { value: line.text.clone(), from: line.number, to: line.number };
            let folded = fold(&line.text);
            let said = line.text.split_once(':').map_or("", |(_, said)| said.trim());
            if folded.starts_with("action chainee avec") || folded.starts_with("actions chainees avec") {
                match chained(said) {
                    Some(found) => self.chained.push(here.with(found)),
                    None => self.faults.push(here.with(Fault::BadYear(said.to_owned()))),
                }
            } else if folded.starts_with("porteur de l'action") {
                let (name, sort) = said.split_once(", ").map_or((said, None), |(name, sort)| (name, Some(sort.trim().to_owned())));
                self.carrier = Some(here.with(Carrier { name: name.trim().to_owned(), sort, address: None }));
                after_carrier = true;
            } else if self.year.is_none() && year(&folded).is_some() {
                self.year = year(&folded).map(|value| here.with(value));
            } else if personal_mark(&line.text) == Some(PersonalMark::Telephone) {
                // A contact: not a fact.
            } else if after_carrier {
                if let Some(carrier) = self.carrier.as_mut().filter(|carrier| carrier.value.address.is_none() && holds_postcode(&line.text)) {
                    carrier.value.address = Some(here.value);
                    carrier.to = line.number;
                }
            } else if self.title.is_none() {
                self.title = Some(here);
            }
        }
    }

    fn context(&mut self, items: &[Item]) {
        let mut under_axes = false;
        for item in items {
            let bullet = matches!(item.mark, Mark::Dash | Mark::DashDash | Mark::Dot);
            if bullet && under_axes {
                self.axes.push(item.text.clone());
            } else {
                under_axes = fold(&item.text.value).contains("axe");
                self.context.push(item.text.clone());
            }
        }
    }

    fn objectives(&mut self, items: &[Item]) {
        let mut level = ObjectiveLevel::General;
        for item in items {
            let folded = fold(&item.text.value);
            match item.mark {
                Mark::Star | Mark::None if folded.contains("operationnel") => level = ObjectiveLevel::Operational,
                Mark::Star | Mark::None if folded.contains("objectif") && folded.contains("genera") => level = ObjectiveLevel::General,
                _ => self.objectives.push((level, item.text.clone())),
            }
        }
    }

    fn description(&mut self, items: &[Item]) {
        let mut within = None;
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
                if !fiche.bullets.iter().any(|bullet| fold(&bullet.value) == fold(&item.text.value)) {
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
            Some(other) if fold(&other.title.value) != fold(&fiche.title.value) => {
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
        sections.under(heading).first().map(|line| Located { value: line.text.clone(), from: line.number, to: line.number })
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
        if let Some(place) = self.first(sections, Heading::Place) {
            self.facets.push((Facet::Place, place.with(vec![place.value.clone()])));
            if let Some((before, after)) = place.value.split_once(':')
                && fold(before).contains("quartier")
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
                    Some(cents) => self.funders.push(item.text.with(Funder { name: (*name).to_owned(), cents: Some(cents) })),
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
                None if item.mark == Mark::Star && fold(&item.text.value).starts_with("indicateur") => {}
                None => self.evaluation.push(item.text.clone()),
            }
        }
    }

    fn categories(&mut self, sections: &Sections) {
        let lines = sections.under(Heading::Categories);
        let codes: Vec<OutcomeCategory> = lines.iter().filter_map(|line| OutcomeCategory::from_word(&line.text)).collect();
        if let Some((first, last)) = lines.first().zip(lines.last()).filter(|_| !codes.is_empty()) {
            self.categories = Some(Located { value: codes, from: first.number, to: last.number });
        }
    }
}

/// « <title> - Année 2 - 2015 »
fn chained(said: &str) -> Option<Chained> {
    let (title, last) = said.rsplit_once(" - ").or_else(|| said.rsplit_once(' '))?;
    let year = year(last.trim())?;
    Some(Chained { title: title.trim().to_owned(), year, step: step(title).map(|(_, step)| step) })
}

/// The step that a title ends with (« … - Année 3 »), and the title before it.
pub fn step(title: &str) -> Option<(&str, u32)> {
    let all = words(title);
    let (last, before) = (all.last()?, all.len().checked_sub(2).and_then(|at| all.get(at))?);
    let step = number(&last.folded).and_then(|step| u32::try_from(step).ok()).filter(|_| before.folded == "annee")?;
    Some((title.get(..before.start)?.trim_end_matches([' ', '-', '–', ':']), step))
}

fn holds_postcode(line: &str) -> bool {
    words(line).iter().any(|word| word.folded.len() == 5 && word.folded.bytes().all(|b| b.is_ascii_digit()))
}

/// « Fiche 4 : titre : », « Fiche action n° 4 - titre »
fn fiche_heading(text: &str) -> Option<(u32, String)> {
    let all = words(text);
    if all.first()?.folded != "fiche" {
        return None;
    }
    let at = (1..all.len().min(4)).find(|at| !matches!(all[*at].folded.as_str(), "action" | "n" | "no" | "numero"))?;
    let number: u32 = all.get(at).filter(|word| word.folded.len() <= 4)?.folded.parse().ok()?;
    let title = text.get(all[at].end..)?.trim_matches([' ', ':', '-', '–', '.']).to_owned();
    (!title.is_empty()).then_some((number, title))
}

/// « 12 mois, de janvier à décembre 2016 »
fn months(said: &str) -> Option<u32> {
    let all = words(said);
    all.windows(2).find(|pair| pair[1].folded == "mois").and_then(|pair| number(&pair[0].folded)).and_then(|value| u32::try_from(value).ok())
}

fn total(label: &str, said: &str) -> Option<Total> {
    let all = words(said);
    let first = all.first().filter(|word| word.start == 0 && word.folded.bytes().all(|b| b.is_ascii_digit()))?;
    let digits = said.split(|c: char| !c.is_ascii_digit() && c != ' ').next().unwrap_or_default().replace(' ', "");
    let value = digits.parse().ok().or_else(|| first.folded.parse().ok())?;
    let exact = said.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.'));
    (!label.is_empty()).then(|| Total { label: label.to_owned(), said: said.to_owned(), value, exact })
}
