//! The fact that opens a space, when the import begins one.

use jiff::civil::Date;
use maillage_events::decide::Ask;
use maillage_events::envelope::Context;
use maillage_events::family::Family;
use maillage_events::id::{Id, StreamId};
use maillage_events::space::{SpaceKind, SpaceOpened};
use maillage_events::time_zone::TimeZoneName;
use maillage_events::when::OccurredOn;
use maillage_log::clock::civil_date;
use maillage_log::executor::StreamAsk;

use super::ImportError;
use super::importer::Importer;
use crate::plan::PlannedRequest;

impl Importer<'_> {
    /// A space that does not exist begins with the import: under the name that the files give, or else its identifier.
    pub(super) async fn open_space(&self, requests: &mut Vec<PlannedRequest>) -> Result<(), ImportError> {
        let space = &self.options.space;
        if requests.iter().any(|planned| planned.request.stream.family == Family::Space)
            || self.log.head(space).await?.position > 0
        {
            return Ok(());
        }
        let Ok(id) = Id::new(space.as_str()) else { return Ok(()) };
        let opened = SpaceOpened {
            name: space.as_str().into(),
            kind: SpaceKind::City,
            time_zone: TimeZoneName::default(),
            demonstration: false,
        };
        let today = civil_date(self.log.clock().now(), &opened.time_zone.zone());
        let request = self.of_today(today, StreamId::new(Family::Space, id), Ask::Record(opened.into()));
        requests.insert(0, PlannedRequest { request, file: String::new(), row: 0 });
        Ok(())
    }

    /// A request of the import's own, which no row of a file makes.
    pub(super) fn of_today(&self, today: Date, stream: StreamId, ask: Ask) -> StreamAsk {
        StreamAsk {
            stream,
            occurred: OccurredOn::Day(today),
            ask,
            context: Context::new(self.options.account.clone(), self.options.channel),
        }
    }
}
