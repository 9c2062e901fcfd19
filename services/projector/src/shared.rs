//! A projector that folds nothing: it reads the rows that projectors keep elsewhere, so any number of nodes show the
//! same figures.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::CATALOGUE;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::ProjectorError;
use crate::frame::Catalogue;
use crate::postgres::PostgresRows;
use crate::postgres::news::NewsDesk;
use crate::postgres::wake::hear;
use crate::projector::{Follows, POLL, Projector};

/// How often the log is asked for spaces that have no rows yet.
const DISCOVER: Duration = Duration::from_secs(1);

/// Words of the database that may wait: one that finds no room is dropped by waiting, never lost, for the poll comes
/// anyway.
const WORDS: usize = 1024;

impl Projector {
    /// Shows the rows that projectors keep elsewhere and folds none itself: reports, positions, advances and lags are
    /// those of the rows, as soon as they move, whichever node wrote the fact. What was known at an earlier time is
    /// still folded from the log.
    pub async fn shared(log: Arc<dyn FactReads>, rows: Arc<PostgresRows>) -> Result<Arc<Self>, ProjectorError> {
        Self::shared_with(log, rows, CATALOGUE).await
    }

    /// The same with other projections than the catalogue's.
    pub async fn shared_with(
        log: Arc<dyn FactReads>,
        rows: Arc<PostgresRows>,
        catalogue: Catalogue,
    ) -> Result<Arc<Self>, ProjectorError> {
        let projector = Arc::new(Self::new(log, rows.clone(), catalogue, Follows::Rows(NewsDesk::open(&rows)?)));
        projector.discover().await?;
        let stop = || projector.told.stop.subscribe();
        let (heard, words) = mpsc::channel(WORDS);
        projector.hold(tokio::spawn(hear(rows.clone(), heard, stop())));
        projector.hold(tokio::spawn(spaces(Arc::downgrade(&projector), rows, words, stop())));
        Ok(projector)
    }

    fn wake(&self, space: &SpaceId) -> bool {
        let cell = self.cell(space);
        if let Some(cell) = &cell {
            cell.woken.send_modify(|count| *count = count.wrapping_add(1));
        }
        cell.is_some()
    }

    /// Wakes the spaces that have moved since they were last read.
    async fn wake_the_moved(&self, rows: &Arc<PostgresRows>) -> Result<(), ProjectorError> {
        let asked = rows.clone();
        let moves = tokio::task::spawn_blocking(move || asked.moves()).await??;
        let mut unknown = false;
        for (space, moves) in moves {
            let read = self.cell(&space).map(|cell| cell.moves.load(Ordering::SeqCst));
            unknown |= read.is_none();
            if read.is_some_and(|read| read != moves) {
                self.wake(&space);
            }
        }
        if unknown {
            self.discover().await?;
        }
        Ok(())
    }
}

/// Wakes the spaces whose rows moved: at a word of the database, and by a look every [`POLL`].
async fn spaces(
    projector: Weak<Projector>,
    rows: Arc<PostgresRows>,
    mut words: mpsc::Receiver<Option<SpaceId>>,
    mut stop: watch::Receiver<bool>,
) {
    let (mut poll, mut discover) = (Instant::now(), Instant::now());
    while !*stop.borrow() {
        let word = tokio::select! {
            word = words.recv() => word.flatten(),
            () = tokio::time::sleep_until(poll) => None,
            _ = stop.changed() => return,
        };
        let Some(projector) = projector.upgrade() else { return };
        if word.is_some_and(|space| projector.wake(&space)) {
            continue;
        }
        if let Err(why) = projector.wake_the_moved(&rows).await {
            tracing::warn!(%why, "what moved in the rows could not be read; trying again");
        }
        poll = Instant::now() + POLL;
        if Instant::now() >= discover {
            discover = Instant::now() + DISCOVER;
            if let Err(why) = projector.discover().await {
                tracing::warn!(%why, "the spaces of the log could not be listed");
            }
        }
    }
}
