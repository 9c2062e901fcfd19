//! What a space holds already, so that a record attaches to it and enters nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::body::BodyConstituted;
use maillage_events::category::CategoryRecorded;
use maillage_events::contract::{ContractKind, ContractPrepared};
use maillage_events::declare::Payload;
use maillage_events::family::Family;
use maillage_events::fiche::{FicheRecorded, FicheYearOpened};
use maillage_events::id::{Id, StreamId};
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::unreadable::Unreadable;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;

use crate::oscars::names::key;

/// What a space holds of the things that records name.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Organisations by every name that they had; they keep their identifiers.
    pub organisations: BTreeMap<String, Id>,
    /// Categories, bodies and fiches that are entered already.
    pub streams: BTreeSet<StreamId>,
    fiches: BTreeMap<Id, FicheEntry>,
    contracts: Vec<ContractEntry>,
}

/// A fiche that is entered already.
#[derive(Debug, Clone, Default)]
pub struct FicheEntry {
    /// Its title there.
    pub title: String,
    /// The years that are opened.
    pub years: BTreeSet<i16>,
}

#[derive(Debug, Clone)]
struct ContractEntry {
    id: Id,
    territories: Vec<String>,
    starts: Option<i16>,
    ends: Option<i16>,
}

/// Which of the space's contracts a record belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContractChoice {
    /// The only one that fits.
    One(Id),
    /// The space has no contrat local de santé yet.
    None,
    /// Several would do: the user must say.
    Several(Vec<Id>),
}

impl Inventory {
    /// The kinds of facts that [`Inventory::add`] reads; others change nothing.
    pub const KINDS: &'static [&'static str] = &[
        OrganisationRecorded::KIND,
        OrganisationRenamed::KIND,
        CategoryRecorded::KIND,
        BodyConstituted::KIND,
        FicheRecorded::KIND,
        FicheYearOpened::KIND,
        ContractPrepared::KIND,
    ];

    /// Adds what one fact of the space enters; facts must come in order of position.
    pub fn add(&mut self, fact: &FactView<'_>) -> Result<(), Unreadable> {
        let Ok(id) = Id::new(fact.stream_id()) else { return Ok(()) };
        match fact.kind {
            OrganisationRecorded::KIND => {
                drop(self.organisations.insert(fact.data::<OrganisationRecorded>()?.name.0, id))
            }
            OrganisationRenamed::KIND => {
                drop(self.organisations.insert(fact.data::<OrganisationRenamed>()?.name.0, id))
            }
            CategoryRecorded::KIND => drop(self.streams.insert(StreamId::new(Family::Category, id))),
            BodyConstituted::KIND => drop(self.streams.insert(StreamId::new(Family::Body, id))),
            FicheRecorded::KIND => {
                self.streams.insert(StreamId::new(Family::Fiche, id.clone()));
                self.fiches.entry(id).or_default().title = fact.data::<FicheRecorded>()?.title.0;
            }
            FicheYearOpened::KIND => {
                self.fiches.entry(id).or_default().years.insert(fact.data::<FicheYearOpened>()?.year);
            }
            ContractPrepared::KIND => {
                let it = fact.data::<ContractPrepared>()?;
                if it.kind == ContractKind::Cls {
                    let year = |on: Option<OccurredOn>| on.and_then(|on| on.year());
                    self.contracts.push(ContractEntry {
                        id,
                        territories: it.territories.iter().map(|it| key(&it.name.0)).collect(),
                        starts: year(it.starts),
                        ends: year(it.ends),
                    });
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A fiche that is entered already.
    pub fn fiche(&self, id: &Id) -> Option<&FicheEntry> {
        self.fiches.get(id)
    }

    /// The contrat local de santé that a record of a commune and a year belongs to: the only one, else the only one
    /// that is in force that year, else the only one of these that covers the commune.
    pub fn contract(&self, commune: Option<&str>, year: i16) -> ContractChoice {
        let in_force = |it: &&ContractEntry| {
            it.starts.is_none_or(|starts| starts <= year) && it.ends.is_none_or(|ends| year <= ends)
        };
        let covers = |it: &&ContractEntry| commune.is_some_and(|commune| it.territories.contains(&key(commune)));
        let all: Vec<&ContractEntry> = self.contracts.iter().collect();
        let then: Vec<&ContractEntry> = all.iter().copied().filter(in_force).collect();
        let here: Vec<&ContractEntry> = then.iter().copied().filter(covers).collect();
        for some in [&all, &then, &here] {
            if let [one] = some.as_slice() {
                return ContractChoice::One(one.id.clone());
            }
        }
        if all.is_empty() {
            ContractChoice::None
        } else {
            ContractChoice::Several(all.iter().map(|it| it.id.clone()).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use maillage_events::envelope::{Channel, Context, Draft, RecordedAt, Salt};
    use maillage_events::fact::{Fact, registry};
    use maillage_events::id::{CommandId, FactId};

    use super::*;

    fn contract(id: &str, territory: &str, starts: i16, ends: i16) -> ContractEntry {
        ContractEntry {
            id: id.parse().unwrap(),
            territories: vec![key(territory)],
            starts: Some(starts),
            ends: Some(ends),
        }
    }

    #[test]
    fn a_record_belongs_to_the_contract_of_its_year_and_place() {
        let mut inventory = Inventory::default();
        assert_eq!(inventory.contract(Some("Ajaccio"), 2016), ContractChoice::None);
        inventory.contracts.push(contract("a", "Ajaccio", 2013, 2018));
        assert_eq!(inventory.contract(None, 2020), ContractChoice::One("a".parse().unwrap()));
        inventory.contracts.push(contract("b", "Ajaccio", 2019, 2024));
        assert_eq!(inventory.contract(None, 2020), ContractChoice::One("b".parse().unwrap()));
        inventory.contracts.push(contract("c", "Bastia", 2019, 2024));
        assert_eq!(inventory.contract(Some("BASTIA"), 2020), ContractChoice::One("c".parse().unwrap()));
        assert!(matches!(inventory.contract(Some("Corte"), 2020), ContractChoice::Several(all) if all.len() == 3));
    }

    /// A kind that is listed and not read would let an import enter a second time what the space holds.
    #[test]
    fn each_listed_kind_is_read() {
        let space = "essai".parse().unwrap();
        let nothing = format!("{:?}", Inventory::default());
        let mut unread = Vec::new();
        for info in registry() {
            let data = (info.example)().to_string();
            let draft = Draft {
                id: FactId(uuid::Uuid::from_u128(1)),
                stream: "contract/essai".parse().unwrap(),
                version: 1,
                occurred: OccurredOn::Unknown,
                fact: Fact::read_stored(info.kind, info.schema, &data).unwrap(),
                command: CommandId::derived("essai"),
                context: Context::new(maillage_events::declare::example_id("essai"), Channel::Import),
                salt: Salt::default(),
            };
            let bytes = draft.seal(&space).unwrap().bytes(1, RecordedAt(0));
            let mut inventory = Inventory::default();
            inventory
                .add(&FactView {
                    position: 1,
                    recorded_at: RecordedAt(0),
                    id: draft.id,
                    stream: "contract/essai",
                    kind: info.kind,
                    occurred: "unknown",
                    bytes: &bytes,
                })
                .unwrap();
            if format!("{inventory:?}") == nothing {
                unread.push(info.kind);
            }
        }
        let listed = |kind: &&&str| Inventory::KINDS.contains(*kind);
        assert_eq!(unread.iter().filter(listed).collect::<Vec<_>>(), Vec::<&&str>::new());
        assert_eq!(unread.len() + Inventory::KINDS.len(), registry().count(), "a kind is read and not listed");
    }
}
