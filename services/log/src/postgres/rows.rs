//! Rows to insert, column by column: one statement a table, whatever the number of rows.

use maillage_events::envelope::RecordedAt;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Statement};
use uuid::Uuid;

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
    facts: Vec<Vec<u8>>,
}

/// New receipts.
#[derive(Default)]
pub(super) struct NewReceipts<'b> {
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

    pub(super) fn is_empty(&self) -> bool {
        self.spaces.is_empty()
    }
}

impl<'b> NewFacts<'b> {
    pub(super) fn push(&mut self, space: i32, position: u64, recorded_at: RecordedAt, number: i64, stream: &'b str, fact: &'b PreparedFact) {
        self.spaces.push(space);
        self.positions.push(position.cast_signed());
        self.recorded_at.push(recorded_at.0);
        self.stream_numbers.push(number);
        self.versions.push(fact.sealed.version.cast_signed());
        self.ids.push(fact.sealed.id.0);
        self.kinds.push(fact.sealed.kind);
        self.occurred.push(&fact.occurred);
        self.streams.push(stream);
        self.facts.push(fact.sealed.bytes(position, recorded_at));
    }

    pub(super) fn len(&self) -> usize {
        self.spaces.len()
    }
}

impl<'b> NewReceipts<'b> {
    pub(super) fn push(&mut self, space: i32, request: &'b Prepared, receipt: &Receipt) {
        self.spaces.push(space);
        self.commands.push(request.command.0);
        self.requests.push(&request.request);
        self.first.push(receipt.first.cast_signed());
        self.last.push(receipt.last.cast_signed());
        self.counts.push(receipt.count.cast_signed());
        self.recorded_at.push(receipt.recorded_at.0);
        self.outcomes.push(&request.outcome);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spaces.is_empty()
    }
}

/// The statements that insert, prepared once a session.
pub(super) struct Inserts {
    streams: Statement,
    facts: Statement,
    receipts: Statement,
}

impl Inserts {
    pub(super) async fn prepare(session: &Client) -> Result<Self, Error> {
        const N: Type = Type::INT8_ARRAY;
        const TEXT: Type = Type::TEXT_ARRAY;
        let (s, b, u) = (Type::INT4_ARRAY, Type::BYTEA_ARRAY, Type::UUID_ARRAY);
        Ok(Self {
            streams: session
                .prepare_typed("insert into maillage.streams (space, number, stream) select * from unnest($1, $2, $3)", &[s.clone(), N, TEXT])
                .await?,
            facts: session
                .prepare_typed(
                    "insert into maillage.facts (space, position, recorded_at, stream_number, version, id, kind, occurred, stream, fact)
                     select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    &[s.clone(), N, N, N, N, u.clone(), TEXT, TEXT, TEXT, b.clone()],
                )
                .await?,
            receipts: session
                .prepare_typed(
                    "insert into maillage.receipts (space, command, request, first, last, count, recorded_at, outcome)
                     select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)",
                    &[s, u, b.clone(), N, N, N, N, b],
                )
                .await?,
        })
    }

    /// Inserts; nothing is sent for no rows. Polled beside others, it is sent in its turn and waits for nobody.
    pub(super) async fn streams(&self, session: &Client, new: &NewStreams<'_>) -> Result<(), Error> {
        self.run(session, &self.streams, new.is_empty(), &[&new.spaces, &new.numbers, &new.streams]).await
    }

    /// Inserts, as above.
    pub(super) async fn facts(&self, session: &Client, new: &NewFacts<'_>) -> Result<(), Error> {
        let NewFacts { spaces, positions, recorded_at, stream_numbers, versions, ids, kinds, occurred, streams, facts } = new;
        let columns: [&(dyn ToSql + Sync); 10] = [spaces, positions, recorded_at, stream_numbers, versions, ids, kinds, occurred, streams, facts];
        self.run(session, &self.facts, new.len() == 0, &columns).await
    }

    /// Inserts, as above.
    pub(super) async fn receipts(&self, session: &Client, new: &NewReceipts<'_>) -> Result<(), Error> {
        let NewReceipts { spaces, commands, requests, first, last, counts, recorded_at, outcomes } = new;
        let columns: [&(dyn ToSql + Sync); 8] = [spaces, commands, requests, first, last, counts, recorded_at, outcomes];
        self.run(session, &self.receipts, new.is_empty(), &columns).await
    }

    async fn run(&self, session: &Client, statement: &Statement, empty: bool, columns: &[&(dyn ToSql + Sync)]) -> Result<(), Error> {
        if !empty {
            session.execute(statement, columns).await?;
        }
        Ok(())
    }
}
