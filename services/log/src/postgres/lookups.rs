//! What is read under the lock, in one pipelined round trip with the lock itself: heads, receipts, versions, and ids
//! when they are doubted.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::StreamId;
use maillage_events::register::KINDS;
use tokio_postgres::types::{FromSql, ToSql, Type, accepts};
use tokio_postgres::{Client, Error, Row, Statement};
use uuid::Uuid;

use super::batch::{Existing, NumberedAppend, begin, spaces};
use super::writer_cache::{SpaceEnd, WriterCache};
use crate::log::{Head, Receipt};
use crate::writer_cache::{CachedStream, FactIds};

/// The columns of a receipt, in the order that [`receipt_of`] reads from the first on.
pub(super) const RECEIPT: &str = "first, last, count, recorded_at, outcome, request";

/// The statements that read, prepared once a session. `limit` keeps each look-up a walk down one index, whatever the
/// planner believes of sizes.
pub(super) struct Lookups {
    heads: Statement,
    receipts: Statement,
    versions: Statement,
    ids: Statement,
}

impl Lookups {
    pub(super) async fn prepare(session: &Client) -> Result<Self, Error> {
        let (spaces, ids, texts) = (Type::INT4_ARRAY, Type::UUID_ARRAY, Type::TEXT_ARRAY);
        let (by_space, by_id) = (std::slice::from_ref(&spaces), [spaces.clone(), ids]);
        // The kinds are written into the statement: then the index of the register serves it.
        let kinds: Vec<String> = KINDS.iter().map(|kind| format!("'{kind}'")).collect();
        let heads = include_str!("lookups/heads.sql").replace("KINDS", &kinds.join(", "));
        Ok(Self {
            heads: session.prepare_typed(&heads, by_space).await?,
            receipts: session.prepare_typed(include_str!("lookups/receipts.sql"), &by_id).await?,
            versions: session.prepare_typed(include_str!("lookups/versions.sql"), &[spaces.clone(), texts]).await?,
            ids: session.prepare_typed(include_str!("lookups/fact_ids.sql"), &by_id).await?,
        })
    }

    /// Begins the transaction, waits for the locks, and reads what the batch needs. The locks are statements of their
    /// own, so that what is read after them is what the holder before left.
    pub(super) async fn read_under_lock(
        &self,
        session: &Client,
        keys: &BatchKeys<'_>,
        cache: &mut WriterCache,
    ) -> Result<Existing, Error> {
        let by_space: [&(dyn ToSql + Sync); 1] = [&keys.spaces];
        let by_command: [&(dyn ToSql + Sync); 2] = [&keys.of_commands, &keys.commands];
        let by_stream: [&(dyn ToSql + Sync); 2] = [&keys.of_streams, &keys.names];
        let by_id: [&(dyn ToSql + Sync); 2] = [&keys.of_facts, &keys.facts];
        // Sent in this order, in one go.
        let ((), heads, receipts, versions, facts) = futures::try_join!(
            session.batch_execute(&keys.begin),
            session.query(&self.heads, &by_space),
            session.query(&self.receipts, &by_command),
            session.query(&self.versions, &by_stream),
            session.query(&self.ids, &by_id),
        )?;
        for row in &heads {
            let (position, recorded_at) =
                (row.try_get::<_, Option<i64>>(1)?.unwrap_or(0), row.try_get::<_, Option<i64>>(2)?.unwrap_or(0));
            let newest_stream = row.try_get::<_, Option<i64>>(3)?.unwrap_or(0);
            let register = row.try_get::<_, Option<i64>>(4)?.unwrap_or(0).cast_unsigned();
            cache.read_head(
                row.try_get(0)?,
                SpaceEnd {
                    head: Head { position: position.cast_unsigned(), recorded_at: RecordedAt(recorded_at) },
                    newest_stream,
                    register,
                },
            );
        }
        let mut found = vec![None; keys.streams.len()];
        for row in &versions {
            let at = usize::try_from(row.try_get::<_, i64>(0)? - 1).unwrap_or(usize::MAX);
            let stream = CachedStream { number: row.try_get(1)?, version: row.try_get::<_, i64>(2)?.cast_unsigned() };
            if let Some(found) = found.get_mut(at) {
                *found = Some(stream);
            }
        }
        for ((space, stream), found) in keys.of_streams.iter().zip(&keys.streams).zip(found) {
            cache.read_stream(*space, (*stream).clone(), found);
        }
        let mut existing = Existing::default();
        for row in &receipts {
            existing.receipts.insert((row.try_get(6)?, row.try_get(7)?), receipt_of(row)?);
        }
        for row in &facts {
            existing.facts.insert((row.try_get(0)?, row.try_get(1)?));
        }
        Ok(existing)
    }
}

/// What a batch is looked up by, column by column: the spaces, and commands, streams and fact ids each under its space.
pub(super) struct BatchKeys<'b> {
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

impl<'b> BatchKeys<'b> {
    pub(super) fn of(batch: &[NumberedAppend<'b>], ids: FactIds) -> Self {
        let (of_commands, commands) = batch.iter().map(|(space, request)| (*space, request.command.0)).unzip();
        let (mut of_streams, mut names, mut streams, mut of_facts, mut facts) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (space, request) in batch {
            for part in request.streams.iter().filter(|part| part.opens) {
                of_streams.push(*space);
                names.push(part.name.as_str());
                streams.push(&part.stream);
            }
            if ids == FactIds::LookedUp {
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

/// The fingerprint of a request; a stored one of another length is an error.
struct Fingerprint([u8; 32]);

impl<'a> FromSql<'a> for Fingerprint {
    fn from_sql(_: &Type, stored: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(stored.try_into()?))
    }

    accepts!(BYTEA);
}

/// Reads the columns of [`RECEIPT`].
pub(super) fn receipt_of(row: &Row) -> Result<(Receipt, [u8; 32]), Error> {
    let number = |at| row.try_get::<_, i64>(at).map(i64::cast_unsigned);
    let Fingerprint(fingerprint) = row.try_get(5)?;
    let receipt = Receipt {
        first: number(0)?,
        last: number(1)?,
        count: number(2)?,
        recorded_at: RecordedAt(row.try_get(3)?),
        outcome: row.try_get(4)?,
        repeated: true,
    };
    Ok((receipt, fingerprint))
}
