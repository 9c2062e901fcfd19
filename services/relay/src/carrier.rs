//! From the log to the topic, while the lease is held.

use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::envelope::RecordedAt;
use maillage_log::log::{FactReads, Page, StoredFact};
use tokio::sync::{mpsc, watch};

use crate::error::{RelayError, Trouble};
use crate::heard::Heard;
use crate::lanes::{Lanes, Turn};
use crate::lease::HeldLease;
use crate::metrics::RelayMetrics;
use crate::options::RelayOptions;
use crate::pace::Pace;
use crate::position_saver::{PositionSaver, SaveOutcome};
use crate::producer::{DeliveryReport, Sender, send};

/// Facts that are read at once, over all spaces: bounds the memory of one answer.
const READ: usize = 4_096;

/// Longest wait for what is on its way, when carrying ends in good order.
const LAST: Duration = Duration::from_secs(5);

/// Why carrying came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// A stop was requested.
    Stopped,
    /// The lease is another's, or soon will be.
    Lost,
    /// Facts wait, and Kafka has acknowledged none for long: another may reach it.
    Unheard,
    /// All that the log held when carrying began has been carried, and no more was requested.
    CaughtUp,
}

/// What carrying needs.
pub(crate) struct Carrier<'a> {
    pub(crate) log: &'a Arc<dyn FactReads>,
    pub(crate) options: &'a RelayOptions,
    pub(crate) metrics: &'a RelayMetrics,
    pub(crate) lease: &'a HeldLease,
    pub(crate) producer: &'a Sender,
    pub(crate) reports: mpsc::UnboundedReceiver<DeliveryReport>,
    pub(crate) lanes: Lanes,
    pub(crate) heard: &'a Heard,
}

impl Carrier<'_> {
    /// Carries until something ends it, then saves what was acknowledged.
    pub(crate) async fn carry(
        mut self,
        mut saver: PositionSaver,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<Ended, Trouble> {
        // A database that does not answer must not keep whoever waits for it carrying in name.
        let lease = self.lease;
        let ended = tokio::select! {
            ended = self.turns(&mut saver, stop) => ended,
            () = lease.over() => Ok(Ended::Lost),
        };
        if matches!(ended, Ok(Ended::Stopped | Ended::CaughtUp) | Err(Trouble::Ends(_))) {
            self.settle().await;
        }
        if self.lease.holds() {
            saver.finish(&mut self.lanes).await;
        }
        ended
    }

    async fn turns(&mut self, saver: &mut PositionSaver, stop: &mut watch::Receiver<bool>) -> Result<Ended, Trouble> {
        let mut appended = self.log.appended();
        let (mut look, mut pace) = (true, Pace::beginning(Instant::now()));
        let (mut goal, mut again) = (None, Instant::now() + self.options.again);
        loop {
            while let Ok(report) = self.reports.try_recv() {
                self.take(report)?;
            }
            if stop_requested(stop) {
                return Ok(Ended::Stopped);
            }
            let began = Instant::now();
            if began >= again {
                self.lanes.try_parked();
                again = began + self.options.again;
            }
            if look && began >= pace.next() {
                appended.mark_unchanged();
                let heads = self.log.heads().await?;
                self.metrics.looked(RecordedAt::from(self.log.clock().now()));
                pace.looked(began, began.elapsed(), self.lanes.reach(&heads));
                look = false;
                if self.options.once {
                    goal.get_or_insert(heads);
                }
            }
            let sent = self.fill().await?;
            saver.begin(&self.lanes);
            self.metrics.parked(self.lanes.parked());
            self.metrics.waits(self.lanes.pending(), self.lanes.oldest(), RecordedAt::from(self.log.clock().now()));
            if goal.as_ref().is_some_and(|goal| self.lanes.have_saved(goal)) {
                return Ok(Ended::CaughtUp);
            }
            if !self.lease.holds() {
                return Ok(Ended::Lost);
            }
            if !self.lanes.wait_for_kafka() {
                self.heard.now();
            } else if self.heard.is_too_long_ago(self.options) {
                return Ok(Ended::Unheard);
            }
            if sent {
                tokio::task::yield_now().await;
                continue;
            }
            let due = saver.due(&self.lanes).unwrap_or_else(|| Instant::now() + self.options.poll);
            tokio::select! {
                report = self.reports.recv() => if let Some(report) = report { self.take(report)? },
                saved = saver.next(&mut self.lanes) => if saved? == SaveOutcome::Fenced { return Ok(Ended::Lost) },
                changed = appended.changed(), if !look => match changed {
                    Ok(()) => look = true,
                    // The log itself is closing: nothing will be appended by this process, others are found by looking.
                    Err(_) => { tokio::time::sleep(self.options.poll).await; look = true }
                },
                () = tokio::time::sleep(self.options.poll), if !look => look = true,
                () = tokio::time::sleep_until(pace.next().into()), if look => {}
                () = tokio::time::sleep_until(due.into()) => {}
                () = self.lease.over() => return Ok(Ended::Lost),
                _ = stop.changed() => {}
            }
        }
    }

    /// Reads the pages whose turn it is, and hands them to the producer in order. Says whether anything was handed
    /// over.
    async fn fill(&mut self) -> Result<bool, Trouble> {
        let mut sent = false;
        for turns in grouped(self.lanes.turns()) {
            let pages: Vec<Page> = turns
                .iter()
                .map(|turn| Page { space: turn.space.clone(), after: turn.after, limit: turn.limit })
                .collect();
            let read = match self.log.pages(&pages).await {
                Ok(read) => read,
                Err(why) => {
                    self.park(why.into())?;
                    return Ok(true);
                }
            };
            if !self.lease.holds() {
                return Ok(sent);
            }
            for (turn, page) in turns.iter().zip(&read) {
                if let Err(why) = without_a_hole(turn, page) {
                    self.park(why.into())?;
                    continue;
                }
                for fact in page {
                    match send(self.producer, &self.options.topic, &turn.space, turn.lane, fact) {
                        Ok(true) => self.lanes.sent(turn.lane, fact.recorded_at),
                        Ok(false) => return Ok(false),
                        Err(why) => {
                            self.park(why)?;
                            break;
                        }
                    }
                    sent = true;
                }
            }
        }
        Ok(sent)
    }

    /// Stops the space whose fact is missing or cannot be read, and no other. Whoever was told to carry all ends there,
    /// and any other trouble goes on to whoever asked.
    fn park(&mut self, why: Trouble) -> Result<(), Trouble> {
        let Trouble::Ends(RelayError::Hole { space, .. } | RelayError::Corrupt { space, .. }) = &why else {
            return Err(why);
        };
        if self.options.once {
            return Err(why);
        }
        tracing::error!(error = %why, "the space is parked: somebody must look");
        if matches!(why, Trouble::Ends(RelayError::Hole { .. })) {
            self.metrics.met_a_hole();
        }
        let lane = self.lanes.lane(space);
        self.lanes.park(lane);
        Ok(())
    }

    fn take(&mut self, report: DeliveryReport) -> Result<(), Trouble> {
        match report.outcome {
            Ok(partition) => {
                self.metrics.acknowledged();
                self.heard.now();
                self.lanes.acknowledged(report.lane, report.position, partition);
                Ok(())
            }
            Err(error) => {
                self.metrics.failed();
                Err(error.into())
            }
        }
    }

    /// Waits a little for what is on its way, so that the next need not carry it again.
    async fn settle(&mut self) {
        let last = Instant::now() + LAST;
        while self.lanes.in_flight() > 0 && self.lease.holds() {
            let Ok(Some(report)) = tokio::time::timeout_at(last.into(), self.reports.recv()).await else { return };
            if self.take(report).is_err() {
                return;
            }
        }
    }
}

/// Whether a stop was requested, or whoever could request it is gone.
pub(crate) fn stop_requested(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}

/// Turns in groups that are read at once.
fn grouped(turns: Vec<Turn>) -> Vec<Vec<Turn>> {
    let (mut groups, mut facts): (Vec<Vec<Turn>>, usize) = (Vec::new(), READ);
    for turn in turns {
        if facts + turn.limit > READ {
            groups.push(Vec::new());
            facts = 0;
        }
        facts += turn.limit;
        if let Some(group) = groups.last_mut() {
            group.push(turn);
        }
    }
    groups
}

/// The head says that these positions are there: a page that lacks the first of them, or one in its middle, has a hole.
fn without_a_hole(turn: &Turn, page: &[StoredFact]) -> Result<(), RelayError> {
    let hole = |expected| RelayError::Hole { space: turn.space.clone(), expected };
    if page.is_empty() {
        return Err(hole(turn.after + 1));
    }
    match (turn.after + 1..).zip(page).find(|(expected, fact)| fact.position != *expected) {
        Some((expected, _)) => Err(hole(expected)),
        None => Ok(()),
    }
}
