//! The organisations and categories that a record names: each one once, whatever its spellings.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::category::CategoryRecorded;
use maillage_events::family::Family;
use maillage_events::id::{Id, StreamId};
use maillage_events::organisation::{OrganisationKind, OrganisationRecorded};
use maillage_events::place::Place;
use maillage_events::text::folded;

use crate::oscars::drafting::Drafting;
use crate::oscars::items::Located;
use crate::oscars::names;
use crate::oscars::record::Carrier;
use crate::party_names::is_category;

/// Longest identifier made from a name.
const LONGEST: usize = 48;

/// Who was named so far.
#[derive(Debug, Default)]
pub struct Directory {
    by_key: BTreeMap<String, Id>,
    entered: BTreeSet<Id>,
    listed: Vec<(Id, Vec<String>)>,
    categories: BTreeSet<Id>,
    city: Option<Id>,
}

impl Directory {
    /// A directory of the organisations that the space has entered: names and identifiers.
    pub fn of_organisations(entered: &BTreeMap<String, Id>) -> Self {
        let by_key = entered.iter().map(|(name, id)| (names::key(name), id.clone())).collect();
        Self { by_key, entered: entered.values().cloned().collect(), ..Self::default() }
    }

    /// The identifier of an organisation, recorded the first time that it is named. « Ville » alone is the city that
    /// carries the action.
    pub fn organisation<T>(&mut self, drafting: &mut Drafting, at: &Located<T>, name: &str) -> Option<Id> {
        if let Some(city) = self
            .city
            .clone()
            .filter(|_| matches!(names::key(name).as_str(), "ville" | "laville" | "mairie" | "lamairie"))
        {
            return Some(city);
        }
        self.enter(drafting, at, recorded(name, names::kind(name)))
    }

    /// The identifier of the carrier: a service of a local authority stands for that authority.
    pub fn carrier(&mut self, drafting: &mut Drafting, carrier: &Located<Carrier>) -> Option<Id> {
        let Carrier { name, sort, address, telephone } = &carrier.value;
        let authority = name.rsplit_once(" - ").map(|(_, last)| last.trim()).filter(|last| is_authority(last));
        let kind = match sort.as_deref().map(folded) {
            Some(sort) if sort.starts_with("collectivite") => Some(OrganisationKind::LocalAuthority),
            Some(sort) if sort.starts_with("association") => Some(OrganisationKind::Association),
            _ => names::kind(authority.unwrap_or(name)),
        };
        let recorded = OrganisationRecorded {
            address: address.as_deref().map(|street| Box::new(Place::named(street))),
            telephone: telephone.clone(),
            ..recorded(authority.unwrap_or(name), kind)
        };
        let id = self.enter(drafting, carrier, recorded)?;
        if folded(authority.unwrap_or(name)).starts_with("ville") {
            self.city = Some(id.clone());
        }
        Some(id)
    }

    /// The party that a partner's name stands for: an organisation, or a category of them.
    pub fn partner(&mut self, drafting: &mut Drafting, at: &Located<String>) -> Option<StreamId> {
        let name = at.value.as_str();
        if !is_category(name) {
            let id = self.organisation(drafting, at, name)?;
            self.listed.push((id.clone(), names::significant_words(name)));
            return Some(StreamId::new(Family::Organisation, id));
        }
        let id = names::id(name, LONGEST)?;
        let stream = StreamId::new(Family::Category, id.clone());
        if self.categories.insert(id) {
            drafting.enter(stream.clone(), at, CategoryRecorded { name: name.into() });
        }
        Some(stream)
    }

    /// The listed partner that a fiche's title is about: all significant words of its name, two at the least, stand in
    /// the title.
    pub fn subject_of(&self, title: &str) -> Option<Id> {
        let title = names::significant_words(title);
        self.listed
            .iter()
            .filter(|(_, name)| name.len() > 1 && name.iter().all(|word| title.contains(word)))
            .max_by_key(|(_, name)| name.len())
            .map(|(id, _)| id.clone())
    }

    fn enter<T>(&mut self, drafting: &mut Drafting, at: &Located<T>, recorded: OrganisationRecorded) -> Option<Id> {
        let name = recorded.name.as_str();
        let key = names::key(name);
        if let Some(id) = self.by_key.get(&key) {
            return Some(id.clone());
        }
        let id = names::id(name, LONGEST)?;
        let stream = StreamId::new(Family::Organisation, id.clone());
        if self.entered.insert(id.clone()) {
            drafting.record(stream, at, recorded);
        }
        self.by_key.insert(key, id.clone());
        Some(id)
    }
}

/// What is entered of an organisation of which a name and perhaps a kind are known.
fn recorded(name: &str, kind: Option<OrganisationKind>) -> OrganisationRecorded {
    OrganisationRecorded {
        name: name.into(),
        kinds: kind.into_iter().collect(),
        address: None,
        telephone: None,
        email: None,
        parent: None,
        practitioner: None,
    }
}

fn is_authority(name: &str) -> bool {
    let folded = folded(name);
    [
        "ville",
        "mairie",
        "commune",
        "communaute",
        "agglomeration",
        "metropole",
        "departement",
        "conseil departemental",
        "region",
    ]
    .iter()
    .any(|word| folded.starts_with(word))
}
