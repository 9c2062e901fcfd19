//! Who takes the steps of spaces: a space has a task while it has something to do, and few of them work at once.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::follow::alarm;
use crate::projector::Signals;
use crate::space_state::SpaceState;

/// Spaces that take a step at once: each holds a thread, and the store of rows one at a time.
const AT_ONCE: u32 = 8;

/// Whether a task takes the steps of a space now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Turn {
    /// None does.
    #[default]
    Idle,
    /// One does.
    Stepping,
    /// One does, and begins again when it is done: something came since it began.
    Again,
}

/// The turn of one space.
#[derive(Debug, Default)]
pub(crate) struct TurnOfSpace(Mutex<Turn>);

impl TurnOfSpace {
    /// Whether a task must be begun: none steps now.
    fn ask(&self) -> bool {
        let mut turn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = *turn == Turn::Idle;
        *turn = if idle { Turn::Stepping } else { Turn::Again };
        idle
    }

    /// Whether no task takes the steps of the space.
    pub(crate) fn is_idle(&self) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == Turn::Idle
    }

    /// Whether the task goes on: it was asked again since it began.
    fn goes_on(&self) -> bool {
        let mut turn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let again = *turn == Turn::Again;
        *turn = if again { Turn::Stepping } else { Turn::Idle };
        again
    }
}

/// The turns of all spaces; clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE as usize)))
    }
}

impl Turns {
    /// Lets a space step to the end of its log, when its turn comes.
    pub(crate) fn ask(&self, space_state: Arc<SpaceState>, signals: &Signals) {
        if space_state.turn.ask() {
            tokio::spawn(take_steps(space_state, self.0.clone(), signals.clone()));
        }
    }

    /// Waits for the steps that are under way; those that wait for their turn are not taken any more. The signal to
    /// stop was given before.
    pub(crate) async fn stop(&self) {
        // Whoever waits came before this, and leaves when its turn comes.
        let all = self.0.acquire_many(AT_ONCE).await;
        self.0.close();
        drop(all);
    }
}

async fn take_steps(space_state: Arc<SpaceState>, turns: Arc<Semaphore>, signals: Signals) {
    loop {
        let Ok(turn) = turns.acquire().await else { return };
        if *signals.stop.borrow() {
            return;
        }
        let outcome = space_state.step().await;
        drop(turn);
        let goes_on = match outcome {
            Ok(Some(advance)) => {
                // Nobody may be listening.
                let _ = signals.advances.send(advance);
                true
            }
            Ok(None) => false,
            Err(why) => {
                alarm(&space_state, &why);
                false
            }
        };
        signals.moved.send_modify(|count| *count = count.wrapping_add(1));
        if !goes_on && !space_state.turn.goes_on() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_that_is_asked_while_it_steps_begins_again_once() {
        let turn = TurnOfSpace::default();
        assert!(turn.ask(), "nobody steps");
        assert!(!turn.ask() && !turn.ask(), "somebody steps");
        assert!(turn.goes_on(), "it was asked meanwhile");
        assert!(!turn.goes_on(), "and only once");
        assert!(turn.ask(), "nobody steps any more");
    }
}
