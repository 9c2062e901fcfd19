//! One request against the store, inside the writer's transaction. What it inserts, the next request of the batch sees.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use rusqlite::params;

use super::receipt_filter::ReceiptFilter;
use super::statements::{Statements, place};
use super::writer_cache::{CachedSpace, WriterCache};
use crate::checksum::of_fact;
use crate::clock::Moment;
use crate::log::{AppendError, Receipt};
use crate::prepare::{PreparedAppend, PreparedStream};
use crate::queue::Answer;
use crate::writer_cache::{CachedStream, FactIds};

impl Statements<'_> {
    /// Answers one request: a repeat, a refusal, or facts and receipt inserted (the receipt comes without its outcome,
    /// which the request holds). The outer error spoils the whole batch.
    pub(super) fn admit(
        &mut self,
        cache: &mut WriterCache,
        filter: &mut ReceiptFilter,
        moment: Moment,
        request: &PreparedAppend,
        ids: FactIds,
    ) -> rusqlite::Result<Answer> {
        let space = self.space(cache, &request.space)?;
        let command = request.command.0.into_bytes();
        if filter.may_have(space.number, command)
            && let Some((first, fingerprint)) = self.receipt(space.number, request.command)?
        {
            let same = fingerprint == request.fingerprint;
            return Ok(if same { Ok(first) } else { Err(AppendError::CommandReused(request.command)) });
        }
        if let Some(refused) = self.refuse(space, request, ids)? {
            return Ok(Err(refused));
        }
        let recorded_at = match moment.after(space.head.recorded_at) {
            Ok(recorded_at) => recorded_at,
            Err(fault) => return Ok(Err(AppendError::Stopped(fault.into()))),
        };
        let before = space.head.position;
        for part in &request.streams {
            self.insert(&request.space, space, part, recorded_at)?;
        }
        let receipt = Receipt {
            first: if request.count == 0 { 0 } else { before + 1 },
            last: space.head.position,
            count: space.head.position - before,
            // The caller has it.
            outcome: Vec::new(),
            recorded_at,
            repeated: false,
        };
        self.insert_receipt.execute(params![
            space.number,
            command,
            request.fingerprint,
            receipt.first,
            receipt.last,
            receipt.count,
            recorded_at.0,
            request.outcome
        ])?;
        filter.add(space.number, command);
        Ok(Ok(receipt))
    }

    /// Why the request cannot be taken as the store stands now.
    fn refuse(
        &mut self,
        space: &mut CachedSpace,
        request: &PreparedAppend,
        ids: FactIds,
    ) -> rusqlite::Result<Option<AppendError>> {
        for part in request.streams.iter().filter(|part| part.opens) {
            let actual = self.stream(space, &part.stream, &part.name)?.map_or(0, |stream| stream.version);
            if actual != part.expected {
                return Ok(Some(AppendError::Conflict {
                    stream: part.stream.clone(),
                    expected: part.expected,
                    actual,
                }));
            }
        }
        if let Err(moved) = request.judge_conditions(space.register, space.head.position) {
            return Ok(Some(moved));
        }
        if ids == FactIds::Trusted {
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
        name: &SpaceId,
        space: &mut CachedSpace,
        part: &PreparedStream,
        recorded_at: RecordedAt,
    ) -> rusqlite::Result<()> {
        if part.facts.is_empty() {
            return Ok(());
        }
        let number = match self.stream(space, &part.stream, &part.name)? {
            Some(stream) => stream.number,
            None => self.new_stream.query_row(params![space.number, part.name.as_str()], |row| row.get(0))?,
        };
        for fact in &part.facts {
            let position = space.head.position + 1;
            let bytes = fact.sealed.bytes(position, recorded_at);
            let checksum =
                of_fact(name, &fact.view(part.name.as_str(), position, recorded_at, &bytes), fact.sealed.version);
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
                checksum,
                bytes,
            ])?;
            space.head.position = position;
            if fact.sealed.registered {
                space.register = position;
            }
        }
        space.head.recorded_at = recorded_at;
        let version = part.expected + part.facts.len() as u64;
        if let Some(cached) = space.streams.get_mut(&part.stream) {
            *cached = Some(CachedStream { number, version });
        }
        Ok(())
    }
}
