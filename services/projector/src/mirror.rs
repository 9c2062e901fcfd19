//! A space whose rows are kept elsewhere: the living states follow what moves in the store, fact by fact as if they
//! were folded here.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use maillage_events::envelope::RecordedAt;
use maillage_projections::projection::FoldError;
use maillage_projections::table::BadRow;

use crate::fold::{Part, Stop};
use crate::living::{Cell, Keeping, Living, Worker};
use crate::postgres::news::{Moved, MovedRow, News, NewsDesk, Stand};
use crate::projector::Told;
use crate::{Advance, ProjectorError};

/// How often the log is asked where it ends: only lags depend on it.
const LOOK: Duration = Duration::from_secs(2);

/// Follows the rows of one space until told to stop.
pub(crate) async fn space(cell: Arc<Cell>, desk: NewsDesk, told: Told) {
    let (mut stop, mut woken) = (told.stop.subscribe(), cell.woken.subscribe());
    let mut looked: Option<std::time::Instant> = None;
    while !*stop.borrow() {
        woken.mark_unchanged();
        let outcome = refresh(&cell, &desk).await;
        match outcome {
            Ok(advance) => advance.into_iter().for_each(|advance| drop(told.advances.send(advance))),
            Err(why) => {
                tracing::warn!(space = %cell.space, %why, "the rows of the space could not be read; trying again");
                // Not heard of as read: the next poll wakes this task again.
                cell.moves.store(-1, Ordering::SeqCst);
            }
        }
        if looked.is_none_or(|at| at.elapsed() >= LOOK) {
            looked = Some(std::time::Instant::now());
            if let Err(why) = cell.look_at_the_log().await {
                tracing::warn!(space = %cell.space, %why, "the end of the log could not be read");
            }
        }
        told.moved.send_modify(|count| *count = count.wrapping_add(1));
        tokio::select! {
            _ = woken.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn refresh(cell: &Arc<Cell>, desk: &NewsDesk) -> Result<Option<Advance>, ProjectorError> {
    let mut work = cell.work.clone().lock_owned().await;
    let (moves, news) = desk.news(&cell.space, cell.stands(&mut work)).await?;
    let cell = cell.clone();
    tokio::task::spawn_blocking(move || cell.mirror(&mut work, moves, news)).await?
}

impl Cell {
    /// Where the states stand that are kept here.
    fn stands(&self, work: &mut Worker) -> Vec<Stand> {
        work.keeping.resize_with(self.catalogue.len(), Keeping::default);
        let stand = |(at, (projection, _)): (usize, &(&'static str, _))| {
            let living = self.living(at);
            let generation = living.ready.then_some(work.keeping[at].generation);
            Stand { projection, version: living.part.state.version(), generation, position: living.part.mark.position }
        };
        self.catalogue.iter().enumerate().map(stand).collect()
    }

    /// Takes what moved in the store. Blocking.
    fn mirror(&self, work: &mut Worker, moves: i64, news: Vec<News>) -> Result<Option<Advance>, ProjectorError> {
        for news in news {
            let at = news.at;
            let generation = news.checkpoint.generation;
            if self.receive(news)? {
                work.keeping[at].generation = generation;
            }
        }
        self.moves.store(moves, Ordering::SeqCst);
        let standing = (0..self.catalogue.len())
            .map(|at| self.living(at))
            .filter(|living| living.ready && living.part.stopped.is_none());
        let reached = standing.map(|living| living.part.mark.position).min().unwrap_or(0);
        let from = self.seen().position;
        self.note(|seen| (seen.position, seen.head) = (seen.position.max(reached), seen.head.max(reached)));
        Ok((reached > from).then(|| Advance { space: self.space.clone(), from, to: reached }))
    }

    /// Takes what is new of one projection; `true` when its state is now that of the living generation.
    fn receive(&self, news: News) -> Result<bool, ProjectorError> {
        let (at, found) = (news.at, news.checkpoint);
        match news.rows {
            Moved::NotYet => Ok(false),
            Moved::OtherVersion => {
                let mut living = self.change(at);
                if living.ready && living.part.stopped.is_none() {
                    let why = format!("the rows are kept by version {} of the fold", found.version);
                    tracing::warn!(space = %self.space, projection = living.part.state.name(), why, "this program reads no more of them");
                    living.part.stopped = Some(self.stop_after(living.part.mark.position, why)?);
                }
                Ok(false)
            }
            Moved::Since(rows) => {
                let stopped = found.stopped.map(|why| self.stop_after(found.mark.position, why)).transpose()?;
                let mut living = self.change(at);
                if let Err(why) = put(&mut living.part, &rows) {
                    // A part of the rows is in the state: it must be read whole again before it answers.
                    living.ready = false;
                    return Err(why.into());
                }
                (living.part.mark, living.part.stopped) = (found.mark, stopped);
                Ok(true)
            }
            Moved::Whole(rows) => {
                let mut part = Part::new(self.catalogue[at].1);
                put(&mut part, &rows)?;
                part.mark = found.mark;
                part.stopped = found.stopped.map(|why| self.stop_after(found.mark.position, why)).transpose()?;
                *self.change(at) = Living { part, ready: true };
                Ok(true)
            }
        }
    }

    /// What stands after a position: the fact that could not be taken.
    fn stop_after(&self, position: u64, why: String) -> Result<Stop, ProjectorError> {
        let mut stop = Stop {
            why: FoldError { position: position + 1, kind: "unknown".to_owned(), why },
            recorded_at: RecordedAt::from(self.log.clock().now()),
        };
        self.log.scan(&self.space, position, Some(position + 1), None, &mut |fact| {
            fact.kind.clone_into(&mut stop.why.kind);
            stop.recorded_at = fact.recorded_at;
            std::ops::ControlFlow::Break(())
        })?;
        Ok(stop)
    }

    /// Notes where the log ends and since when its next fact waits. A log that ends before what was read is another
    /// one: all is read again.
    async fn look_at_the_log(&self) -> Result<(), ProjectorError> {
        let head = self.log.head(&self.space).await?.position;
        let position = self.seen().position;
        if head < position {
            tracing::warn!(space = %self.space, head, position, "the log ends before the rows that were read: reading them again");
            let mut work = self.work.lock().await;
            for (at, (_, fresh)) in self.catalogue.iter().enumerate() {
                *self.change(at) = Living { part: Part::new(*fresh), ready: false };
            }
            work.keeping.clear();
            self.note(|seen| (seen.position, seen.head, seen.oldest) = (0, head, None));
            self.moves.store(-1, Ordering::SeqCst);
            return Ok(());
        }
        let oldest = match head > position {
            true => self.log.read(&self.space, position, 1).await?.first().map(|fact| fact.recorded_at),
            false => None,
        };
        self.note(|seen| (seen.head, seen.oldest) = (head.max(seen.position), oldest));
        Ok(())
    }
}

/// Puts rows into a state, and takes those away that are gone.
fn put(part: &mut Part, rows: &[MovedRow]) -> Result<(), BadRow> {
    let mut tables = part.state.tables();
    for row in rows {
        let table = tables.iter_mut().find(|table| table.name() == row.table);
        let table = table.ok_or_else(|| BadRow {
            table: row.table.clone(),
            key: row.key.clone(),
            why: "no such table".to_owned(),
        })?;
        match &row.row {
            Some(bytes) => table.restore(&row.key, bytes)?,
            None => table.forget(&row.key),
        }
    }
    Ok(())
}
