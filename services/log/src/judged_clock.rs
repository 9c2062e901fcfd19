//! The clock as the writers of both stores take it: judged at each batch and at each pulse.

use std::sync::Arc;

use maillage_events::envelope::RecordedAt;

use crate::clock::{Clock, ClockFault, ClockJudge, Moment, Sight};
use crate::queue::Answer;

/// A clock and its judge.
#[derive(Debug)]
pub(crate) struct JudgedClock {
    clock: Arc<dyn Clock>,
    judge: ClockJudge,
    /// What was said last, so that each fault is said once.
    fault: Option<&'static str>,
}

impl JudgedClock {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, judge: ClockJudge::default(), fault: None }
    }

    /// What it says, unjudged.
    pub(crate) fn now(&self) -> RecordedAt {
        RecordedAt::from(self.clock.now())
    }

    /// Whether somebody vouches for it.
    pub(crate) fn is_accepted(&self) -> bool {
        self.clock.accepted()
    }

    /// What the store holds: its newest fact, its newest mark.
    pub(crate) fn learn(&mut self, newest: Option<RecordedAt>, mark: Option<RecordedAt>) {
        self.judge.learn(newest, mark);
    }

    /// What the database's clock said between two looks at this one.
    pub(crate) fn compare(&mut self, before: RecordedAt, database: RecordedAt) {
        let after = self.now();
        if self.clock.since_boot().is_some() {
            self.judge.compare(before, database, after);
        }
    }

    /// Whether it leapt since it was last found sound.
    pub(crate) fn has_leapt(&self) -> bool {
        self.sight().is_some_and(|sight| self.judge.leap(sight).is_some())
    }

    /// The moment at which something may be recorded now. A leap is said, and so is a fault, once.
    pub(crate) fn moment(&mut self) -> Result<Moment, ClockFault> {
        let Some(sight) = self.sight() else { return Ok(Moment::unjudged(self.now())) };
        let leap = self.judge.leap(sight);
        let judged = self.judge.judge(sight, || self.clock.synchronised() == Some(true));
        match &judged {
            Ok(_) => {
                if let Some(leap) = leap {
                    tracing::warn!(seconds = leap / 1_000_000, now = %sight.now, "the machine's clock leapt");
                }
                if self.fault.take().is_some() {
                    tracing::info!(now = %sight.now, "the machine's clock is recorded by again");
                }
            }
            Err(fault) if self.fault != Some(fault.code()) => {
                tracing::error!(
                    %fault,
                    code = fault.code(),
                    "no fact is recorded until the clock is right, or somebody vouches for it (--accept-clock)"
                );
                self.fault = Some(fault.code());
            }
            Err(_) => {}
        }
        judged
    }

    /// What a batch recorded.
    pub(crate) fn recorded(&mut self, answers: &[Answer]) {
        let new = answers.iter().flatten().filter(|receipt| !receipt.repeated);
        if let Some(at) = new.map(|receipt| receipt.recorded_at).max() {
            self.judge.recorded(at);
        }
    }

    /// A mark was written.
    pub(crate) fn marked(&mut self, moment: Moment) {
        self.judge.marked(moment.now);
    }

    /// `None` for a clock that is set by hand.
    fn sight(&self) -> Option<Sight> {
        let since_boot = self.clock.since_boot()?;
        Some(Sight { now: self.now(), since_boot, accepted: self.clock.accepted() })
    }
}
