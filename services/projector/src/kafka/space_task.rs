//! The task that folds one space as its facts come.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, watch};

use super::topic_log::TopicLog;
use crate::follow::{alarm, is_lasting};
use crate::projector::Signals;
use crate::space_state::SpaceState;

/// Before a step that failed is tried again.
const AGAIN: Duration = Duration::from_millis(200);
/// Before a space that is parked, or of which nothing comes, is looked at again: its rows may have been replaced.
const QUIET: Duration = Duration::from_secs(2);

/// How long a space waits for its turn: a long fold of some holds up the others no longer than this.
const TURN: Duration = Duration::from_millis(100);

/// How many spaces take a step at once. While the others wait, what comes of them gathers, and one transaction then
/// keeps more of it.
pub(super) const TURNS: usize = 3;

/// Folds a space until it is stopped. It wakes when something of the space comes.
pub(super) async fn follow(
    space_state: Arc<SpaceState>,
    log: Arc<TopicLog>,
    wake: Arc<Notify>,
    turns: Arc<Semaphore>,
    signals: Signals,
    mut stop: watch::Receiver<bool>,
) {
    let feed = log.feed.clone();
    let mut doubt = true;
    while !*stop.borrow() {
        let wait;
        let turn = tokio::time::timeout(TURN, turns.acquire()).await;
        let stepped = match log.confirm(&space_state.space).await {
            Ok(()) => space_state.step().await,
            Err(why) => Err(why.into()),
        };
        match stepped {
            Ok(moved) => {
                match space_state.stored_until(doubt).await {
                    Ok((taken, stored)) => {
                        feed.settle(&space_state.space, taken, stored);
                        doubt = stored < taken;
                    }
                    Err(why) => {
                        tracing::warn!(
                            space = %space_state.space,
                            %why,
                            "rows could not be kept; they will be offered again"
                        );
                        doubt = true;
                    }
                }
                if let Some(advance) = moved {
                    // Nobody may be listening.
                    let _ = signals.advances.send(advance);
                    signals.moved.send_modify(|count| *count = count.wrapping_add(1));
                    continue;
                }
                wait = (if doubt { AGAIN } else { QUIET }, true);
            }
            Err(why) => {
                alarm(&space_state, &why);
                if is_lasting(&why) {
                    feed.park(&space_state.space);
                }
                // What comes in the meantime does not make it any better.
                wait = (if is_lasting(&why) { QUIET } else { AGAIN }, false);
            }
        }
        drop(turn);
        signals.moved.send_modify(|count| *count = count.wrapping_add(1));
        tokio::select! {
            () = tokio::time::sleep(wait.0) => {}
            () = wake.notified(), if wait.1 => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}
