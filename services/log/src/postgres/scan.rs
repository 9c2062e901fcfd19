//! Walking facts in the order of their positions, page after page: each page is a snapshot of its own, so that a long
//! replay holds nothing back, and the next one is on its way while this one is shown.

use std::sync::Arc;

use maillage_events::id::SpaceId;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::mpsc;
use tokio_postgres::Row;

use super::Reads;
use super::reads::{in_place, last_position, rows, rows_of, view};
use crate::log::{ReadError, Visit};

/// Positions in one page: about 2 MB of facts.
const PAGE: u64 = 4_000;
/// Positions in one page of some kinds only, most of which are left out.
const PAGE_OF_SOME: u64 = 50_000;

/// A stretch of one space.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) space: SpaceId,
    pub(super) after: u64,
    pub(super) until: Option<u64>,
    pub(super) kinds: Option<Vec<String>>,
}

/// One page: the rows, and the last position that it covers.
type Page = Result<(Vec<Row>, u64), ReadError>;

/// Shows each fact of a stretch in order, every position checked. Returns the last position reached. Blocking.
pub(super) fn scan(reads: &Arc<Reads>, runtime: &Handle, stretch: Stretch, visit: Visit<'_>) -> Result<u64, ReadError> {
    let (sender, mut pages) = mpsc::channel(1);
    let fetching = runtime.spawn(fetch(reads.clone(), stretch.clone(), sender));
    let shown = blocking(|| show(&stretch, &mut pages, visit));
    fetching.abort();
    shown
}

/// Runs what blocks, also when it was called from a thread of the runtime that must go on meanwhile.
pub(crate) fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current() {
        Ok(here) if here.runtime_flavor() == RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

fn show(stretch: &Stretch, pages: &mut mpsc::Receiver<Page>, visit: Visit<'_>) -> Result<u64, ReadError> {
    let mut reached = stretch.after;
    while let Some(page) = pages.blocking_recv() {
        let (rows, covers) = page?;
        for row in &rows {
            let fact = match stretch.kinds {
                None => in_place(&stretch.space, row, reached + 1)?,
                Some(_) => view(&stretch.space, row)?,
            };
            reached = fact.position;
            if visit(fact).is_break() {
                return Ok(reached);
            }
        }
        if stretch.kinds.is_none() && reached < covers {
            return Err(ReadError::Hole { space: stretch.space.clone(), expected: reached + 1, found: 0 });
        }
        reached = covers;
    }
    Ok(reached)
}

/// Sends page after page; ends when nobody takes them any more.
async fn fetch(reads: Arc<Reads>, stretch: Stretch, pages: mpsc::Sender<Page>) {
    if let Err(error) = fetch_all(&reads, &stretch, &pages).await {
        // Nobody takes it when the visitor has stopped.
        let _ = pages.send(Err(error)).await;
    }
}

async fn fetch_all(reads: &Reads, stretch: &Stretch, pages: &mpsc::Sender<Page>) -> Result<(), ReadError> {
    let Some(number) = reads.number(&stretch.space).await? else { return Ok(()) };
    let end = last_position(&reads.pool.get().await?, number).await?;
    let until = stretch.until.map_or(end, |until| until.min(end));
    let mut reached = stretch.after;
    while reached < until {
        let covers = until.min(reached + if stretch.kinds.is_some() { PAGE_OF_SOME } else { PAGE });
        // Taken for the page alone: a slow visitor keeps no session from others.
        let client = reads.pool.get().await?;
        let rows = match &stretch.kinds {
            None => rows(&client, number, reached, covers, usize::MAX).await?,
            Some(kinds) => rows_of(&client, number, reached, covers, kinds).await?,
        };
        drop(client);
        if pages.send(Ok((rows, covers))).await.is_err() {
            return Ok(());
        }
        reached = covers;
    }
    Ok(())
}
