//! The demonstration's residents, with names that nobody has, and its partners.

use jiff::civil::Date;
use maillage_events::bad_id::BadId;
use maillage_events::decide::Ask;
use maillage_events::family::Family;
use maillage_events::id::person_stream;
use maillage_events::id::{Id, PersonRef, SpaceId, StreamId};
use maillage_events::person::{CardState, PersonInformed, PersonRegistered};
use maillage_events::session::{Quality, ShortAgeBand};
use maillage_events::when::OccurredOn;
use maillage_log::vault::PersonCard;

use super::dated_ask::{DatedAsk, scramble};
use crate::tabular::person_ref;

/// Residents of each pole.
pub const OF_EACH_POLE: u64 = 20;

/// Somebody of the demonstration.
#[derive(Debug, Clone)]
pub struct Resident {
    /// The reference.
    pub person: PersonRef,
    /// What the vault keeps.
    pub card: PersonCard,
    /// As what this person comes.
    pub quality: Quality,
    /// Age over both years.
    pub age: ShortAgeBand,
}

/// Everybody: twenty a pole, in the order of the poles.
pub fn residents(space: &SpaceId) -> Result<Vec<Resident>, BadId> {
    (0..5 * OF_EACH_POLE)
        .map(|number| {
            let code = Id::new(format!("demo-h-{:03}", number + 1))?;
            let card = PersonCard {
                family_name: format!("Habitante-Démonstration {}", number + 1),
                given_name: "Démo".to_owned(),
                contact: None,
            };
            let quality = match number % 8 {
                0 => Quality::RelayInhabitant,
                5 => Quality::Carer,
                _ => Quality::Inhabitant,
            };
            let age = match scramble(number, 1, 2) % 4 {
                0 => ShortAgeBand::From18To25,
                1 | 2 => ShortAgeBand::From26To59,
                _ => ShortAgeBand::From60,
            };
            Ok(Resident { person: person_ref(space, &code), card, quality, age })
        })
        .collect()
}

const ENTERED: Date = Date::constant(2014, 12, 3);

/// What is recorded of a resident before the first session.
pub fn registered(resident: &Resident) -> Vec<DatedAsk> {
    let Some(stream) = person_stream(resident.person) else { return Vec::new() };
    let said = |fact| DatedAsk {
        recorded: ENTERED,
        stream: stream.clone(),
        occurred: OccurredOn::Day(ENTERED),
        ask: Ask::Record(fact),
    };
    let mut all = vec![said(PersonRegistered { card: CardState::Held }.into())];
    if let Ok(notice) = Id::new("notice-demonstration") {
        all.push(said(PersonInformed { notice }.into()));
    }
    all
}

/// Partners that come to the poles' meetings, most present first.
pub const PARTNERS: [&str; 8] = [
    "cpam-lille-douai",
    "mutualite-francaise-npdc",
    "service-de-prevention-sante-du-departement",
    "maison-de-sante-demonstration",
    "pharmacie-demonstration",
    "ecole-demonstration",
    "bailleur-demonstration",
    "ville-de-lille-service-sante",
];

/// The stream of a session.
pub fn session_stream(code: &str) -> Result<StreamId, BadId> {
    Ok(StreamId::new(Family::Session, Id::new(code)?))
}
