//! The time zone of each space, which decides its days: read once a process, as it never changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::TimeZone;
use maillage_events::decide::{Ask, effective};
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{Id, SpaceId, StreamId};
use maillage_events::space::{SpaceFact, SpaceOpened};
use maillage_events::time_zone::TimeZoneName;

use crate::executor::load::read_past;
use crate::log::{FactReads, ReadError};

/// Cheap to clone; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Zones(Arc<Mutex<HashMap<SpaceId, TimeZone>>>);

impl Zones {
    /// The zone of a space; that of Paris while the space is not opened.
    pub async fn of(&self, log: &dyn FactReads, space: &SpaceId) -> Result<TimeZone, ReadError> {
        Ok(self.opened(log, space).await?.unwrap_or_else(|| TimeZoneName::default().zone()))
    }

    /// The zone of a space to which something is asked: that with which it is opened, where that is what is asked.
    pub async fn for_asks<'a>(
        &self,
        log: &dyn FactReads,
        space: &SpaceId,
        asks: impl IntoIterator<Item = &'a Ask>,
    ) -> Result<TimeZone, ReadError> {
        let opening = |ask: &Ask| match ask {
            Ask::Record(Fact::Space(SpaceFact::Opened(it))) | Ask::Put(Fact::Space(SpaceFact::Opened(it))) => {
                Some(it.time_zone.zone())
            }
            _ => None,
        };
        let said = asks.into_iter().find_map(opening);
        let opened = self.opened(log, space).await?;
        Ok(opened.or(said).unwrap_or_else(|| TimeZoneName::default().zone()))
    }

    async fn opened(&self, log: &dyn FactReads, space: &SpaceId) -> Result<Option<TimeZone>, ReadError> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(space).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let Ok(id) = Id::new(space.as_str()) else { return Ok(None) };
        let past = read_past(log, space, &StreamId::new(Family::Space, id)).await?;
        let opened = effective(&past).into_iter().find_map(|happened| match happened.fact {
            Fact::Space(SpaceFact::Opened(SpaceOpened { time_zone, .. })) => Some(time_zone.zone()),
            _ => None,
        });
        if let Some(zone) = &opened {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(space.clone(), zone.clone());
        }
        Ok(opened)
    }
}
