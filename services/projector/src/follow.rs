//! The task that follows the log: one question for the ends of all spaces a look, and a step for those that moved.
//!
//! ```text
//!  an append of this process ──────────────▶ its space steps
//!  every 200 ms, or another process says ──▶ heads of all spaces ──▶ those step that moved, or are not settled
//!  every 2 s ──────────────────────────────▶ the store of rows ────▶ those step whose rows others may have replaced
//! ```

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::{AppendedSpaces, ReadError};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::ProjectorError;
use crate::projector::{Follows, POLL, Projector};
use crate::space_state::SpaceState;
use crate::store::{RowStore, SeenElsewhere};

/// How often the store is asked which rows live, and a space that is stopped is tried again.
const LOOK: Duration = Duration::from_secs(2);

/// Looks that other processes ask for take one part in so many of the time.
const SHARE_OF_TIME: u32 = 5;

/// What woke the task.
enum Woken {
    /// This process appended to a space.
    Appended(SpaceId),
    /// Another process appended, or some appends were missed.
    Elsewhere,
    /// It is time to look.
    Time,
}

/// Follows the log until it is stopped.
pub(crate) async fn follow_log(
    projector: Weak<Projector>,
    mut appended: AppendedSpaces,
    mut rows: RowsElsewhere,
    mut stop: watch::Receiver<bool>,
) {
    let mut next = Instant::now() + POLL;
    while !*stop.borrow() {
        let woken = tokio::select! {
            woken = next_append(&mut appended) => woken,
            () = tokio::time::sleep_until(next) => Woken::Time,
            changed = stop.changed() => if changed.is_err() { return } else { continue },
        };
        let Some(projector) = projector.upgrade() else { return };
        match woken {
            Woken::Appended(space) => projector.ask_for_step(&space),
            // Put off, never away: the look that is due anyway comes at the latest.
            Woken::Elsewhere => next = next.min(rows.not_before.unwrap_or(next)),
            Woken::Time => {
                let began = Instant::now();
                if let Err(why) = projector.look(&mut rows).await {
                    tracing::warn!(%why, "the ends of the spaces could not be read; trying again");
                }
                let ended = Instant::now();
                rows.not_before = Some(ended + (ended - began) * (SHARE_OF_TIME - 1));
                next = ended + POLL;
            }
        }
    }
}

async fn next_append(appended: &mut AppendedSpaces) -> Woken {
    match appended.recv().await {
        Ok(Some(space)) => Woken::Appended(space),
        Ok(None) | Err(RecvError::Lagged(_)) => Woken::Elsewhere,
        // The log was closed: nothing wakes any more but the time.
        Err(RecvError::Closed) => std::future::pending().await,
    }
}

/// What the task knows of rows that other processes move.
#[derive(Debug)]
pub(crate) struct RowsElsewhere {
    seen: SeenElsewhere,
    asked: Instant,
    /// Before then a look that another process asks for is put off.
    not_before: Option<Instant>,
}

impl RowsElsewhere {
    /// From now on: rows that are read afterwards are as others left them.
    pub(crate) async fn since_now(store: Arc<dyn RowStore>) -> Result<Self, ProjectorError> {
        let seen = tokio::task::spawn_blocking(move || {
            let mut seen = SeenElsewhere::default();
            store.moved_elsewhere(&mut seen).map(|_| seen)
        });
        Ok(Self { seen: seen.await??, asked: Instant::now(), not_before: None })
    }
}

impl Projector {
    /// Begins to follow the spaces that are new in the log.
    pub(crate) async fn discover(&self) -> Result<(), ProjectorError> {
        for space in self.log.spaces().await? {
            if self.space_state(&space).is_none() {
                self.begin(space);
            }
        }
        Ok(())
    }

    /// A space as it is followed; new here, it begins to be.
    pub(crate) fn begin(&self, space: SpaceId) -> Arc<SpaceState> {
        let mut space_states = self.space_states.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(space_state) = space_states.get(&space) {
            return space_state.clone();
        }
        let space_state =
            Arc::new(SpaceState::new(space.clone(), self.log.clone(), self.store.clone(), self.catalogue));
        space_states.insert(space, space_state.clone());
        drop(space_states);
        match &self.follows {
            Follows::Log => self.turns.ask(space_state.clone(), &self.signals),
            Follows::Rows(reader) => self.keep_task(tokio::spawn(crate::mirror::mirror_space(
                space_state.clone(),
                reader.clone(),
                self.signals.clone(),
            ))),
        }
        space_state
    }

    /// Lets a space, which may be new, step to the end of its log.
    pub(crate) fn ask_for_step(&self, space: &SpaceId) {
        match self.space_state(space) {
            Some(space_state) => self.turns.ask(space_state, &self.signals),
            None => drop(self.begin(space.clone())),
        }
    }

    /// Asks for the ends of all spaces and lets those step that have something to do.
    async fn look(&self, rows: &mut RowsElsewhere) -> Result<(), ProjectorError> {
        let slow = rows.asked.elapsed() >= LOOK;
        for (space, head) in self.log.heads().await? {
            match self.space_state(&space) {
                Some(space_state) if !space_state.has_to_step(head.position, slow) => {}
                Some(_) | None => self.ask_for_step(&space),
            }
        }
        if slow {
            rows.asked = Instant::now();
            let (store, mut seen) = (self.store.clone(), std::mem::take(&mut rows.seen));
            let asked = tokio::task::spawn_blocking(move || (store.moved_elsewhere(&mut seen), seen)).await?;
            rows.seen = asked.1;
            for space in asked.0? {
                if let Some(space_state) = self.space_state(&space) {
                    space_state.rows_in_doubt.store(true, Ordering::SeqCst);
                    self.ask_for_step(&space);
                }
            }
        }
        Ok(())
    }
}

impl SpaceState {
    /// Whether there is something to do where its log ends at `head`. A space that is stopped is tried again when its
    /// log moved, and now and then.
    fn has_to_step(&self, head: u64, slow: bool) -> bool {
        if !self.turn.is_idle() {
            // What its step does not find is found by the next look.
            return false;
        }
        let progress = self.progress();
        match progress.alarm {
            Some(_) => slow || head > progress.head,
            None => head > progress.position || progress.unsettled,
        }
    }
}

/// Whether the failure is permanent: trying again later does not help.
pub(crate) fn is_lasting(why: &ProjectorError) -> bool {
    matches!(why, ProjectorError::Read(ReadError::Hole { .. } | ReadError::Corrupt { .. }) | ProjectorError::Fold(_))
}

/// Logs why a space could not be followed. A permanent failure is shown in every answer of the space, and logged once.
pub(crate) fn alarm(space_state: &SpaceState, why: &ProjectorError) {
    if !is_lasting(why) {
        tracing::warn!(space = %space_state.space, %why, "the space could not be followed; trying again");
        return;
    }
    let text = why.to_string();
    if space_state.progress().alarm.as_deref() != Some(&text) {
        tracing::error!(space = %space_state.space, why = text, "the space is stopped: its log cannot be read on");
        space_state.note(|progress| progress.alarm = Some(text));
    }
}
