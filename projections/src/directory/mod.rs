//! The directory: organisations as they were called, their roles, partnerships by scope, and who was really involved.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `answer`: figures and tables.

mod answer;
pub mod rows;

use maillage_events::action::CarrierNamed;
use maillage_events::body::SeatGiven;
use maillage_events::category::CategoryRecorded;
use maillage_events::contract::PartyEngaged;
use maillage_events::fiche::FicheRoleNamed;
use maillage_events::funding::FundingNotified;
use maillage_events::id::Id;
use maillage_events::messages::Language;
use maillage_events::organisation::{
    OrganisationIdentified, OrganisationRecorded, OrganisationRenamed, OrganisationSucceeded,
};
use maillage_events::partnership::{AgreementSigned, PartnershipFormed, PartnershipRoleChanged};
use maillage_events::view::FactView;

use crate::catalogue::Answer;
use crate::encounters::{self, Encounter};
use crate::known::read;
use crate::names::Names;
use crate::projection::{FoldError, Projection};
use crate::report::{Body, Scope};
use crate::table::{AnyTable, Table};
use crate::titles::{self, Title};
use rows::{Agreement, Funded, Held, Identifier, Organisation, Partnership, Roles};

/// The state of the fold.
#[derive(Debug)]
pub struct Directory {
    organisations: Table<Organisation>,
    categories: Table<Names>,
    partnerships: Table<Partnership>,
    roles: Table<Roles>,
    funded: Table<Funded>,
    sessions: Table<Encounter>,
    titles: Table<Title>,
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            organisations: Table::new("organisations"),
            categories: Table::new("categories"),
            partnerships: Table::new("partnerships"),
            roles: Table::new("roles"),
            funded: Table::new("funded"),
            sessions: Table::new("sessions"),
            titles: Table::new("titles"),
        }
    }
}

impl Projection for Directory {
    const NAME: &'static str = "directory";
    const VERSION: u32 = 2;
    const KINDS: &'static [&'static str] = &[
        "contract.prepared",
        "action.recorded",
        "fiche.recorded",
        "pole.opened",
        "body.constituted",
        "organisation.recorded",
        "organisation.identified",
        "organisation.renamed",
        "organisation.succeeded",
        "category.recorded",
        "partnership.formed",
        "partnership.role_changed",
        "partnership.agreement_signed",
        "partnership.ended",
        "contract.party_engaged",
        "fiche.role_named",
        "action.carrier_named",
        "body.seat_given",
        "body.seat_left",
        "funding.notified",
        "session.planned",
        "session.held",
        "session.led",
        "attendance.observed",
        "attendance.withdrawn",
        "attendance.organisation_present",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        titles::learn(&mut self.titles, fact)?;
        match fact.kind.split_once('.') {
            Some(("organisation", _)) => self.organisation(fact),
            Some(("partnership", _)) => self.partnership(fact),
            Some(("session" | "attendance", _)) => encounters::learn(&mut self.sessions, fact),
            _ => self.role(fact),
        }
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![
            &mut self.organisations,
            &mut self.categories,
            &mut self.partnerships,
            &mut self.roles,
            &mut self.funded,
            &mut self.sessions,
            &mut self.titles,
        ]
    }
}

impl Answer for Directory {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, &scope.period, language)
    }
}

impl Directory {
    #[cfg(test)]
    pub(crate) fn titles(&self) -> &Table<Title> {
        &self.titles
    }

    fn organisation(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        let row = self.organisations.entry(fact.stream_id());
        match fact.kind {
            "organisation.recorded" => {
                let it: OrganisationRecorded = read(fact)?;
                row.names.bear(on, it.name.0);
                (row.recorded, row.kind, row.address) = (Some(on), Some(it.kind), it.address);
            }
            "organisation.identified" => {
                let it: OrganisationIdentified = read(fact)?;
                row.identifiers.push(Identifier { scheme: it.scheme, value: it.value, on });
            }
            "organisation.renamed" => {
                let name = read::<OrganisationRenamed>(fact)?.name;
                row.renamed.push((on, name.clone()));
                row.names.bear(on, name.0);
            }
            _ => row.successor = Some((read::<OrganisationSucceeded>(fact)?.successor, on)),
        }
        Ok(())
    }

    fn partnership(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        let row = self.partnerships.entry(fact.stream_id());
        match fact.kind {
            "partnership.formed" => {
                let it: PartnershipFormed = read(fact)?;
                row.roles.push((on, it.role));
                row.formed = Some(rows::Formed { party: it.party, scope: it.scope, from: on, until: it.until });
            }
            "partnership.role_changed" => row.roles.push((on, read::<PartnershipRoleChanged>(fact)?.role)),
            "partnership.agreement_signed" => {
                let it: AgreementSigned = read(fact)?;
                row.agreements.push(Agreement { object: it.object, on, ends: it.ends });
            }
            _ => row.ended = Some(on),
        }
        Ok(())
    }

    fn role(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        match fact.kind {
            "category.recorded" => {
                let name = read::<CategoryRecorded>(fact)?.name.0;
                self.categories.entry(fact.stream_id()).bear(fact.occurred(), name);
            }
            "contract.party_engaged" => {
                let it: PartyEngaged = read(fact)?;
                self.holds(&it.organisation, fact, "contract-capacity", it.capacity.as_str());
            }
            "fiche.role_named" => {
                let it: FicheRoleNamed = read(fact)?;
                self.holds(&it.organisation, fact, "role", it.role.as_str());
            }
            "action.carrier_named" => {
                let it: CarrierNamed = read(fact)?;
                self.holds(&it.organisation, fact, "role", "carrier");
            }
            "body.seat_given" => {
                let it: SeatGiven = read(fact)?;
                self.holds(&it.organisation, fact, "role", "member");
            }
            "body.seat_left" => {
                let organisation = read::<maillage_events::body::SeatLeft>(fact)?.organisation;
                let row = self.roles.entry(organisation.as_str());
                if let Some(open) = row.0.iter_mut().find(|held| held.scope == fact.stream && held.until.is_none()) {
                    open.until = Some(fact.occurred());
                }
            }
            "funding.notified" => {
                let it: FundingNotified = read(fact)?;
                let on = it.year.map_or_else(|| fact.occurred(), maillage_events::when::OccurredOn::Year);
                self.funded.insert(fact.stream_id(), Funded { funder: it.funder, object: it.object, on });
            }
            _ => {}
        }
        Ok(())
    }

    fn holds(&mut self, organisation: &Id, fact: &FactView<'_>, list: &str, role: &str) {
        let held = Held {
            scope: fact.stream.to_owned(),
            list: list.to_owned(),
            role: role.to_owned(),
            from: fact.occurred(),
            until: None,
        };
        self.roles.entry(organisation.as_str()).0.push(held);
    }
}

#[cfg(test)]
mod tests;
