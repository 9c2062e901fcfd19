//! What is read under the lock, in one pipelined round trip with the lock itself: heads, receipts, versions, and ids
//! when they are doubted.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::StreamId;
use tokio_postgres::types::{FromSql, ToSql, Type, accepts};
use tokio_postgres::{Client, Error, Row, Statement};
use uuid::Uuid;

use super::decide::{Numbered, There};
use super::known::{End, Known, KnownStream};
use super::migrate::LOCKS;
use crate::log::Receipt;

/// Whether each fact's id is looked up before its insertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// No: the index refuses one that is there already, and with it the whole transaction.
    Trusted,
    /// Yes: only its request is refused.
    LookedUp,
}

/// The columns of a receipt, in the order that [`receipt_of`] reads from the first on.
pub(super) const RECEIPT: &str = "first, last, count, recorded_at, outcome, request";

/// The statements that read, prepared once a session. `limit` keeps each look-up a walk down one index, whatever the
/// planner believes of sizes.
pub(super) struct Looks {
    heads: Statement,
    receipts: Statement,
    versions: Statement,
    ids: Statement,
}

impl Looks {
    pub(super) async fn prepare(session: &Client) -> Result<Self, Error> {
        let (spaces, ids, texts) = (Type::INT4_ARRAY, Type::UUID_ARRAY, Type::TEXT_ARRAY);
        let receipts = format!(
            "select {RECEIPT}, a.space, a.command from unnest($1, $2) a (space, command) cross join lateral
             (select {RECEIPT} from maillage.receipts r where r.space = a.space and r.command = a.command limit 1) r"
        );
        Ok(Self {
            heads: session
                .prepare_typed(
                    "select a.space, f.position, f.recorded_at, s.number from unnest($1) a (space)
                     left join lateral (select position, recorded_at from maillage.facts f where f.space = a.space order by position desc limit 1) f
                     on true
                     left join lateral (select number from maillage.streams s where s.space = a.space order by number desc limit 1) s on true",
                    std::slice::from_ref(&spaces),
                )
                .await?,
            receipts: session.prepare_typed(&receipts, &[spaces.clone(), ids.clone()]).await?,
            versions: session
                .prepare_typed(
                    "select a.at, s.number, f.version from unnest($1, $2) with ordinality a (space, stream, at) cross join lateral
                     (select number from maillage.streams s where s.space = a.space and s.stream = a.stream limit 1) s cross join lateral
                     (select version from maillage.facts f where f.space = a.space and f.stream_number = s.number order by version desc limit 1) f",
                    &[spaces.clone(), texts],
                )
                .await?,
            ids: session
                .prepare_typed(
                    "select a.space, a.id from unnest($1, $2) a (space, id) cross join lateral
                     (select 1 from maillage.facts f where f.space = a.space and f.id = a.id limit 1) f",
                    &[spaces, ids],
                )
                .await?,
        })
    }

    /// Begins the transaction, waits for the locks, and reads what the batch needs. The locks are statements of their
    /// own, so that what is read after them is what the holder before left.
    pub(super) async fn learn(&self, session: &Client, asked: &Asked<'_>, known: &mut Known) -> Result<There, Error> {
        let by_space: [&(dyn ToSql + Sync); 1] = [&asked.spaces];
        let by_command: [&(dyn ToSql + Sync); 2] = [&asked.of_commands, &asked.commands];
        let by_stream: [&(dyn ToSql + Sync); 2] = [&asked.of_streams, &asked.names];
        let by_id: [&(dyn ToSql + Sync); 2] = [&asked.of_facts, &asked.facts];
        // Sent in this order, in one go.
        let ((), heads, receipts, versions, facts) = futures::try_join!(
            session.batch_execute(&asked.begin),
            session.query(&self.heads, &by_space),
            session.query(&self.receipts, &by_command),
            session.query(&self.versions, &by_stream),
            session.query(&self.ids, &by_id),
        )?;
        for row in &heads {
            let (position, recorded_at) =
                (row.try_get::<_, Option<i64>>(1)?.unwrap_or(0), row.try_get::<_, Option<i64>>(2)?.unwrap_or(0));
            let newest_stream = row.try_get::<_, Option<i64>>(3)?.unwrap_or(0);
            known.read_head(
                row.try_get(0)?,
                End { position: position.cast_unsigned(), recorded_at: RecordedAt(recorded_at), newest_stream },
            );
        }
        let mut found = vec![None; asked.streams.len()];
        for row in &versions {
            let at = usize::try_from(row.try_get::<_, i64>(0)? - 1).unwrap_or(usize::MAX);
            let stream = KnownStream { number: row.try_get(1)?, version: row.try_get::<_, i64>(2)?.cast_unsigned() };
            if let Some(found) = found.get_mut(at) {
                *found = Some(stream);
            }
        }
        for ((space, stream), found) in asked.of_streams.iter().zip(&asked.streams).zip(found) {
            known.read_stream(*space, (*stream).clone(), found);
        }
        let mut there = There::default();
        for row in &receipts {
            there.receipts.insert((row.try_get(6)?, row.try_get(7)?), receipt_of(row)?);
        }
        for row in &facts {
            there.facts.insert((row.try_get(0)?, row.try_get(1)?));
        }
        Ok(there)
    }
}

/// What is asked about a batch, column by column.
pub(super) struct Asked<'b> {
    begin: String,
    spaces: Vec<i32>,
    of_commands: Vec<i32>,
    commands: Vec<Uuid>,
    of_streams: Vec<i32>,
    names: Vec<&'b str>,
    streams: Vec<&'b StreamId>,
    of_facts: Vec<i32>,
    facts: Vec<Uuid>,
}

impl<'b> Asked<'b> {
    pub(super) fn about(batch: &[Numbered<'b>], ids: Ids) -> Self {
        let (of_commands, commands) = batch.iter().map(|(space, request)| (*space, request.command.0)).unzip();
        let (mut of_streams, mut names, mut streams, mut of_facts, mut facts) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (space, request) in batch {
            for part in request.streams.iter().filter(|part| part.opens) {
                of_streams.push(*space);
                names.push(part.name.as_str());
                streams.push(&part.stream);
            }
            if ids == Ids::LookedUp {
                let all = request.streams.iter().flat_map(|part| &part.facts).map(|fact| fact.sealed.id.0);
                facts.extend(all);
                of_facts.resize(facts.len(), *space);
            }
        }
        Self {
            begin: begin(batch),
            spaces: spaces(batch),
            of_commands,
            commands,
            of_streams,
            names,
            streams,
            of_facts,
            facts,
        }
    }
}

/// The beginning of a batch's transaction: its locks, in sorted order, so that two batches never wait for each other.
pub(super) fn begin(batch: &[Numbered<'_>]) -> String {
    let locks = spaces(batch).into_iter().map(|space| format!("select pg_advisory_xact_lock({LOCKS}, {space});"));
    format!("begin isolation level read committed read write;{}", locks.collect::<String>())
}

/// The spaces of a batch, each once, sorted.
pub(super) fn spaces(batch: &[Numbered<'_>]) -> Vec<i32> {
    batch.iter().map(|(space, _)| *space).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// The hash of a request; a stored one of another length is an error.
struct RequestHash([u8; 32]);

impl<'a> FromSql<'a> for RequestHash {
    fn from_sql(_: &Type, stored: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(stored.try_into()?))
    }

    accepts!(BYTEA);
}

/// Reads the columns of [`RECEIPT`].
pub(super) fn receipt_of(row: &Row) -> Result<(Receipt, [u8; 32]), Error> {
    let number = |at| row.try_get::<_, i64>(at).map(i64::cast_unsigned);
    let RequestHash(request) = row.try_get(5)?;
    let receipt = Receipt {
        first: number(0)?,
        last: number(1)?,
        count: number(2)?,
        recorded_at: RecordedAt(row.try_get(3)?),
        outcome: row.try_get(4)?,
        repeated: true,
    };
    Ok((receipt, request))
}
