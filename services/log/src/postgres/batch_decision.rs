//! A batch decided in memory, request by request in the order of arrival, into rows to insert. What one request adds,
//! the next one sees.

use foldhash::{HashMap, HashMapExt};
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{SpaceId, StreamId};
use uuid::Uuid;

use super::batch::{Existing, NumberedAppend, spaces};
use super::new_rows::{NewFacts, NewReceipts, NewStreams};
use super::writer_cache::{SpaceEnd, SpaceGrowth, WriterCache};
use crate::clock::Moment;
use crate::log::{AppendError, Head, Receipt};
use crate::prepare::{PreparedAppend, PreparedStream};
use crate::queue::Answer;
use crate::writer_cache::CachedStream;

/// What a batch comes to: answers to give after the commit, and rows to insert before it.
#[derive(Default)]
pub(super) struct Decision<'b> {
    pub(super) answers: Vec<Answer>,
    /// Each space of the batch, sorted, and the position that the batch goes on from.
    pub(super) places: (Vec<i32>, Vec<i64>),
    pub(super) streams: NewStreams<'b>,
    pub(super) facts: NewFacts<'b>,
    pub(super) receipts: NewReceipts<'b>,
    /// What each space comes to when the batch is committed.
    pub(super) spaces: HashMap<i32, SpaceGrowth<'b>>,
}

impl Decision<'_> {
    /// For a batch of so many requests, most of which bring one fact.
    fn of(requests: usize) -> Self {
        Self {
            answers: Vec::with_capacity(requests),
            facts: NewFacts::with_capacity(requests),
            receipts: NewReceipts::with_capacity(requests),
            ..Self::default()
        }
    }
}

/// Decides with what was read under the lock.
pub(super) fn decide_under_lock<'b>(
    batch: &[NumberedAppend<'b>],
    cache: &WriterCache,
    existing: Existing,
    moment: Moment,
) -> Decision<'b> {
    let mut decider = Decider::begin(batch, cache, existing, moment, true);
    for (space, request) in batch {
        let answer = decider.admit(*space, request);
        decider.decision.answers.push(answer);
    }
    decider.end_of_batch(batch)
}

/// Decides with the cache alone, before the lock is held; `None` when the batch must be read for: the cache refuses a
/// request, lacks a stream, or would not be put to the test because a space gets no fact. The constraints refuse the
/// batch if the cache is behind.
pub(super) fn decide_from_cache<'b>(
    batch: &[NumberedAppend<'b>],
    cache: &WriterCache,
    moment: Moment,
) -> Option<Decision<'b>> {
    if !batch.iter().all(|(space, _)| cache.is_quiet(*space)) {
        return None;
    }
    let mut decider = Decider::begin(batch, cache, Existing::default(), moment, false);
    for (space, request) in batch {
        let answer = decider.admit(*space, request);
        if !decider.sure && answer.is_err() {
            return None;
        }
        decider.decision.answers.push(answer);
    }
    let decision = decider.end_of_batch(batch);
    let tested = |space: &i32| {
        let grown = |before: u64| decision.spaces.get(space).is_some_and(|new| new.end.head.position > before);
        cache.space(*space).is_some_and(|cached| grown(cached.end.head.position))
    };
    batch.iter().all(|(space, _)| tested(space)).then_some(decision)
}

struct Decider<'k, 'b> {
    cache: &'k WriterCache,
    existing: Existing,
    /// Receipts that this batch gives.
    new_receipts: HashMap<(i32, Uuid), (Receipt, &'b PreparedAppend)>,
    /// One moment for the whole batch: it is recorded by one commit.
    moment: Moment,
    /// Whether a stream that is not remembered has no fact; otherwise that is not known.
    sure: bool,
    decision: Decision<'b>,
}

impl<'k, 'b> Decider<'k, 'b> {
    fn begin(
        batch: &[NumberedAppend<'b>],
        cache: &'k WriterCache,
        mut existing: Existing,
        moment: Moment,
        sure: bool,
    ) -> Self {
        let new_receipts = HashMap::with_capacity(batch.len());
        existing.facts.reserve(batch.len());
        Self { cache, existing, new_receipts, moment, sure, decision: Decision::of(batch.len()) }
    }

    fn admit(&mut self, space: i32, request: &'b PreparedAppend) -> Answer {
        if let Some((first, fingerprint)) = self.existing.receipts.get(&(space, request.command.0)) {
            let same = *fingerprint == request.fingerprint;
            return if same { Ok(first.clone()) } else { Err(AppendError::CommandReused(request.command)) };
        }
        if let Some((first, earlier)) = self.new_receipts.get(&(space, request.command.0)) {
            let again = || Receipt { repeated: true, outcome: earlier.outcome.clone(), ..first.clone() };
            return if earlier.fingerprint == request.fingerprint {
                Ok(again())
            } else {
                Err(AppendError::CommandReused(request.command))
            };
        }
        self.refuse(space, request)?;
        let Head { position: before, recorded_at } = self.growth(space).end.head;
        let recorded_at = self.moment.after(recorded_at).map_err(|fault| AppendError::Stopped(fault.into()))?;
        for part in request.streams.iter().filter(|part| !part.facts.is_empty()) {
            self.add((space, &request.space), part, recorded_at);
        }
        let last = self.growth(space).end.head.position;
        let count = last - before;
        let receipt = Receipt {
            first: if count == 0 { 0 } else { before + 1 },
            last,
            count,
            outcome: Vec::new(),
            recorded_at,
            repeated: false,
        };
        self.decision.receipts.push(space, request, &receipt);
        self.new_receipts.insert((space, request.command.0), (receipt.clone(), request));
        Ok(receipt)
    }

    /// Why the request cannot be taken as the space stands now. (Before anything is added: a refused request leaves no
    /// trace.)
    fn refuse(&self, space: i32, request: &PreparedAppend) -> Result<(), AppendError> {
        for part in request.streams.iter().filter(|part| part.opens) {
            let actual = match self.stream(space, &part.stream) {
                Some(stream) => stream.version,
                None if self.sure => 0,
                // `streams_by_name` refuses the new stream if it is there after all.
                None if part.expected == 0 && !part.facts.is_empty() => 0,
                None => return Err(AppendError::Unavailable(format!("{} is not remembered", part.stream))),
            };
            if actual != part.expected {
                return Err(AppendError::Conflict { stream: part.stream.clone(), expected: part.expected, actual });
            }
        }
        let end = self.end(space);
        request.judge_conditions(end.register, end.head.position)?;
        for fact in request.streams.iter().flat_map(|part| &part.facts) {
            if self.existing.facts.contains(&(space, fact.sealed.id.0)) {
                return Err(AppendError::Malformed(format!("fact {} is already there", fact.sealed.id)));
            }
        }
        Ok(())
    }

    fn add(&mut self, (space, name): (i32, &SpaceId), part: &'b PreparedStream, recorded_at: RecordedAt) {
        let stream = self.stream(space, &part.stream);
        let SpaceGrowth { end, streams } = self.growth(space);
        let number = stream.map_or(end.newest_stream + 1, |stream| stream.number);
        let first = end.head.position + 1;
        let of_register = (first..).zip(&part.facts).filter(|(_, fact)| fact.sealed.registered).last();
        *end = SpaceEnd {
            head: Head { position: end.head.position + part.facts.len() as u64, recorded_at },
            newest_stream: end.newest_stream.max(number),
            register: of_register.map_or(end.register, |(position, _)| position),
        };
        streams.insert(&part.stream, CachedStream { number, version: part.expected + part.facts.len() as u64 });
        if stream.is_none() {
            self.decision.streams.push(space, number, &part.name);
        }
        for (position, fact) in (first..).zip(&part.facts) {
            self.decision.facts.push((space, name), position, recorded_at, number, &part.name, fact);
            self.existing.facts.insert((space, fact.sealed.id.0));
        }
    }

    fn end_of_batch(self, batch: &[NumberedAppend<'b>]) -> Decision<'b> {
        let before = |space: &i32| self.cache.space(*space).map_or(0, |cached| cached.end.head.position.cast_signed());
        let places = spaces(batch);
        let positions = places.iter().map(before).collect();
        Decision { places: (places, positions), ..self.decision }
    }

    /// Where the space ends so far.
    fn end(&self, space: i32) -> SpaceEnd {
        let grown = self.decision.spaces.get(&space).map(|grown| grown.end);
        grown.or_else(|| self.cache.space(space).map(|cached| cached.end)).unwrap_or_default()
    }

    /// The space as this batch leaves it so far.
    fn growth(&mut self, space: i32) -> &mut SpaceGrowth<'b> {
        let cache = self.cache;
        let begin = || SpaceGrowth {
            end: cache.space(space).map(|cached| cached.end).unwrap_or_default(),
            ..SpaceGrowth::default()
        };
        self.decision.spaces.entry(space).or_insert_with(begin)
    }

    fn stream(&self, space: i32, stream: &StreamId) -> Option<CachedStream> {
        let grown = self.decision.spaces.get(&space).and_then(|space| space.streams.get(stream));
        grown.or_else(|| self.cache.space(space).and_then(|space| space.streams.get(stream))).copied()
    }
}
