//! The writer's statements, and its look-ups past the cache.

use std::collections::HashMap;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, SpaceId, StreamId};
use maillage_events::register::KINDS;
use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::receipt_filter::NEWEST;
use super::writer_cache::{CachedSpace, WriterCache};
use crate::log::{Head, Receipt};
use crate::writer_cache::CachedStream;

/// The writer's statements, prepared once.
pub(super) struct Statements<'c> {
    pub(super) begin: Statement<'c>,
    pub(super) commit: Statement<'c>,
    pub(super) data_version: Statement<'c>,
    pub(super) newest_receipt: Statement<'c>,
    space: Statement<'c>,
    new_space: Statement<'c>,
    head: Statement<'c>,
    register: Statement<'c>,
    receipt: Statement<'c>,
    stream: Statement<'c>,
    pub(super) new_stream: Statement<'c>,
    pub(super) fact: Statement<'c>,
    pub(super) insert_fact: Statement<'c>,
    pub(super) insert_receipt: Statement<'c>,
    pub(super) insert_alive: Statement<'c>,
    newest_fact: Statement<'c>,
    newest_mark: Statement<'c>,
}

/// Positions of a space end here; `place` holds the space's number above it.
pub(super) const POSITION_BITS: u32 = 40;

/// Where a space's facts begin: its position 0.
pub(super) const fn place(space: i64, position: u64) -> i64 {
    (space << POSITION_BITS) + position as i64
}

/// A receipt, its columns in the order that [`receipt_of`] reads; the newest chunks are asked first.
pub(super) const RECEIPT: &str = include_str!("statements/receipt.sql");

/// The last fact of a space.
pub(super) const HEAD: &str =
    "SELECT position, recorded_at FROM facts WHERE place > ?1 AND place < ?2 ORDER BY place DESC LIMIT 1";

/// Whether a fact is of some kinds, in the words of the index that serves them: the register's has no list, so that one
/// kind alone is found by it too.
pub(super) fn of_kinds(kinds: &[&str]) -> String {
    let quoted = kinds.iter().map(|kind| format!("'{}'", kind.replace('\'', "''")));
    if kinds == KINDS || kinds.len() == 1 {
        let each: Vec<String> = quoted.map(|kind| format!("kind = {kind}")).collect();
        return each.join(" OR ");
    }
    format!("kind IN ({})", quoted.collect::<Vec<_>>().join(", "))
}

/// Where the last fact of the register of a space stands.
pub(super) fn register() -> String {
    let of_register = of_kinds(KINDS);
    format!(
        "SELECT position FROM facts WHERE ({of_register}) AND place > ?1 AND place < ?2 ORDER BY place DESC LIMIT 1"
    )
}

/// The number of a stream and its version.
const STREAM: &str = "
    SELECT number, (SELECT max(version) FROM facts WHERE stream_number = number)
    FROM streams WHERE space = ?1 AND stream = ?2";

/// When the newest fact was recorded: the last one of some space, so one look a space.
const NEWEST_FACT: &str = "
    SELECT max((SELECT recorded_at FROM facts WHERE place > number << 40 AND place < (number + 1) << 40
                ORDER BY place DESC LIMIT 1))
    FROM spaces";

const INSERT_FACT: &str = "
    INSERT INTO facts
        (place, space, position, recorded_at, stream_number, version, id, kind, occurred, stream, checksum, fact)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

const INSERT_RECEIPT: &str = "
    INSERT INTO receipts (space, command, request, first, last, count, recorded_at, outcome)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

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
            register: connection.prepare(&register())?,
            receipt: connection.prepare(RECEIPT)?,
            stream: connection.prepare(STREAM)?,
            new_stream: connection.prepare("INSERT INTO streams (space, stream) VALUES (?1, ?2) RETURNING number")?,
            fact: connection.prepare("SELECT 1 FROM facts WHERE space = ?1 AND id = ?2")?,
            insert_fact: connection.prepare(INSERT_FACT)?,
            insert_receipt: connection.prepare(INSERT_RECEIPT)?,
            insert_alive: connection.prepare("INSERT OR IGNORE INTO alive (at) VALUES (?1)")?,
            newest_fact: connection.prepare(NEWEST_FACT)?,
            newest_mark: connection.prepare("SELECT max(at) FROM alive")?,
        })
    }

    pub(super) fn receipt(&mut self, space: i64, command: CommandId) -> rusqlite::Result<Option<(Receipt, [u8; 32])>> {
        self.receipt.query_row(params![space, command.0.as_bytes()], receipt_of).optional()
    }

    /// When the newest fact of all spaces was recorded.
    pub(super) fn newest_fact(&mut self) -> rusqlite::Result<Option<RecordedAt>> {
        self.newest_fact.query_row([], |row| Ok(row.get::<_, Option<i64>>(0)?.map(RecordedAt)))
    }

    /// When the store was last said to be alive.
    pub(super) fn newest_mark(&mut self) -> rusqlite::Result<Option<RecordedAt>> {
        self.newest_mark.query_row([], |row| Ok(row.get::<_, Option<i64>>(0)?.map(RecordedAt)))
    }

    /// A space as it stands; it is given a number when it is new.
    pub(super) fn space<'k>(
        &mut self,
        cache: &'k mut WriterCache,
        space: &SpaceId,
    ) -> rusqlite::Result<&'k mut CachedSpace> {
        if !cache.spaces.contains_key(space) {
            let found = self.space.query_row([space.as_str()], |row| row.get(0)).optional()?;
            let number = match found {
                Some(number) => number,
                None => self.new_space.query_row([space.as_str()], |row| row.get(0))?,
            };
            let head = self
                .head
                .query_row([place(number, 0), place(number + 1, 0)], |row| {
                    Ok(Head { position: row.get(0)?, recorded_at: RecordedAt(row.get(1)?) })
                })
                .optional()?
                .unwrap_or_default();
            let register = self
                .register
                .query_row([place(number, 0), place(number + 1, 0)], |row| row.get(0))
                .optional()?
                .unwrap_or_default();
            cache.spaces.insert(space.clone(), CachedSpace { number, head, register, streams: HashMap::new() });
        }
        cache.spaces.get_mut(space).ok_or(rusqlite::Error::QueryReturnedNoRows)
    }

    /// A stream as it stands; `None` before its first fact.
    pub(super) fn stream(
        &mut self,
        space: &mut CachedSpace,
        stream: &StreamId,
        name: &str,
    ) -> rusqlite::Result<Option<CachedStream>> {
        if let Some(cached) = space.streams.get(stream) {
            return Ok(*cached);
        }
        let found = self
            .stream
            .query_row(params![space.number, name], |row| {
                Ok(CachedStream { number: row.get(0)?, version: row.get::<_, Option<u64>>(1)?.unwrap_or(0) })
            })
            .optional()?;
        space.streams.insert(stream.clone(), found);
        Ok(found)
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
