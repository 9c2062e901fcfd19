//! A projector that folds nothing: it reads the rows that other processes keep, so any number of nodes show the same
//! figures. `mirror` is its task for one space.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::CATALOGUE;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::ProjectorError;
use crate::catalogue::Catalogue;
use crate::postgres::PostgresRows;
use crate::postgres::moved_rows::MovedRowsReader;
use crate::postgres::notify::listen;
use crate::projector::{Follows, POLL, Projector};

/// How often the log is asked where its spaces end: only lags, and spaces that have no rows yet, depend on it.
const DISCOVER: Duration = Duration::from_secs(1);

/// Notifications of the database that may wait here; when there are as many, the listener waits.
const NOTIFICATIONS: usize = 1024;

impl Projector {
    /// Shows the rows that other processes keep and folds nothing itself: reports, positions, advances and lags are
    /// those of the rows, as soon as they move, whichever node wrote the fact. What was known at an earlier time is
    /// still folded from the log.
    pub async fn read_only(log: Arc<dyn FactReads>, rows: Arc<PostgresRows>) -> Result<Arc<Self>, ProjectorError> {
        Self::read_only_with(log, rows, CATALOGUE).await
    }

    /// The same with other projections than the catalogue's.
    pub async fn read_only_with(
        log: Arc<dyn FactReads>,
        rows: Arc<PostgresRows>,
        catalogue: Catalogue,
    ) -> Result<Arc<Self>, ProjectorError> {
        let projector = Arc::new(Self::new(log, rows.clone(), catalogue, Follows::Rows(MovedRowsReader::open(&rows)?)));
        projector.discover().await?;
        let stop = || projector.signals.stop.subscribe();
        let (notified, notifications) = mpsc::channel(NOTIFICATIONS);
        projector.keep_task(tokio::spawn(listen(rows.clone(), notified, stop())));
        projector.keep_task(tokio::spawn(spaces(Arc::downgrade(&projector), rows, notifications, stop())));
        Ok(projector)
    }

    /// Wakes the task of a space; `false` when there is none.
    fn wake(&self, space: &SpaceId) -> bool {
        let space_state = self.space_state(space);
        if let Some(space_state) = &space_state {
            space_state.woken.send_modify(|count| *count = count.wrapping_add(1));
        }
        space_state.is_some()
    }

    /// Asks where every space ends, all in one question, and begins to follow those that are new.
    async fn note_heads(&self) -> Result<(), ProjectorError> {
        let before: BTreeMap<SpaceId, u64> =
            self.space_states().iter().map(|it| (it.space.clone(), it.progress().position)).collect();
        for (space, head) in self.log.heads().await? {
            let space_state = self.begin(space);
            let before = before.get(&space_state.space).copied().unwrap_or(0);
            space_state.note_head(head.position, before).await?;
        }
        Ok(())
    }

    /// Wakes the spaces that have moved since they were last read.
    async fn wake_the_moved(&self, rows: &Arc<PostgresRows>) -> Result<(), ProjectorError> {
        let reading = rows.clone();
        let moves = tokio::task::spawn_blocking(move || reading.moves()).await??;
        let mut unknown = false;
        for (space, moves) in moves {
            let read = self.space_state(&space).map(|space_state| space_state.moves.load(Ordering::SeqCst));
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

/// Wakes the spaces whose rows moved: when the database notifies, and by a look every [`POLL`].
async fn spaces(
    projector: Weak<Projector>,
    rows: Arc<PostgresRows>,
    mut notifications: mpsc::Receiver<Option<SpaceId>>,
    mut stop: watch::Receiver<bool>,
) {
    let (mut poll, mut discover) = (Instant::now(), Instant::now());
    while !*stop.borrow() {
        let notified = tokio::select! {
            space = notifications.recv() => space.flatten(),
            () = tokio::time::sleep_until(poll) => None,
            _ = stop.changed() => return,
        };
        let Some(projector) = projector.upgrade() else { return };
        if notified.is_some_and(|space| projector.wake(&space)) {
            continue;
        }
        if let Err(why) = projector.wake_the_moved(&rows).await {
            tracing::warn!(%why, "what moved in the rows could not be read; trying again");
        }
        poll = Instant::now() + POLL;
        if Instant::now() >= discover {
            discover = Instant::now() + DISCOVER;
            if let Err(why) = projector.note_heads().await {
                tracing::warn!(%why, "the ends of the spaces could not be read");
            }
        }
    }
}
