//! Whether what a machine's clock says may be recorded: a fact is never changed, so a wrong moment stays for ever.
//!
//! ```text
//!                 newest fact                  known: the newest mark or fact, or what this process has seen, and
//!                     │                               the time since by the clock since boot
//!                     │                                  │
//!   ──────────────────┼────────┬─────────────────────────┼───────────────────────────┬──────────────────▶ now
//!    clock-behind     │◀─ 5 s ─┘ stands: `recorded_at`   │       sound               │ clock-ahead, unless the
//!                     │   is that of the newest fact     │◀────────── 26 h ─────────▶│ kernel or somebody vouches
//! ```

use std::time::Duration;

use maillage_events::envelope::RecordedAt;

/// How far the clock may be behind the newest fact: `recorded_at` then stands at that of the fact.
const STANDS: i64 = 5_000_000;
/// How far it may be ahead of when the store was last known to be alive, with nobody to vouch for it: a store that is
/// used once a day is always within.
const MOST_GAP: i64 = 26 * 3600 * 1_000_000;
/// How far a database's clock may be from the machine's. Two nodes at both ends still take each other's facts.
const MOST_DIFFERENCE: Duration = Duration::from_secs(2);

/// Why what the clock says is not recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// It is earlier than what was recorded.
    #[error("the machine's clock says {now}, and the newest fact was recorded at {newest}")]
    Behind {
        /// What it says.
        now: RecordedAt,
        /// When the newest fact was recorded.
        newest: RecordedAt,
    },
    /// It is much later than the store was last known to be alive.
    #[error(
        "the machine's clock says {now}, the store was last known to be alive at {known}, and the kernel does not say \
         that its clock is synchronised"
    )]
    Ahead {
        /// What it says.
        now: RecordedAt,
        /// When the store was last known to be alive, the time since then included where this process saw it go by.
        known: RecordedAt,
    },
    /// The database's clock says otherwise.
    #[error("the machine's clock says {now}, and the database's {database}")]
    Differs {
        /// What it says.
        now: RecordedAt,
        /// What the database's says.
        database: RecordedAt,
    },
}

impl ClockFault {
    /// Its stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Behind { .. } => "clock-behind",
            Self::Ahead { .. } => "clock-ahead",
            Self::Differs { .. } => "clock-differs",
        }
    }
}

/// A moment at which something may be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// What the clock says.
    pub(crate) now: RecordedAt,
    /// A space whose newest fact is later than this takes nothing.
    pub(crate) latest: RecordedAt,
}

impl Moment {
    /// One that nobody judges.
    pub(crate) fn unjudged(now: RecordedAt) -> Self {
        Self { now, latest: RecordedAt(i64::MAX) }
    }

    /// The second clock of a fact that comes after one recorded at `before`.
    pub(crate) fn after(self, before: RecordedAt) -> Result<RecordedAt, ClockFault> {
        let Self { now, latest } = self;
        if before > latest { Err(ClockFault::Behind { now, newest: before }) } else { Ok(now.max(before)) }
    }
}

/// What a clock and those beside it say at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    /// The clock that is judged.
    pub(crate) now: RecordedAt,
    /// The clock since boot.
    pub(crate) since_boot: Duration,
    /// Whether somebody vouches for the clock.
    pub(crate) accepted: bool,
}

/// Judges a clock from sight to sight.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClockJudge {
    /// When the newest fact was recorded.
    newest: Option<RecordedAt>,
    /// When the store was last said to be alive.
    mark: Option<RecordedAt>,
    /// The same by others, since this process knows what the clock says.
    word: Option<RecordedAt>,
    /// Both clocks at a sight that was sound.
    anchor: Option<(RecordedAt, Duration)>,
    /// How far the clock has leapt ahead since somebody last vouched for it.
    leapt: i64,
    /// The newest fact when somebody vouched for a clock that is behind it.
    forgiven: Option<RecordedAt>,
    /// What the database's clock said, when it differed.
    differs: Option<ClockFault>,
}

impl ClockJudge {
    /// What the store holds: its newest fact, its newest mark.
    pub(crate) fn learn(&mut self, newest: Option<RecordedAt>, mark: Option<RecordedAt>) {
        self.newest = self.newest.max(newest);
        if self.anchor.is_some() && mark > self.mark {
            self.word = mark;
        }
        self.mark = self.mark.max(mark);
    }

    /// What the database's clock said between two looks at the machine's.
    pub(crate) fn compare(&mut self, before: RecordedAt, database: RecordedAt, after: RecordedAt) {
        let most = i64::try_from(MOST_DIFFERENCE.as_micros()).unwrap_or(i64::MAX);
        let near = before.0.saturating_sub(most) <= database.0 && database.0 <= after.0.saturating_add(most);
        self.differs = (!near).then_some(ClockFault::Differs { now: after, database });
    }

    /// Whether the clock has leapt since it was last found sound, as the clock since boot tells: by how many
    /// microseconds.
    pub(crate) fn leap(&self, sight: Sight) -> Option<i64> {
        let (wall, boot) = self.anchor?;
        let passed = i64::try_from(sight.since_boot.saturating_sub(boot).as_micros()).unwrap_or(i64::MAX);
        let leap = sight.now.0.saturating_sub(wall.0.saturating_add(passed));
        (leap.saturating_abs() > STANDS).then_some(leap)
    }

    /// Whether the clock may be recorded by; `vouches` asks the kernel, and is asked only when it matters.
    pub(crate) fn judge(&mut self, sight: Sight, vouches: impl FnOnce() -> bool) -> Result<Moment, ClockFault> {
        let Sight { now, since_boot, accepted } = sight;
        if let Some(differs) = self.differs.as_ref().filter(|_| !accepted) {
            return Err(differs.clone());
        }
        // Somebody's word is for what there is to be seen when it is given, not for what the clock does later.
        let first_word = accepted && self.anchor.is_none();
        if first_word {
            self.forgiven = self.newest;
        }
        let latest = Some(RecordedAt(now.0.saturating_add(STANDS))).max(self.forgiven).unwrap_or(now);
        if let Some(newest) = self.newest.filter(|newest| *newest > latest) {
            return Err(ClockFault::Behind { now, newest });
        }
        let by_boot = self.anchor.map(|(wall, boot)| {
            let passed = i64::try_from(since_boot.saturating_sub(boot).as_micros()).unwrap_or(i64::MAX);
            RecordedAt(wall.0.saturating_add(passed).saturating_sub(self.leapt))
        });
        // What this process recorded itself by a clock that leapt does not vouch for it.
        let known = if by_boot.is_some() { by_boot.max(self.word) } else { self.mark.max(self.newest) };
        let ahead = known.filter(|known| now.0.saturating_sub(known.0) > MOST_GAP);
        match ahead {
            Some(known) if !first_word && !vouches() => Err(ClockFault::Ahead { now, known }),
            vouched => {
                self.sound(sight, first_word || vouched.is_some());
                Ok(Moment { now, latest })
            }
        }
    }

    fn sound(&mut self, sight: Sight, vouched: bool) {
        let leap = self.leap(sight);
        if vouched {
            (self.leapt, self.anchor) = (0, Some((sight.now, sight.since_boot)));
        } else if leap.is_some() || self.anchor.is_none() {
            self.leapt = self.leapt.saturating_add(leap.unwrap_or(0)).max(0);
            self.anchor = Some((sight.now, sight.since_boot));
        }
    }

    /// A fact was recorded.
    pub(crate) fn recorded(&mut self, at: RecordedAt) {
        self.newest = self.newest.max(Some(at));
    }

    /// A mark was written.
    pub(crate) fn marked(&mut self, at: RecordedAt) {
        self.mark = self.mark.max(Some(at));
    }
}

#[cfg(test)]
mod tests;
