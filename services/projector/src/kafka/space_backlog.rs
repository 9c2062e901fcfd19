//! The facts of one space that came by the topic and are not in the rows yet.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::envelope::RecordedAt;
use maillage_log::log::{Head, StoredFact};
use tokio::sync::Notify;

mod claims;

pub(super) use claims::Claims;

/// What a held fact costs beside its bytes, about.
const BESIDE: usize = 240;

/// How long a space that came by another partition than its own is followed after its last record.
const LINGER: Duration = Duration::from_secs(60);

/// Where a record stood in the topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordOffset {
    pub(super) partition: i32,
    pub(super) offset: i64,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordOutcome {
    /// A fact that was not known here: held until the log was asked whether it has it.
    Taken,
    /// A position that is known already: dropped.
    Repeated,
}

/// What stands after a position.
#[derive(Debug)]
pub(super) enum NextFacts {
    /// Facts that follow each other, from the next position on.
    Held(Vec<Arc<StoredFact>>),
    /// Up to and including this position they are read from the log; `true` when a held fact comes after it.
    InLog(u64, bool),
}

#[derive(Debug)]
struct HeldFact {
    fact: Arc<StoredFact>,
    at: RecordOffset,
    /// Which record of the space it was, counted here.
    number: u64,
    /// Whether the log has these very bytes at this position. Before that it is a claim, and no fold sees it.
    confirmed: bool,
}

impl HeldFact {
    fn weight(&self) -> usize {
        self.fact.bytes.len() + BESIDE
    }
}

/// One space: how far it is known, and what is held of it. Held facts are in order, one a position; what is missing
/// between them is in the log.
#[derive(Debug)]
pub(super) struct SpaceBacklog {
    /// How far the log is known to go: never further than it said itself.
    pub(super) head: Head,
    pub(super) wake: Arc<Notify>,
    /// Whether a task folds it.
    pub(super) listed: bool,
    /// Whether its fold cannot go on: what comes is then left to the log.
    pub(super) parked: bool,
    /// The furthest position that a record named, and the number of the last record that named one beyond the head.
    told: (u64, u64),
    /// Records that came so far.
    records: u64,
    /// The partition that its last record came by, and when.
    came: Option<(i32, Instant)>,
    /// When its rows last moved on.
    pub(super) moved: Instant,
    pub(super) bytes: usize,
    held: VecDeque<HeldFact>,
    /// Records that were released before their facts were in the rows: the first of each partition. They must be
    /// consumed again after a restart, until the rows hold everything up to `released_until`.
    released: BTreeMap<i32, i64>,
    released_until: u64,
}

impl SpaceBacklog {
    pub(super) fn new() -> Self {
        Self {
            head: Head::default(),
            wake: Arc::default(),
            listed: false,
            parked: false,
            told: (0, 0),
            records: 0,
            came: None,
            moved: Instant::now(),
            bytes: 0,
            held: VecDeque::new(),
            released: BTreeMap::new(),
            released_until: 0,
        }
    }

    /// Takes a record; the position alone decides whether it is known.
    pub(super) fn take(&mut self, fact: StoredFact, at: RecordOffset) -> RecordOutcome {
        self.came = Some((at.partition, Instant::now()));
        self.records += 1;
        let position = fact.position;
        if position <= self.head.position {
            return RecordOutcome::Repeated;
        }
        self.told = (position.max(self.told.0), self.records);
        if self.parked {
            return RecordOutcome::Taken;
        }
        let place = match self.held.back() {
            Some(last) if last.fact.position >= position => {
                self.held.partition_point(|held| held.fact.position < position)
            }
            Some(_) | None => self.held.len(),
        };
        if self.held.get(place).is_some_and(|held| held.fact.position == position) {
            return RecordOutcome::Repeated;
        }
        let held = HeldFact { fact: Arc::new(fact), at, number: self.records, confirmed: false };
        self.bytes += held.weight();
        self.held.insert(place, held);
        RecordOutcome::Taken
    }

    /// Learns from the log that it goes further than the topic has brought.
    pub(super) fn lift(&mut self, head: Head) {
        if head.position > self.head.position {
            self.head = head;
        }
    }

    /// The log ends here, and what was known beyond is not there any more.
    pub(super) fn set_back(&mut self, head: Head) {
        self.head = head;
        for held in &mut self.held {
            held.confirmed = false;
        }
    }

    /// Records that came so far.
    pub(super) fn records(&self) -> u64 {
        self.records
    }

    /// Every fact up to `stored` is in the rows: it is held no more, and its record need not be read again.
    pub(super) fn settle(&mut self, taken: u64, stored: u64) {
        self.lift(Head { position: taken, recorded_at: RecordedAt::default() });
        while let Some(first) = self.held.front().filter(|first| first.fact.position <= stored) {
            self.bytes -= first.weight();
            self.held.pop_front();
            self.moved = Instant::now();
        }
        if self.held.is_empty() {
            self.held.shrink_to(64);
        }
        if stored >= self.released_until {
            self.released.clear();
        }
    }

    /// Releases what is held; the log has it. With `unstored`, its records are not done with until the rows hold its
    /// facts.
    pub(super) fn release(&mut self, unstored: bool) {
        for held in std::mem::take(&mut self.held).into_iter().filter(|_| unstored) {
            self.hold_back(held.at, held.fact.position);
        }
        self.bytes = 0;
        if !unstored {
            self.released.clear();
        }
    }

    /// A record is not done with until the rows hold everything up to a position.
    fn hold_back(&mut self, at: RecordOffset, until: u64) {
        let first = self.released.entry(at.partition).or_insert(at.offset);
        *first = at.offset.min(*first);
        self.released_until = self.released_until.max(until);
    }

    /// Forgets what came by a partition that is no longer read here.
    pub(super) fn forget(&mut self, partition: i32) {
        self.held.retain(|held| held.at.partition != partition);
        self.bytes = self.held.iter().map(HeldFact::weight).sum();
        self.released.remove(&partition);
        self.came = self.came.filter(|(from, _)| *from != partition);
    }

    /// Whether records of it come here, by whatever partition.
    pub(super) fn is_coming(&self) -> bool {
        !self.is_at_rest() || self.came.is_some_and(|(_, when)| when.elapsed() < LINGER)
    }

    /// Whether nothing is held and no released record is still unstored.
    pub(super) fn is_at_rest(&self) -> bool {
        self.held.is_empty() && self.released.is_empty()
    }

    /// The first record of each partition whose fact is not in the rows.
    pub(super) fn first_unstored(&self, visit: &mut impl FnMut(RecordOffset)) {
        for held in &self.held {
            visit(held.at);
        }
        for (partition, offset) in &self.released {
            visit(RecordOffset { partition: *partition, offset: *offset });
        }
    }

    /// What comes after a position: at most `limit` held facts that the log confirmed, or where to read in the log.
    pub(super) fn next_facts(&self, after: u64, limit: usize) -> NextFacts {
        let at = self.held.partition_point(|held| held.fact.position <= after);
        let Some(next) = self.held.range(at..).find(|held| held.confirmed) else {
            return NextFacts::InLog(self.head.position, false);
        };
        if next.fact.position != after + 1 {
            return NextFacts::InLog(next.fact.position - 1, true);
        }
        let follows = |(held, position): (&HeldFact, u64)| {
            (held.confirmed && held.fact.position == position).then(|| held.fact.clone())
        };
        NextFacts::Held(self.held.range(at..).zip(after + 1..).map_while(follows).take(limit).collect())
    }
}
