//! The rows that moved since a position, for those who fold nothing and hold the live states all the same.

use std::time::Duration;

use deadpool_postgres::Pool;
use maillage_events::id::SpaceId;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::PostgresRows;
use super::keep::signed;
use super::read::found;
use super::session::Session;
use crate::ProjectorError;
use crate::store::Checkpoint;

/// How far a reader has read a projection.
#[derive(Debug)]
pub(crate) struct ReadUpTo {
    pub(crate) projection: &'static str,
    pub(crate) version: u32,
    /// The generation that it has read; `None` when it has read none.
    pub(crate) generation: Option<i64>,
    pub(crate) position: u64,
}

/// A row that moved; without bytes when it is gone.
#[derive(Debug)]
pub(crate) struct MovedRow {
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) row: Option<Vec<u8>>,
}

/// What moved of a projection.
#[derive(Debug)]
pub(crate) struct MovedProjection {
    /// Which of the [`ReadUpTo`]s.
    pub(crate) index: usize,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) rows: MovedRows,
}

/// The rows to take.
#[derive(Debug)]
pub(crate) enum MovedRows {
    /// Those that moved, onto what was read before.
    Since(Vec<MovedRow>),
    /// All of them, into a fresh state.
    Whole(Vec<MovedRow>),
    /// None: the rows are of another version of the fold.
    OtherVersion,
    /// None yet: other rows live, and they stand before what was read. They will catch up.
    NotYet,
}

/// One statement, so one moment: where the projections asked for stand, and the rows that moved. The row of a space,
/// which changes at every move, is looked at once. `after` only spares rows that [`judge`] would throw away.
const MOVED: &str = include_str!("moved_rows/moved_rows.sql");

/// How far apart two requests are at least, under load: what moves in between is read together. One after a rest is not
/// put off.
const APART: Duration = Duration::from_millis(2);

/// The look-ups go down indexes, in plans made once: one made while a table was small must not scan it when it has
/// grown.
const BY_INDEX: &str =
    "set enable_seqscan to off; set enable_hashjoin to off; set enable_mergejoin to off; set jit to off;
    set plan_cache_mode to force_generic_plan";

/// Spaces that are asked about in one statement.
const TOGETHER: usize = 64;

/// How often a space has moved, and what moved of it.
type Moves = Result<(i64, Vec<MovedProjection>), ProjectorError>;

struct Request {
    space: SpaceId,
    read_up_to: Vec<ReadUpTo>,
    answer: oneshot::Sender<Moves>,
}

/// Reads the moved rows for those who mirror spaces. Requests that come while one is being answered are made together,
/// in one statement.
#[derive(Debug, Clone)]
pub(crate) struct MovedRowsReader(mpsc::UnboundedSender<Request>);

impl MovedRowsReader {
    /// Opens one on a session of its own. It closes when nobody can ask any more.
    pub(crate) fn open(rows: &PostgresRows) -> Result<Self, ProjectorError> {
        let pool = rows.address.pool_with(1, rows.authorities.as_deref(), BY_INDEX)?;
        let (requests, mut incoming) = mpsc::unbounded_channel::<Request>();
        tokio::spawn(async move {
            let (mut waiting, mut not_before) = (Vec::new(), Instant::now());
            while let Some(request) = incoming.recv().await {
                tokio::time::sleep_until(not_before).await;
                not_before = Instant::now() + APART;
                waiting.push(request);
                while waiting.len() < TOGETHER
                    && let Ok(request) = incoming.try_recv()
                {
                    waiting.push(request);
                }
                // Whoever reads a space for the first time is shown all of it: one such space at a time is enough in
                // memory.
                let (first, others): (Vec<_>, Vec<_>) = waiting
                    .drain(..)
                    .partition(|request: &Request| request.read_up_to.iter().any(|read| read.generation.is_none()));
                if !others.is_empty() {
                    answer(&pool, others).await;
                }
                for request in first {
                    answer(&pool, vec![request]).await;
                }
            }
        });
        Ok(Self(requests))
    }

    /// What moved in a space, all its projections at one moment, and how often the space had moved then.
    pub(crate) async fn moved(&self, space: &SpaceId, read_up_to: Vec<ReadUpTo>) -> Moves {
        let gone = || ProjectorError::Store("the session that reads rows has ended".to_owned());
        let (answer, answered) = oneshot::channel();
        self.0.send(Request { space: space.clone(), read_up_to, answer }).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

async fn answer(pool: &Pool, requests: Vec<Request>) {
    match ask(pool, &requests).await {
        // Whoever asked may have gone.
        Ok(answers) => {
            requests.into_iter().zip(answers).for_each(|(request, moved)| drop(request.answer.send(Ok(moved))))
        }
        Err(why) => {
            let why = why.to_string();
            requests.into_iter().for_each(|request| drop(request.answer.send(Err(ProjectorError::Store(why.clone())))));
        }
    }
}

async fn ask(pool: &Pool, requests: &[Request]) -> Result<Vec<(i64, Vec<MovedProjection>)>, ProjectorError> {
    let numbers: Vec<i32> = (0..).zip(requests).map(|(ask, _)| ask).collect();
    let spaces: Vec<&str> = requests.iter().map(|request| request.space.as_str()).collect();
    let (mut asks, mut places, mut projections) = (Vec::new(), Vec::new(), Vec::new());
    let (mut versions, mut generations, mut positions) = (Vec::new(), Vec::new(), Vec::new());
    for (ask, request) in (0_i32..).zip(requests) {
        for (index, read) in (0_i32..).zip(&request.read_up_to) {
            asks.push(ask);
            places.push(index);
            projections.push(read.projection);
            versions.push(i32::try_from(read.version).unwrap_or(i32::MAX));
            generations.push(read.generation);
            positions.push(signed(read.position));
        }
    }
    let session = Session::of(pool).await?;
    let statement = session.prepare_cached(MOVED).await?;
    let rows = session
        .query(&statement, &[&numbers, &spaces, &asks, &places, &projections, &versions, &generations, &positions])
        .await?;
    session.give_back();
    let mut answers: Vec<(i64, Vec<MovedProjection>)> = requests.iter().map(|_| (0, Vec::new())).collect();
    let index = |number: i32| usize::try_from(number).unwrap_or(usize::MAX);
    for row in rows {
        let ask = index(row.get(0));
        let (Some((moves, moved)), Some(request)) = (answers.get_mut(ask), requests.get(ask)) else { continue };
        let Ok(index) = usize::try_from(row.get::<_, i32>(1)) else {
            *moves = row.get(3);
            continue;
        };
        let Some(reader) = request.read_up_to.get(index) else { continue };
        let known = moved.iter().position(|known| known.index == index).unwrap_or_else(|| {
            let checkpoint = found(&row, 2);
            moved.push(MovedProjection { index, rows: judge(reader, &checkpoint), checkpoint });
            moved.len() - 1
        });
        if let (Some(table), Some(MovedProjection { rows: MovedRows::Since(rows) | MovedRows::Whole(rows), .. })) =
            (row.get(9), moved.get_mut(known))
        {
            rows.push(MovedRow { table, key: row.get(10), row: row.get(11) });
        }
    }
    Ok(answers)
}

impl PostgresRows {
    /// How often each space has moved. Blocking; one row a space.
    pub(crate) fn moves(&self) -> Result<Vec<(SpaceId, i64)>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let statement = session.prepare_cached("select space, moves from maillage_projections.spaces").await?;
            let rows = session.query(&statement, &[]).await?;
            session.give_back();
            Ok(rows.iter().filter_map(|row| Some((SpaceId::new(row.get::<_, String>(0)).ok()?, row.get(1)))).collect())
        })
    }
}

/// Which rows bring a reader who has read so far to where the living rows stand.
fn judge(reader: &ReadUpTo, found: &Checkpoint) -> MovedRows {
    if found.version != reader.version {
        return MovedRows::OtherVersion;
    }
    match reader.generation {
        Some(read) if read == found.generation => MovedRows::Since(Vec::new()),
        Some(_) if found.mark.position < reader.position => MovedRows::NotYet,
        None | Some(_) => MovedRows::Whole(Vec::new()),
    }
}

/// How the server would look for moved rows; with `inlined`, as it would without the barrier before the rows.
#[cfg(test)]
pub(crate) async fn plan(rows: &PostgresRows, inlined: bool) -> Vec<String> {
    let session = rows.address.pool_with(1, rows.authorities.as_deref(), BY_INDEX).unwrap().get().await.unwrap();
    let moved = if inlined { MOVED.replace("found as materialized", "found as") } else { MOVED.to_owned() };
    let ask = "execute moved ('{0}', '{essai}', '{0}', '{0}', '{minutes}', '{1}', '{1}', '{1}')";
    let said = session.simple_query(&format!("prepare moved as {moved}; explain (costs off) {ask}")).await.unwrap();
    let line = |message: &tokio_postgres::SimpleQueryMessage| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    said.iter().filter_map(line).collect()
}
