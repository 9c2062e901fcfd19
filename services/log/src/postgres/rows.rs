//! Rows to insert, column by column: one statement a table, whatever the number of rows.

use std::error::Error as StdError;

use bytes::BytesMut;
use maillage_events::envelope::{RecordedAt, Sealed};
use tokio_postgres::types::{IsNull, ToSql, Type, accepts, to_sql_checked};
use tokio_postgres::{Client, Error, Statement};
use uuid::Uuid;

use super::migrate::LOCKS;
use crate::log::Receipt;
use crate::prepare::{Prepared, PreparedFact};

/// New streams.
#[derive(Default)]
pub(super) struct NewStreams<'b> {
    spaces: Vec<i32>,
    numbers: Vec<i64>,
    streams: Vec<&'b str>,
}

/// New facts.
#[derive(Default)]
pub(super) struct NewFacts<'b> {
    spaces: Vec<i32>,
    positions: Vec<i64>,
    recorded_at: Vec<i64>,
    stream_numbers: Vec<i64>,
    versions: Vec<i64>,
    ids: Vec<Uuid>,
    kinds: Vec<&'static str>,
    occurred: Vec<&'b str>,
    streams: Vec<&'b str>,
    facts: Vec<Whole<'b>>,
}

/// A fact whose canonical bytes are put together in the message that takes them to the server, and nowhere else.
#[derive(Debug)]
struct Whole<'b> {
    sealed: &'b Sealed,
    position: u64,
    recorded_at: RecordedAt,
}

impl ToSql for Whole<'_> {
    fn to_sql(&self, _: &Type, message: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        self.sealed.pieces(self.position, self.recorded_at, |piece| message.extend_from_slice(piece));
        Ok(IsNull::No)
    }

    accepts!(BYTEA);
    to_sql_checked!();
}

/// New receipts.
#[derive(Default)]
pub(super) struct NewReceipts<'b>(Vec<NewReceipt<'b>>);

struct NewReceipt<'b> {
    space: i32,
    request: &'b Prepared,
    first: u64,
    last: u64,
    count: u64,
    recorded_at: RecordedAt,
}

/// New receipts, column by column.
struct ReceiptColumns<'b> {
    spaces: Vec<i32>,
    commands: Vec<Uuid>,
    requests: Vec<&'b [u8]>,
    first: Vec<i64>,
    last: Vec<i64>,
    counts: Vec<i64>,
    recorded_at: Vec<i64>,
    outcomes: Vec<&'b [u8]>,
}

impl<'b> NewStreams<'b> {
    pub(super) fn push(&mut self, space: i32, number: i64, name: &'b str) {
        self.spaces.push(space);
        self.numbers.push(number);
        self.streams.push(name);
    }
}

impl<'b> NewFacts<'b> {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self {
            spaces: Vec::with_capacity(rows),
            positions: Vec::with_capacity(rows),
            recorded_at: Vec::with_capacity(rows),
            stream_numbers: Vec::with_capacity(rows),
            versions: Vec::with_capacity(rows),
            ids: Vec::with_capacity(rows),
            kinds: Vec::with_capacity(rows),
            occurred: Vec::with_capacity(rows),
            streams: Vec::with_capacity(rows),
            facts: Vec::with_capacity(rows),
        }
    }

    pub(super) fn push(
        &mut self,
        space: i32,
        position: u64,
        recorded_at: RecordedAt,
        number: i64,
        stream: &'b str,
        fact: &'b PreparedFact,
    ) {
        self.spaces.push(space);
        self.positions.push(position.cast_signed());
        self.recorded_at.push(recorded_at.0);
        self.stream_numbers.push(number);
        self.versions.push(fact.sealed.version.cast_signed());
        self.ids.push(fact.sealed.id.0);
        self.kinds.push(fact.sealed.kind);
        self.occurred.push(&fact.occurred);
        self.streams.push(stream);
        self.facts.push(Whole { sealed: &fact.sealed, position, recorded_at });
    }

    pub(super) fn len(&self) -> usize {
        self.spaces.len()
    }
}

impl<'b> NewReceipts<'b> {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self(Vec::with_capacity(rows))
    }

    pub(super) fn push(&mut self, space: i32, request: &'b Prepared, receipt: &Receipt) {
        let Receipt { first, last, count, recorded_at, .. } = *receipt;
        self.0.push(NewReceipt { space, request, first, last, count, recorded_at });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of their index. Ids of commands come by chance; in this order two that fall on one page find it at
    /// hand.
    fn columns(&self) -> ReceiptColumns<'b> {
        let mut rows: Vec<&NewReceipt<'b>> = self.0.iter().collect();
        rows.sort_unstable_by_key(|row| (row.space, row.request.command));
        ReceiptColumns {
            spaces: rows.iter().map(|row| row.space).collect(),
            commands: rows.iter().map(|row| row.request.command.0).collect(),
            requests: rows.iter().map(|row| &row.request.request[..]).collect(),
            first: rows.iter().map(|row| row.first.cast_signed()).collect(),
            last: rows.iter().map(|row| row.last.cast_signed()).collect(),
            counts: rows.iter().map(|row| row.count.cast_signed()).collect(),
            recorded_at: rows.iter().map(|row| row.recorded_at.0).collect(),
            outcomes: rows.iter().map(|row| &row.request.outcome[..]).collect(),
        }
    }
}

/// The one statement that writes a batch, prepared once a session.
pub(super) struct Inserts {
    batch: Statement,
}

impl Inserts {
    pub(super) async fn prepare(session: &Client) -> Result<Self, Error> {
        const N: Type = Type::INT8_ARRAY;
        const TEXT: Type = Type::TEXT_ARRAY;
        let (s, b, u) = (Type::INT4_ARRAY, Type::BYTEA_ARRAY, Type::UUID_ARRAY);
        let types = [
            &[s.clone(), N][..],
            &[s.clone(), N, N, N, N, u.clone(), TEXT, TEXT, TEXT, b.clone()],
            &[s.clone(), N, TEXT],
            &[s, u, b.clone(), N, N, N, N, b],
        ];
        Ok(Self { batch: session.prepare_typed(&batch(), &types.concat()).await? })
    }

    /// Inserts all rows, or none when a space does not stand where they go on; the number of facts inserted tells
    /// which.
    pub(super) async fn run(
        &self,
        session: &Client,
        places: &(Vec<i32>, Vec<i64>),
        streams: &NewStreams<'_>,
        new: &NewFacts<'_>,
        receipts: &NewReceipts<'_>,
    ) -> Result<u64, Error> {
        let NewFacts {
            spaces,
            positions,
            recorded_at,
            stream_numbers,
            versions,
            ids,
            kinds,
            occurred,
            streams: names,
            facts,
        } = new;
        let receipts = receipts.columns();
        let ReceiptColumns { spaces: of_receipts, commands, requests, first, last, counts, recorded_at: at, outcomes } =
            &receipts;
        let columns: [&(dyn ToSql + Sync); 23] = [
            &places.0,
            &places.1,
            spaces,
            positions,
            recorded_at,
            stream_numbers,
            versions,
            ids,
            kinds,
            occurred,
            names,
            facts,
            &streams.spaces,
            &streams.numbers,
            &streams.streams,
            of_receipts,
            commands,
            requests,
            first,
            last,
            counts,
            at,
            outcomes,
        ];
        session.execute(&self.batch, &columns).await
    }
}

/// The locks in sorted order, a look at the places, and three inserts, each of which waits for both. A transaction of
/// its own when none is open.
///
/// The lock need not be a statement of its own here: what is looked at is true for ever once it is true (the fact that
/// the batch goes on from is there), so an older snapshot can only say no; and what came since is met by the keys,
/// which look past snapshots. Keys alone would let a batch leave a hole behind the one before it, when that was lost.
fn batch() -> String {
    let columns =
        |from: usize, to: usize| (from..=to).map(|at| format!("unnest(${at})")).collect::<Vec<_>>().join(", ");
    format!(
        "with held as materialized (
             select a.space, a.before from unnest($1, $2) a (space, before) where pg_advisory_xact_lock({LOCKS}, a.space)::text = ''
         ), place as materialized (
             select 1 where not exists (
                 select from held where before > 0 and not exists (
                     select from maillage.facts f where f.space = held.space and f.position = held.before))
         ), new_streams as (
             insert into maillage.streams (space, number, stream) select {streams} from place
         ), new_receipts as (
             insert into maillage.receipts (space, command, request, first, last, count, recorded_at, outcome) select {receipts} from place
         )
         insert into maillage.facts (space, position, recorded_at, stream_number, version, id, kind, occurred, stream, fact)
         select {facts} from place",
        facts = columns(3, 12),
        streams = columns(13, 15),
        receipts = columns(16, 23),
    )
}
