//! One request against the store, inside the writer's transaction. What it inserts, the next request of the batch sees.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, SpaceId, StreamId};
use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::known::{Known, KnownSpace, KnownStream};
use super::seen::{NEWEST, Seen};
use crate::clock::Clock;
use crate::log::{AppendError, Receipt};
use crate::prepare::{Prepared, PreparedStream};

/// The writer's statements, prepared once.
pub(super) struct Statements<'c> {
    pub(super) begin: Statement<'c>,
    pub(super) commit: Statement<'c>,
    pub(super) data_version: Statement<'c>,
    pub(super) newest_receipt: Statement<'c>,
    space: Statement<'c>,
    new_space: Statement<'c>,
    head: Statement<'c>,
    receipt: Statement<'c>,
    stream: Statement<'c>,
    new_stream: Statement<'c>,
    fact: Statement<'c>,
    insert_fact: Statement<'c>,
    insert_receipt: Statement<'c>,
}

/// Whether each fact's id is looked up before its insertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// No: the index refuses one that is there already, and with it the whole transaction.
    Trusted,
    /// Yes: only its request is refused.
    LookedUp,
}

/// Positions of a space end here; `place` holds the space's number above it.
pub(super) const POSITION_BITS: u32 = 40;

/// Where a space's facts begin: its position 0.
pub(super) const fn place(space: i64, position: u64) -> i64 {
    (space << POSITION_BITS) + position as i64
}

/// Columns of a receipt, in the order that [`receipt_of`] reads; the newest chunks are asked first.
pub(super) const RECEIPT: &str = "
    WITH RECURSIVE chunk (number) AS (
        SELECT max(number) >> 11 FROM receipts
        UNION ALL SELECT number - 1 FROM chunk WHERE number > 0
    )
    SELECT first, last, count, recorded_at, outcome, request
    FROM chunk CROSS JOIN receipts INDEXED BY receipts_by_arrival
    WHERE receipts.number >> 11 = chunk.number AND receipts.space = ?1 AND receipts.command = ?2
    LIMIT 1";

/// The last fact of a space.
pub(super) const HEAD: &str =
    "SELECT position, recorded_at FROM facts WHERE place > ?1 AND place < ?2 ORDER BY place DESC LIMIT 1";

impl<'c> Statements<'c> {
    pub(super) fn prepare(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            begin: connection.prepare("BEGIN IMMEDIATE")?,
            commit: connection.prepare("COMMIT")?,
            data_version: connection.prepare("PRAGMA data_version")?,
            newest_receipt: connection.prepare(NEWEST)?,
            space: connection.prepare("SELECT number FROM spaces WHERE space = ?1")?,
            new_space: connection.prepare("INSERT INTO spaces (space) VALUES (?1) RETURNING number")?,
            head: connection.prepare(HEAD)?,
            receipt: connection.prepare(RECEIPT)?,
            stream: connection.prepare(
                "SELECT number, (SELECT max(version) FROM facts WHERE stream_number = number) FROM streams WHERE space = ?1 AND stream = ?2",
            )?,
            new_stream: connection.prepare("INSERT INTO streams (space, stream) VALUES (?1, ?2) RETURNING number")?,
            fact: connection.prepare("SELECT 1 FROM facts WHERE space = ?1 AND id = ?2")?,
            insert_fact: connection.prepare(
                "INSERT INTO facts (place, space, position, recorded_at, stream_number, version, id, kind, occurred, stream, fact)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?,
            insert_receipt: connection.prepare(
                "INSERT INTO receipts (space, command, request, first, last, count, recorded_at, outcome)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?,
        })
    }

    /// Answers one request: a repeat, a refusal, or facts and receipt inserted (the receipt comes without its outcome,
    /// which the request holds). The outer error spoils the whole batch.
    pub(super) fn admit(
        &mut self,
        known: &mut Known,
        seen: &mut Seen,
        clock: &dyn Clock,
        request: &Prepared,
        ids: Ids,
    ) -> rusqlite::Result<Result<Receipt, AppendError>> {
        let space = self.space(known, &request.space)?;
        let command = request.command.0.into_bytes();
        if seen.may_have(space.number, command)
            && let Some((first, hash)) = self.receipt(space.number, request.command)?
        {
            let same = hash == request.request;
            return Ok(if same { Ok(first) } else { Err(AppendError::CommandReused(request.command)) });
        }
        if let Some(refused) = self.refuse(space, request, ids)? {
            return Ok(Err(refused));
        }
        let recorded_at = RecordedAt::from(clock.now()).max(space.recorded_at);
        let before = space.position;
        for part in &request.streams {
            self.insert(space, part, recorded_at)?;
        }
        let receipt = Receipt {
            first: if request.count == 0 { 0 } else { before + 1 },
            last: space.position,
            count: space.position - before,
            // The caller has it.
            outcome: Vec::new(),
            recorded_at,
            repeated: false,
        };
        self.insert_receipt.execute(params![
            space.number,
            command,
            request.request,
            receipt.first,
            receipt.last,
            receipt.count,
            recorded_at.0,
            request.outcome
        ])?;
        seen.add(space.number, command);
        Ok(Ok(receipt))
    }

    /// Why the request cannot be taken as the store stands now.
    fn refuse(
        &mut self,
        space: &mut KnownSpace,
        request: &Prepared,
        ids: Ids,
    ) -> rusqlite::Result<Option<AppendError>> {
        for part in request.streams.iter().filter(|part| part.opens) {
            let actual = self.stream(space, &part.stream, &part.name)?.version;
            if actual != part.expected {
                return Ok(Some(AppendError::Conflict {
                    stream: part.stream.clone(),
                    expected: part.expected,
                    actual,
                }));
            }
        }
        if ids == Ids::Trusted {
            return Ok(None);
        }
        for fact in request.streams.iter().flat_map(|part| &part.facts) {
            if self.fact.exists(params![space.number, fact.sealed.id.0.as_bytes()])? {
                return Ok(Some(AppendError::Malformed(format!("fact {} is already there", fact.sealed.id))));
            }
        }
        Ok(None)
    }

    fn insert(
        &mut self,
        space: &mut KnownSpace,
        part: &PreparedStream,
        recorded_at: RecordedAt,
    ) -> rusqlite::Result<()> {
        if part.facts.is_empty() {
            return Ok(());
        }
        let number = match self.stream(space, &part.stream, &part.name)?.number {
            Some(number) => number,
            None => self.new_stream.query_row(params![space.number, part.name.as_str()], |row| row.get(0))?,
        };
        for fact in &part.facts {
            let position = space.position + 1;
            self.insert_fact.execute(params![
                place(space.number, position),
                space.number,
                position,
                recorded_at.0,
                number,
                fact.sealed.version,
                fact.sealed.id.0.as_bytes(),
                fact.sealed.kind,
                fact.occurred.as_str(),
                part.name.as_str(),
                fact.sealed.bytes(position, recorded_at),
            ])?;
            space.position = position;
        }
        space.recorded_at = recorded_at;
        let version = part.expected + part.facts.len() as u64;
        if let Some(known) = space.streams.get_mut(&part.stream) {
            *known = KnownStream { number: Some(number), version };
        }
        Ok(())
    }

    fn receipt(&mut self, space: i64, command: CommandId) -> rusqlite::Result<Option<(Receipt, [u8; 32])>> {
        self.receipt.query_row(params![space, command.0.as_bytes()], receipt_of).optional()
    }

    fn space<'k>(&mut self, known: &'k mut Known, space: &SpaceId) -> rusqlite::Result<&'k mut KnownSpace> {
        if !known.spaces.contains_key(space) {
            let found = self.space.query_row([space.as_str()], |row| row.get(0)).optional()?;
            let number = match found {
                Some(number) => number,
                None => self.new_space.query_row([space.as_str()], |row| row.get(0))?,
            };
            let head = self
                .head
                .query_row([place(number, 0), place(number + 1, 0)], |row| Ok((row.get(0)?, RecordedAt(row.get(1)?))))
                .optional()?;
            let (position, recorded_at) = head.unwrap_or_default();
            known.spaces.insert(
                space.clone(),
                KnownSpace { number, position, recorded_at, streams: std::collections::HashMap::new() },
            );
        }
        known.spaces.get_mut(space).ok_or(rusqlite::Error::QueryReturnedNoRows)
    }

    fn stream(&mut self, space: &mut KnownSpace, stream: &StreamId, name: &str) -> rusqlite::Result<KnownStream> {
        if let Some(known) = space.streams.get(stream) {
            return Ok(*known);
        }
        let found = self
            .stream
            .query_row(params![space.number, name], |row| Ok((row.get(0)?, row.get::<_, Option<u64>>(1)?)))
            .optional()?;
        let known = match found {
            Some((number, version)) => KnownStream { number: Some(number), version: version.unwrap_or(0) },
            None => KnownStream { number: None, version: 0 },
        };
        space.streams.insert(stream.clone(), known);
        Ok(known)
    }
}

/// Reads the columns of [`RECEIPT`].
pub(super) fn receipt_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Receipt, [u8; 32])> {
    let receipt = Receipt {
        first: row.get(0)?,
        last: row.get(1)?,
        count: row.get(2)?,
        recorded_at: RecordedAt(row.get(3)?),
        outcome: row.get(4)?,
        repeated: true,
    };
    Ok((receipt, row.get(5)?))
}
