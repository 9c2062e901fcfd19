//! What moved since a position: what those ask who fold nothing and keep the living states all the same.

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

/// One statement, so one moment: where the projections asked for stand, and the rows that moved. The row of a space,
/// which changes at every move, is looked at once. `after` only spares rows that [`judge`] would throw away.
const NEWS: &str = "with known as materialized (select asked.ask, asked.space, moved.moves, moved.position, moved.recorded_at, moved.fact
        from unnest($1::integer[], $2::text[]) as asked (ask, space)
        left join maillage_projections.spaces as moved on moved.space = asked.space),
    asked as (select * from unnest($3::integer[], $4::integer[], $5::text[], $6::integer[], $7::bigint[], $8::bigint[])
        as asked (ask, at, projection, version, generation, position)),
    found as materialized (select asked.ask, asked.at, own.version, own.generation, own.stopped, own.declined, own.position is null as together,
        own.position, own.recorded_at, own.fact, known.position as shared, known.recorded_at as shared_at, known.fact as shared_fact,
        case when own.version <> asked.version then null
             when own.generation = asked.generation
                then case when coalesce(own.position, known.position) > asked.position then asked.position end
             when asked.generation is null or coalesce(own.position, known.position) >= asked.position then -1 end as after
        from known join asked on asked.ask = known.ask
        join maillage_projections.checkpoints as own on own.space = known.space and own.projection = asked.projection and own.version > 0)
    select found.ask, found.at, found.version, coalesce(found.position, found.shared),
        case when together then shared_at else recorded_at end, case when together then shared_fact else fact end,
        found.generation, found.stopped, found.declined, moved.name, moved.key, moved.row
    from found left join lateral (select name, key, row from maillage_projections.rows as rows
        where rows.generation = found.generation and rows.moved > found.after) as moved on true
    union all
    select ask, -1, 0, coalesce(moves, 0), null, null, 0, null, null, null, null, null from known";

/// How far apart two questions are at least, under load: what moves in between is read together. One after a rest is
/// not put off.
const APART: Duration = Duration::from_millis(2);

/// The look-ups go down indexes, in plans made once: one made while a table was small must not scan it when it has
/// grown.
const BY_INDEX: &str =
    "set enable_seqscan to off; set enable_hashjoin to off; set enable_mergejoin to off; set jit to off;
    set plan_cache_mode to force_generic_plan";

/// Spaces that are asked about in one statement.
const TOGETHER: usize = 64;

/// What is new of a space, and how often it had moved then.
type Answer = Result<(i64, Vec<News>), ProjectorError>;

struct Question {
    space: SpaceId,
    stands: Vec<Stand>,
    answer: oneshot::Sender<Answer>,
}

/// Where those ask who mirror the rows of spaces. Questions that come while one is being answered are asked together,
/// in one statement.
#[derive(Debug, Clone)]
pub(crate) struct NewsDesk(mpsc::UnboundedSender<Question>);

impl NewsDesk {
    /// Opens one on a session of its own. It closes when nobody can ask any more.
    pub(crate) fn open(rows: &PostgresRows) -> Result<Self, ProjectorError> {
        let pool = rows.address.pool_with(1, rows.authorities.as_deref(), BY_INDEX)?;
        let (asked, mut questions) = mpsc::unbounded_channel::<Question>();
        tokio::spawn(async move {
            let (mut waiting, mut not_before) = (Vec::new(), Instant::now());
            while let Some(question) = questions.recv().await {
                tokio::time::sleep_until(not_before).await;
                not_before = Instant::now() + APART;
                waiting.push(question);
                while waiting.len() < TOGETHER
                    && let Ok(question) = questions.try_recv()
                {
                    waiting.push(question);
                }
                // Whoever reads a space for the first time is shown all of it: one such space at a time is enough in
                // memory.
                let (first, others): (Vec<_>, Vec<_>) = waiting
                    .drain(..)
                    .partition(|question: &Question| question.stands.iter().any(|stand| stand.generation.is_none()));
                if !others.is_empty() {
                    answer(&pool, others).await;
                }
                for question in first {
                    answer(&pool, vec![question]).await;
                }
            }
        });
        Ok(Self(asked))
    }

    /// What moved in a space, all its projections at one moment, and how often the space had moved then.
    pub(crate) async fn news(&self, space: &SpaceId, stands: Vec<Stand>) -> Answer {
        let gone = || ProjectorError::Store("the session that reads rows has ended".to_owned());
        let (answer, told) = oneshot::channel();
        self.0.send(Question { space: space.clone(), stands, answer }).map_err(|_| gone())?;
        told.await.map_err(|_| gone())?
    }
}

async fn answer(pool: &Pool, questions: Vec<Question>) {
    match ask(pool, &questions).await {
        // Whoever asked may have gone.
        Ok(answers) => {
            questions.into_iter().zip(answers).for_each(|(question, news)| drop(question.answer.send(Ok(news))))
        }
        Err(why) => {
            let why = why.to_string();
            questions
                .into_iter()
                .for_each(|question| drop(question.answer.send(Err(ProjectorError::Store(why.clone())))));
        }
    }
}

async fn ask(pool: &Pool, questions: &[Question]) -> Result<Vec<(i64, Vec<News>)>, ProjectorError> {
    let numbers: Vec<i32> = (0..).zip(questions).map(|(ask, _)| ask).collect();
    let spaces: Vec<&str> = questions.iter().map(|question| question.space.as_str()).collect();
    let (mut asks, mut places, mut projections) = (Vec::new(), Vec::new(), Vec::new());
    let (mut versions, mut generations, mut positions) = (Vec::new(), Vec::new(), Vec::new());
    for (ask, question) in (0_i32..).zip(questions) {
        for (at, stand) in (0_i32..).zip(&question.stands) {
            asks.push(ask);
            places.push(at);
            projections.push(stand.projection);
            versions.push(i32::try_from(stand.version).unwrap_or(i32::MAX));
            generations.push(stand.generation);
            positions.push(signed(stand.position));
        }
    }
    let session = Session::of(pool).await?;
    let statement = session.prepare_cached(NEWS).await?;
    let rows = session
        .query(&statement, &[&numbers, &spaces, &asks, &places, &projections, &versions, &generations, &positions])
        .await?;
    session.done();
    let mut answers: Vec<(i64, Vec<News>)> = questions.iter().map(|_| (0, Vec::new())).collect();
    let index = |number: i32| usize::try_from(number).unwrap_or(usize::MAX);
    for row in rows {
        let ask = index(row.get(0));
        let (Some((moves, news)), Some(question)) = (answers.get_mut(ask), questions.get(ask)) else { continue };
        let Ok(at) = usize::try_from(row.get::<_, i32>(1)) else {
            *moves = row.get(3);
            continue;
        };
        let Some(stand) = question.stands.get(at) else { continue };
        let known = news.iter().position(|known| known.at == at).unwrap_or_else(|| {
            let checkpoint = found(&row, 2);
            news.push(News { at, rows: judge(stand, &checkpoint), checkpoint });
            news.len() - 1
        });
        if let (Some(table), Some(News { rows: Moved::Since(rows) | Moved::Whole(rows), .. })) =
            (row.get(9), news.get_mut(known))
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
            session.done();
            Ok(rows.iter().filter_map(|row| Some((SpaceId::new(row.get::<_, String>(0)).ok()?, row.get(1)))).collect())
        })
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

/// How the server would look for news; with `inlined`, as it would without the barrier before the rows.
#[cfg(test)]
pub(crate) async fn plan(rows: &PostgresRows, inlined: bool) -> Vec<String> {
    let session = rows.address.pool_with(1, rows.authorities.as_deref(), BY_INDEX).unwrap().get().await.unwrap();
    let news = if inlined { NEWS.replace("found as materialized", "found as") } else { NEWS.to_owned() };
    let ask = "execute news ('{0}', '{essai}', '{0}', '{0}', '{minutes}', '{1}', '{1}', '{1}')";
    let said = session.simple_query(&format!("prepare news as {news}; explain (costs off) {ask}")).await.unwrap();
    let line = |message: &tokio_postgres::SimpleQueryMessage| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    said.iter().filter_map(line).collect()
}
