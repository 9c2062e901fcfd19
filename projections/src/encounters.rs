//! Which organisations met at which session, and in what way: shared by the directory and the network.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::id::Id;
use maillage_events::session::{
    AttendanceObserved, AttendanceWithdrawn, OrganisationPresent, SessionLed, SessionPlanned,
};
use maillage_events::view::FactView;
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::known::read;
use crate::projection::FoldError;
use crate::table::Table;

/// One session, as far as organisations meet there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Encounter {
    /// Its title.
    pub title: Option<String>,
    /// When it was held.
    pub held: Option<OccurredOn>,
    /// Organisations that were represented.
    pub present: BTreeMap<Id, OccurredOn>,
    /// Persons who came for an organisation, by reference.
    pub persons: BTreeMap<String, (Id, OccurredOn)>,
    /// Organisations that led it.
    pub led: BTreeSet<Id>,
}

/// Takes a fact of a session; facts of other streams are left alone.
pub(crate) fn learn(table: &mut Table<Encounter>, fact: &FactView<'_>) -> Result<(), FoldError> {
    let row = table.entry(fact.stream_id());
    match fact.kind {
        "session.planned" => row.title = Some(read::<SessionPlanned>(fact)?.title.0),
        "session.held" => row.held = Some(fact.occurred()),
        "session.led" => {
            row.led.insert(read::<SessionLed>(fact)?.organisation);
        }
        "attendance.organisation_present" => {
            row.present.insert(read::<OrganisationPresent>(fact)?.organisation, fact.occurred());
        }
        "attendance.observed" => {
            let it: AttendanceObserved = read(fact)?;
            match it.organisation {
                Some(organisation) => row.persons.insert(it.person.to_string(), (organisation, fact.occurred())),
                None => row.persons.remove(&it.person.to_string()),
            };
        }
        "attendance.withdrawn" => {
            row.persons.remove(&read::<AttendanceWithdrawn>(fact)?.person.to_string());
        }
        _ => {}
    }
    Ok(())
}

impl Encounter {
    /// When organisations met: the day it was held, or that of a presence; `None` when nothing says that it took place.
    pub fn on(&self) -> Option<OccurredOn> {
        let presence =
            || self.present.values().next().copied().or_else(|| self.persons.values().next().map(|(_, on)| *on));
        self.held.or_else(presence)
    }

    /// The organisations that were there in a period, each once, whoever came for them and however many.
    pub fn organisations(&self, period: &Period) -> BTreeSet<&str> {
        if !self.on().is_some_and(|on| period.holds(on)) {
            return BTreeSet::new();
        }
        self.present
            .keys()
            .chain(self.persons.values().map(|(organisation, _)| organisation))
            .chain(&self.led)
            .map(Id::as_str)
            .collect()
    }
}
