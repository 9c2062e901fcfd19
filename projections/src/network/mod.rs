//! The network of partners: who met (observed) and who is said to work with whom (declared), kept apart and compared.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold.
//! * [`graph`]: ties and what they measure; `ties`: the ties of a period; `answer`: figures and tables.
//! * [`layout`]: where nodes stand; `labels`: where their names do; `picture`: the drawing.

mod answer;
pub mod graph;
mod labels;
pub mod layout;
mod picture;
pub mod rows;
mod ties;

use maillage_events::action::CarrierNamed;
use maillage_events::body::{BodyConstituted, SeatGiven, SeatLeft};
use maillage_events::category::CategoryRecorded;
use maillage_events::messages::Language;
use maillage_events::partnership::PartnershipFormed;
use maillage_events::view::FactView;

use crate::catalogue::Answer;
use crate::encounters::{self, Encounter};
use crate::known::{learn_name, read};
use crate::names::Names;
use crate::projection::{FoldError, Projection};
use crate::report::{Body, Scope};
use crate::table::{AnyTable, Table};
use crate::titles::{self, Title};
use rows::{Declared, Group, Seat};

/// The state of the fold.
#[derive(Debug)]
pub struct Network {
    organisations: Table<Names>,
    categories: Table<Names>,
    bodies: Table<Group>,
    declared: Table<Declared>,
    carriers: Table<Vec<maillage_events::id::Id>>,
    sessions: Table<Encounter>,
    titles: Table<Title>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            organisations: Table::new("organisations"),
            categories: Table::new("categories"),
            bodies: Table::new("bodies"),
            declared: Table::new("declared"),
            carriers: Table::new("carriers"),
            sessions: Table::new("sessions"),
            titles: Table::new("titles"),
        }
    }
}

impl Projection for Network {
    const NAME: &'static str = "network";
    const VERSION: u32 = 2;
    const KINDS: &'static [&'static str] = &[
        "contract.prepared",
        "action.recorded",
        "fiche.recorded",
        "pole.opened",
        "organisation.recorded",
        "organisation.renamed",
        "category.recorded",
        "body.constituted",
        "body.seat_given",
        "body.seat_left",
        "partnership.formed",
        "partnership.ended",
        "action.carrier_named",
        "session.planned",
        "session.held",
        "session.led",
        "attendance.observed",
        "attendance.withdrawn",
        "attendance.organisation_present",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        titles::learn(&mut self.titles, fact)?;
        match fact.kind {
            "contract.prepared" | "action.recorded" | "fiche.recorded" | "pole.opened" => {}
            "category.recorded" => {
                self.categories.entry(fact.stream_id()).bear(on, read::<CategoryRecorded>(fact)?.name.0)
            }
            "body.constituted" => {
                self.bodies.entry(fact.stream_id()).title = Some(read::<BodyConstituted>(fact)?.title.0)
            }
            "body.seat_given" => {
                let organisation = read::<SeatGiven>(fact)?.organisation;
                self.bodies.entry(fact.stream_id()).seats.push(Seat { organisation, from: on, until: None });
            }
            "body.seat_left" => {
                let organisation = read::<SeatLeft>(fact)?.organisation;
                let seats = &mut self.bodies.entry(fact.stream_id()).seats;
                if let Some(open) =
                    seats.iter_mut().find(|seat| seat.organisation == organisation && seat.until.is_none())
                {
                    open.until = Some(on);
                }
            }
            "partnership.formed" => {
                let it: PartnershipFormed = read(fact)?;
                let ended = self.declared.get(fact.stream_id()).and_then(|row| row.until);
                let row = Declared {
                    party: Some(it.party),
                    scope: Some(it.scope),
                    from: Some(on),
                    until: ended.or(it.until),
                };
                self.declared.insert(fact.stream_id(), row);
            }
            "partnership.ended" => self.declared.entry(fact.stream_id()).until = Some(on),
            "action.carrier_named" => {
                let organisation = read::<CarrierNamed>(fact)?.organisation;
                let carriers = self.carriers.entry(fact.stream_id());
                if !carriers.contains(&organisation) {
                    carriers.push(organisation);
                }
            }
            kind if kind.starts_with("organisation.") => {
                learn_name(&mut self.organisations, fact)?;
            }
            _ => encounters::learn(&mut self.sessions, fact)?,
        }
        Ok(())
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![
            &mut self.organisations,
            &mut self.categories,
            &mut self.bodies,
            &mut self.declared,
            &mut self.carriers,
            &mut self.sessions,
            &mut self.titles,
        ]
    }
}

impl Answer for Network {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, &scope.period, language)
    }

    fn picture(&self, scope: &Scope, language: Language) -> Option<String> {
        Some(picture::draw(self, &scope.period, language))
    }
}

#[cfg(test)]
mod tests;
