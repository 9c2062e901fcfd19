//! A batch decided in memory, request by request in the order of arrival, into rows to insert. What one request adds,
//! the next one sees.

use foldhash::{HashMap, HashMapExt, HashSet};
use maillage_events::envelope::RecordedAt;
use maillage_events::id::StreamId;
use uuid::Uuid;

use super::known::{Added, End, Known, KnownStream};
use super::learn::spaces;
use super::rows::{NewFacts, NewReceipts, NewStreams};
use crate::clock::Clock;
use crate::log::{AppendError, Receipt};
use crate::prepare::{Prepared, PreparedStream};

/// One request and the number of its space.
pub(super) type Numbered<'b> = (i32, &'b Prepared);

/// One request's answer, given after the commit. A receipt that repeats nothing comes without its outcome, which the
/// request holds.
pub(super) type Answer = Result<Receipt, AppendError>;

/// What is there already of what the batch brings, as read under the lock.
#[derive(Debug, Default)]
pub(super) struct There {
    /// Receipts, with the hash of their request.
    pub(super) receipts: HashMap<(i32, Uuid), (Receipt, [u8; 32])>,
    /// Ids of facts; empty while ids are trusted, since the index refuses one that is there.
    pub(super) facts: HashSet<(i32, Uuid)>,
}

/// What a batch comes to: answers to give after the commit, and rows to insert before it.
#[derive(Default)]
pub(super) struct Decided<'b> {
    pub(super) answers: Vec<Answer>,
    /// Each space of the batch, sorted, and the position that the batch goes on from.
    pub(super) places: (Vec<i32>, Vec<i64>),
    pub(super) streams: NewStreams<'b>,
    pub(super) facts: NewFacts<'b>,
    pub(super) receipts: NewReceipts<'b>,
    /// What each space comes to when the batch is committed.
    pub(super) spaces: HashMap<i32, Added<'b>>,
}

impl Decided<'_> {
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
pub(super) fn decide<'b>(batch: &[Numbered<'b>], known: &Known, there: There, clock: &dyn Clock) -> Decided<'b> {
    let mut decision = Decision::begin(batch, known, there, clock, true);
    for (space, request) in batch {
        let answer = decision.admit(*space, request);
        decision.decided.answers.push(answer);
    }
    decision.end_of_batch(batch)
}

/// Decides with what is remembered, before the lock is held; `None` when the batch must be read for: memory refuses a
/// request, lacks a stream, or would not be put to the test because a space gets no fact. The constraints refuse the
/// batch if memory is behind.
pub(super) fn foresee<'b>(batch: &[Numbered<'b>], known: &Known, clock: &dyn Clock) -> Option<Decided<'b>> {
    if !batch.iter().all(|(space, _)| known.is_quiet(*space)) {
        return None;
    }
    let mut decision = Decision::begin(batch, known, There::default(), clock, false);
    for (space, request) in batch {
        let answer = decision.admit(*space, request);
        if !decision.sure && answer.is_err() {
            return None;
        }
        decision.decided.answers.push(answer);
    }
    let decided = decision.end_of_batch(batch);
    let tested = |space: &i32| {
        known
            .space(*space)
            .is_some_and(|known| decided.spaces.get(space).is_some_and(|new| new.end.position > known.end.position))
    };
    batch.iter().all(|(space, _)| tested(space)).then_some(decided)
}

struct Decision<'k, 'b> {
    known: &'k Known,
    there: There,
    /// Receipts that this batch gives.
    here: HashMap<(i32, Uuid), (Receipt, &'b Prepared)>,
    /// One moment for the whole batch: it is recorded by one commit.
    now: RecordedAt,
    /// Whether a stream that is not remembered has no fact; otherwise that is not known.
    sure: bool,
    decided: Decided<'b>,
}

impl<'k, 'b> Decision<'k, 'b> {
    fn begin(batch: &[Numbered<'b>], known: &'k Known, mut there: There, clock: &dyn Clock, sure: bool) -> Self {
        let (now, here) = (RecordedAt::from(clock.now()), HashMap::with_capacity(batch.len()));
        there.facts.reserve(batch.len());
        Self { known, there, here, now, sure, decided: Decided::of(batch.len()) }
    }

    fn admit(&mut self, space: i32, request: &'b Prepared) -> Answer {
        if let Some((first, hash)) = self.there.receipts.get(&(space, request.command.0)) {
            let same = *hash == request.request;
            return if same { Ok(first.clone()) } else { Err(AppendError::CommandReused(request.command)) };
        }
        if let Some((first, asked)) = self.here.get(&(space, request.command.0)) {
            let again = || Receipt { repeated: true, outcome: asked.outcome.clone(), ..first.clone() };
            return if asked.request == request.request {
                Ok(again())
            } else {
                Err(AppendError::CommandReused(request.command))
            };
        }
        self.refuse(space, request)?;
        let End { position: before, recorded_at, .. } = self.added(space).end;
        let recorded_at = recorded_at.max(self.now);
        for part in request.streams.iter().filter(|part| !part.facts.is_empty()) {
            self.add(space, part, recorded_at);
        }
        let last = self.added(space).end.position;
        let count = last - before;
        let receipt = Receipt {
            first: if count == 0 { 0 } else { before + 1 },
            last,
            count,
            outcome: Vec::new(),
            recorded_at,
            repeated: false,
        };
        self.decided.receipts.push(space, request, &receipt);
        self.here.insert((space, request.command.0), (receipt.clone(), request));
        Ok(receipt)
    }

    /// Why the request cannot be taken as the space stands now. (Before anything is added: a refused request leaves no
    /// trace.)
    fn refuse(&self, space: i32, request: &Prepared) -> Result<(), AppendError> {
        for part in request.streams.iter().filter(|part| part.opens) {
            let actual = match self.stream(space, &part.stream) {
                Some(known) => known.version,
                None if self.sure => 0,
                // `streams_by_name` refuses the new stream if it is there after all.
                None if part.expected == 0 && !part.facts.is_empty() => 0,
                None => return Err(AppendError::Unavailable(format!("{} is not remembered", part.stream))),
            };
            if actual != part.expected {
                return Err(AppendError::Conflict { stream: part.stream.clone(), expected: part.expected, actual });
            }
        }
        for fact in request.streams.iter().flat_map(|part| &part.facts) {
            if self.there.facts.contains(&(space, fact.sealed.id.0)) {
                return Err(AppendError::Malformed(format!("fact {} is already there", fact.sealed.id)));
            }
        }
        Ok(())
    }

    fn add(&mut self, space: i32, part: &'b PreparedStream, recorded_at: RecordedAt) {
        let known = self.stream(space, &part.stream);
        let Added { end, streams } = self.added(space);
        let number = known.map_or(end.newest_stream + 1, |known| known.number);
        let first = end.position + 1;
        *end = End {
            position: end.position + part.facts.len() as u64,
            recorded_at,
            newest_stream: end.newest_stream.max(number),
        };
        streams.insert(&part.stream, KnownStream { number, version: part.expected + part.facts.len() as u64 });
        if known.is_none() {
            self.decided.streams.push(space, number, &part.name);
        }
        for (position, fact) in (first..).zip(&part.facts) {
            self.decided.facts.push(space, position, recorded_at, number, &part.name, fact);
            self.there.facts.insert((space, fact.sealed.id.0));
        }
    }

    fn end_of_batch(self, batch: &[Numbered<'b>]) -> Decided<'b> {
        let before = |space: &i32| self.known.space(*space).map_or(0, |known| known.end.position.cast_signed());
        let places = spaces(batch);
        let positions = places.iter().map(before).collect();
        Decided { places: (places, positions), ..self.decided }
    }

    /// The space as this batch leaves it so far.
    fn added(&mut self, space: i32) -> &mut Added<'b> {
        let known = self.known;
        let begin = || Added { end: known.space(space).map(|known| known.end).unwrap_or_default(), ..Added::default() };
        self.decided.spaces.entry(space).or_insert_with(begin)
    }

    fn stream(&self, space: i32, stream: &StreamId) -> Option<KnownStream> {
        let here = self.decided.spaces.get(&space).and_then(|space| space.streams.get(stream));
        here.or_else(|| self.known.space(space).and_then(|space| space.streams.get(stream))).copied()
    }
}
