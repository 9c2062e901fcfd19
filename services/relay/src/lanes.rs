//! Where each space stands between the log and the topic: saved ≤ acknowledged ≤ sent ≤ head. Pure bookkeeping; drawn
//! at the head of the crate.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::log::Head;
use maillage_log::relay::Move;

/// How few facts a space may have on their way, however many spaces there are: a page must be worth its round trip.
const LEAST_WINDOW: usize = 64;

/// The most facts that one space may have on their way.
const MOST_WINDOW: usize = 4_096;

/// Facts of one page of a space: the others get their turn after it.
const PAGE: usize = 512;

#[derive(Debug)]
struct Lane {
    space: SpaceId,
    saved: u64,
    acknowledged: u64,
    head: u64,
    /// Acknowledged beyond a position that is not: the producer keeps its order, so this stays empty but for surprises.
    ahead: BTreeSet<u64>,
    /// The second clock of each fact on its way; those of `acknowledged + 1` and after.
    waiting: VecDeque<RecordedAt>,
    /// Where Kafka's client puts the space: learnt with each acknowledgement, because partitions can be added.
    partition: Option<i32>,
    /// Whether its next fact cannot be read: it waits until somebody mended that.
    parked: bool,
}

impl Lane {
    fn beginning(space: SpaceId, saved: u64) -> Self {
        Self {
            space,
            saved,
            acknowledged: saved,
            head: saved,
            ahead: BTreeSet::new(),
            waiting: VecDeque::new(),
            partition: None,
            parked: false,
        }
    }

    fn sent(&self) -> u64 {
        self.acknowledged + self.waiting.len() as u64
    }

    /// How many facts of the log were not handed over and may be.
    fn left(&self) -> usize {
        let left = if self.parked { 0 } else { self.head.saturating_sub(self.sent()) };
        usize::try_from(left).unwrap_or(usize::MAX)
    }
}

/// A page to read and send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) lane: usize,
    pub(crate) space: SpaceId,
    pub(crate) after: u64,
    pub(crate) limit: usize,
}

/// Every space's lane.
#[derive(Debug)]
pub(crate) struct Lanes {
    lanes: Vec<Lane>,
    by_space: HashMap<SpaceId, usize>,
    /// Whose turn comes first.
    next: usize,
    in_flight: usize,
    most_in_flight: usize,
}

impl Lanes {
    /// Lanes that go on from the saved positions.
    pub(crate) fn new(positions: BTreeMap<SpaceId, u64>, most_in_flight: usize) -> Self {
        let mut lanes = Self { lanes: Vec::new(), by_space: HashMap::new(), next: 0, in_flight: 0, most_in_flight };
        for (space, saved) in positions {
            let lane = lanes.lane(&space);
            lanes.lanes[lane] = Lane::beginning(space, saved);
        }
        lanes
    }

    /// The lane of a space; it begins if there is none.
    pub(crate) fn lane(&mut self, space: &SpaceId) -> usize {
        if let Some(lane) = self.by_space.get(space) {
            return *lane;
        }
        self.lanes.push(Lane::beginning(space.clone(), 0));
        self.by_space.insert(space.clone(), self.lanes.len() - 1);
        self.lanes.len() - 1
    }

    /// How far the log reaches; gives how many facts that is more than was known.
    pub(crate) fn reach(&mut self, heads: &[(SpaceId, Head)]) -> u64 {
        let mut more = 0;
        for (space, head) in heads {
            let lane = self.lane(space);
            let lane = &mut self.lanes[lane];
            more += head.position.saturating_sub(lane.head);
            lane.head = lane.head.max(head.position);
        }
        more
    }

    /// The pages that may be read now: a page a space, beginning with another space each time, as far as the bounds
    /// allow.
    ///
    /// A partition whose records are on their way gets no few more (as Nagle has it for TCP): they would wait in the
    /// producer for the answer, and would go in smaller requests. What is appended meanwhile goes together, then.
    pub(crate) fn turns(&mut self) -> Vec<Turn> {
        let behind = self.lanes.iter().filter(|lane| lane.left() > 0).count();
        if behind == 0 {
            return Vec::new();
        }
        let closed = self.closed();
        let window = (self.most_in_flight / behind).clamp(LEAST_WINDOW, MOST_WINDOW);
        let mut room = self.most_in_flight.saturating_sub(self.in_flight);
        let mut turns = Vec::new();
        let count = self.lanes.len();
        let first = self.next;
        for at in (0..count).map(|step| (first + step) % count) {
            let lane = &self.lanes[at];
            if lane.partition.is_some_and(|partition| closed.contains(&partition)) {
                continue;
            }
            let limit = window.saturating_sub(lane.waiting.len()).min(lane.left()).min(PAGE).min(room);
            if limit > 0 {
                room -= limit;
                turns.push(Turn { lane: at, space: lane.space.clone(), after: lane.sent(), limit });
                self.next = (at + 1) % count;
            }
        }
        turns
    }

    /// The partitions with records on their way, but for those that a backlog of a page or more goes to.
    fn closed(&self) -> HashSet<i32> {
        let with = |wanted: fn(&&Lane) -> bool| {
            self.lanes.iter().filter(wanted).filter_map(|lane| lane.partition).collect::<HashSet<_>>()
        };
        &with(|lane| !lane.waiting.is_empty()) - &with(|lane| lane.left() >= PAGE)
    }

    /// The fact after the last one sent was handed to the producer.
    pub(crate) fn sent(&mut self, lane: usize, recorded_at: RecordedAt) {
        self.lanes[lane].waiting.push_back(recorded_at);
        self.in_flight += 1;
    }

    /// Kafka acknowledged a position, in a partition.
    pub(crate) fn acknowledged(&mut self, lane: usize, position: u64, partition: i32) {
        let lane = &mut self.lanes[lane];
        lane.partition = Some(partition);
        if position > lane.acknowledged {
            lane.ahead.insert(position);
        }
        while lane.ahead.remove(&(lane.acknowledged + 1)) {
            lane.acknowledged += 1;
            lane.waiting.pop_front();
            self.in_flight = self.in_flight.saturating_sub(1);
        }
    }

    /// What was acknowledged without a gap and is not saved yet.
    pub(crate) fn moves(&self) -> Vec<Move> {
        let moved = self.lanes.iter().filter(|lane| lane.acknowledged > lane.saved);
        moved.map(|lane| Move { space: lane.space.clone(), from: lane.saved, to: lane.acknowledged }).collect()
    }

    /// Moves were saved.
    pub(crate) fn saved(&mut self, moves: &[Move]) {
        for change in moves {
            let lane = self.lane(&change.space);
            self.lanes[lane].saved = change.to;
        }
    }

    /// Whether all up to these heads was carried and its positions are saved.
    pub(crate) fn have_saved(&self, heads: &[(SpaceId, Head)]) -> bool {
        heads
            .iter()
            .all(|(space, head)| head.position <= self.by_space.get(space).map_or(0, |lane| self.lanes[*lane].saved))
    }

    /// How many facts of the log are not acknowledged.
    pub(crate) fn pending(&self) -> u64 {
        self.lanes.iter().map(|lane| lane.head.saturating_sub(lane.acknowledged)).sum()
    }

    /// The second clock of the oldest fact on its way.
    pub(crate) fn oldest(&self) -> Option<RecordedAt> {
        self.lanes.iter().filter_map(|lane| lane.waiting.front().copied()).min()
    }

    /// The next fact of a space cannot be read: the others go on.
    pub(crate) fn park(&mut self, lane: usize) {
        self.lanes[lane].parked = true;
    }

    /// Every space is tried again.
    pub(crate) fn try_parked(&mut self) {
        self.lanes.iter_mut().for_each(|lane| lane.parked = false);
    }

    /// How many spaces are parked.
    pub(crate) fn parked(&self) -> usize {
        self.lanes.iter().filter(|lane| lane.parked).count()
    }

    /// Whether something waits for Kafka alone.
    pub(crate) fn wait_for_kafka(&self) -> bool {
        self.in_flight > 0 || self.lanes.iter().any(|lane| lane.left() > 0)
    }

    /// How many facts are on their way.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight
    }
}

#[cfg(test)]
mod tests;
