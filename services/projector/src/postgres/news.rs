//! What moved since a position: what those ask who fold nothing and keep the living states all the same.

use std::collections::BTreeMap;

use maillage_events::id::SpaceId;
use tokio_postgres::types::ToSql;

use super::PostgresRows;
use super::keep::signed;
use super::read::{STANDING, found};
use super::session::{SNAPSHOT, Session};
use crate::ProjectorError;
use crate::store::Checkpoint;

/// Where a reader stands with a projection.
#[derive(Debug)]
pub(crate) struct Stand {
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

/// What a reader finds of a projection.
#[derive(Debug)]
pub(crate) struct News {
    /// Which of the [`Stand`]s.
    pub(crate) at: usize,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) rows: Moved,
}

/// The rows to take.
#[derive(Debug)]
pub(crate) enum Moved {
    /// Those that moved, onto what was read before.
    Since(Vec<MovedRow>),
    /// All of them, into a fresh state.
    Whole(Vec<MovedRow>),
    /// None: the rows are of another version of the fold.
    OtherVersion,
    /// None yet: other rows live, and they stand before what was read. They will catch up.
    NotYet,
}

const MOVES: &str = "select moves from maillage_projections.spaces where space = $1";

const ROWS: &str = "select wanted.at, moved.name, moved.key, moved.row
    from unnest($1::integer[], $2::bigint[], $3::bigint[]) as wanted (at, generation, after)
    join maillage_projections.rows as moved on moved.generation = wanted.generation and moved.moved > wanted.after";

/// The join is a few index ranges; a plan made while the table was small must not scan it when it has grown.
const BY_INDEX: &str = "set local enable_seqscan to off; set local enable_hashjoin to off; set local enable_mergejoin to off";

impl PostgresRows {
    /// How often each space has moved. Blocking; one row a space.
    pub(crate) fn moves(&self) -> Result<Vec<(SpaceId, i64)>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let statement = session.prepare_cached("select space, moves from maillage_projections.spaces").await?;
            let rows = session.query(&statement, &[]).await?;
            session.done();
            Ok(rows.iter().filter_map(|row| Some((SpaceId::new(row.get::<_, String>(0)).ok()?, row.get(1)))).collect())
        })
    }

    /// What moved in a space, all its projections at one moment, and how often the space had moved then. Blocking.
    pub(crate) fn news(&self, space: &SpaceId, stands: &[Stand]) -> Result<(i64, Vec<News>), ProjectorError> {
        self.wait(self.read_news(space, stands))
    }

    async fn read_news(&self, space: &SpaceId, stands: &[Stand]) -> Result<(i64, Vec<News>), ProjectorError> {
        let session = Session::of(&self.pool).await?;
        let (moves, standing, rows) =
            (session.prepare_cached(MOVES).await?, session.prepare_cached(STANDING).await?, session.prepare_cached(ROWS).await?);
        let space = space.as_str();
        let of: [&(dyn ToSql + Sync); 1] = [&space];
        let (_, _, moves, standing) = tokio::try_join!(
            biased;
            session.batch_execute(SNAPSHOT),
            session.batch_execute(BY_INDEX),
            session.query_opt(&moves, &of),
            session.query(&standing, &of),
        )?;
        let moves = moves.map_or(0, |row| row.get(0));
        let mut standing: BTreeMap<&str, Checkpoint> = standing.iter().map(|row| (row.get(0), found(row, 1))).collect();
        let mut news = Vec::new();
        let (mut places, mut generations, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for (at, stand) in stands.iter().enumerate() {
            let Some(checkpoint) = standing.remove(stand.projection) else { continue };
            let rows = judge(stand, &checkpoint);
            let from = match rows {
                Moved::Since(_) if checkpoint.mark.position > stand.position => Some(signed(stand.position)),
                Moved::Whole(_) => Some(-1),
                _ => None,
            };
            if let Some(from) = from {
                places.push(i32::try_from(news.len()).unwrap_or(i32::MAX));
                generations.push(checkpoint.generation);
                after.push(from);
            }
            news.push(News { at, checkpoint, rows });
        }
        if places.is_empty() {
            session.batch_execute("commit").await?;
        } else {
            let values: [&(dyn ToSql + Sync); 3] = [&places, &generations, &after];
            let (rows, ()) = tokio::try_join!(biased; session.query(&rows, &values), session.batch_execute("commit"))?;
            for row in rows {
                let place = usize::try_from(row.get::<_, i32>(0)).unwrap_or(usize::MAX);
                if let Some(Moved::Since(rows) | Moved::Whole(rows)) = news.get_mut(place).map(|news| &mut news.rows) {
                    rows.push(MovedRow { table: row.get(1), key: row.get(2), row: row.get(3) });
                }
            }
        }
        session.done();
        Ok((moves, news))
    }
}

fn judge(stand: &Stand, found: &Checkpoint) -> Moved {
    if found.version != stand.version {
        return Moved::OtherVersion;
    }
    match stand.generation {
        Some(read) if read == found.generation => Moved::Since(Vec::new()),
        Some(_) if found.mark.position < stand.position => Moved::NotYet,
        _ => Moved::Whole(Vec::new()),
    }
}
