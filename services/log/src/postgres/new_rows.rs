//! Rows to insert, column by column.

use std::error::Error as StdError;

use bytes::BytesMut;
use maillage_events::envelope::{RecordedAt, Sealed};
use maillage_events::id::SpaceId;
use tokio_postgres::types::{IsNull, ToSql, Type, accepts, to_sql_checked};
use uuid::Uuid;

use crate::checksum::of_fact;
use crate::log::Receipt;
use crate::prepare::{PreparedAppend, PreparedFact};

/// New streams.
#[derive(Default)]
pub(super) struct NewStreams<'b> {
    pub(super) spaces: Vec<i32>,
    pub(super) numbers: Vec<i64>,
    pub(super) streams: Vec<&'b str>,
}

/// New facts.
#[derive(Default)]
pub(super) struct NewFacts<'b> {
    pub(super) spaces: Vec<i32>,
    pub(super) positions: Vec<i64>,
    pub(super) recorded_at: Vec<i64>,
    pub(super) stream_numbers: Vec<i64>,
    pub(super) versions: Vec<i64>,
    pub(super) ids: Vec<Uuid>,
    pub(super) kinds: Vec<&'static str>,
    pub(super) occurred: Vec<&'b str>,
    pub(super) streams: Vec<&'b str>,
    pub(super) checksums: Vec<i64>,
    pub(super) facts: Vec<FactBytes<'b>>,
    /// Where the bytes of a fact are put together for its checksum.
    bytes: Vec<u8>,
}

/// A fact whose canonical bytes are put together in the message that takes them to the server, and nowhere else.
#[derive(Debug)]
pub(super) struct FactBytes<'b> {
    sealed: &'b Sealed,
    position: u64,
    recorded_at: RecordedAt,
}

impl ToSql for FactBytes<'_> {
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
    request: &'b PreparedAppend,
    first: u64,
    last: u64,
    count: u64,
    recorded_at: RecordedAt,
}

/// New receipts, column by column.
pub(super) struct ReceiptColumns<'b> {
    pub(super) spaces: Vec<i32>,
    pub(super) commands: Vec<Uuid>,
    pub(super) fingerprints: Vec<&'b [u8]>,
    pub(super) first: Vec<i64>,
    pub(super) last: Vec<i64>,
    pub(super) counts: Vec<i64>,
    pub(super) recorded_at: Vec<i64>,
    pub(super) outcomes: Vec<&'b [u8]>,
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
            checksums: Vec::with_capacity(rows),
            facts: Vec::with_capacity(rows),
            bytes: Vec::new(),
        }
    }

    pub(super) fn push(
        &mut self,
        (space, name): (i32, &SpaceId),
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
        self.bytes.clear();
        fact.sealed.pieces(position, recorded_at, |piece| self.bytes.extend_from_slice(piece));
        let view = fact.view(stream, position, recorded_at, &self.bytes);
        self.checksums.push(of_fact(name, &view, fact.sealed.version));
        self.facts.push(FactBytes { sealed: &fact.sealed, position, recorded_at });
    }

    pub(super) fn len(&self) -> usize {
        self.spaces.len()
    }
}

impl<'b> NewReceipts<'b> {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self(Vec::with_capacity(rows))
    }

    pub(super) fn push(&mut self, space: i32, request: &'b PreparedAppend, receipt: &Receipt) {
        let Receipt { first, last, count, recorded_at, .. } = *receipt;
        self.0.push(NewReceipt { space, request, first, last, count, recorded_at });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of their index. Ids of commands come by chance; in this order two that fall on one page find it at
    /// hand.
    pub(super) fn columns(&self) -> ReceiptColumns<'b> {
        let mut rows: Vec<&NewReceipt<'b>> = self.0.iter().collect();
        rows.sort_unstable_by_key(|row| (row.space, row.request.command));
        ReceiptColumns {
            spaces: rows.iter().map(|row| row.space).collect(),
            commands: rows.iter().map(|row| row.request.command.0).collect(),
            fingerprints: rows.iter().map(|row| &row.request.fingerprint[..]).collect(),
            first: rows.iter().map(|row| row.first.cast_signed()).collect(),
            last: rows.iter().map(|row| row.last.cast_signed()).collect(),
            counts: rows.iter().map(|row| row.count.cast_signed()).collect(),
            recorded_at: rows.iter().map(|row| row.recorded_at.0).collect(),
            outcomes: rows.iter().map(|row| &row.request.outcome[..]).collect(),
        }
    }
}
