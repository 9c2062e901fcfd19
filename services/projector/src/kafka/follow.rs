//! The task that folds one space as its facts come.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, watch};

use super::feed::Feed;
use crate::follow::{alarm, is_lasting};
use crate::living::Cell;
use crate::projector::Told;

/// Before a step that failed is tried again.
const AGAIN: Duration = Duration::from_millis(200);
/// Before a space that is parked, or of which nothing comes, is looked at again: its rows may have been replaced.
const QUIET: Duration = Duration::from_secs(2);

/// How long a space waits for its turn: a long fold of some holds up the others no longer than this.
const TURN: Duration = Duration::from_millis(100);

/// How many spaces take a step at once. While the others wait, what comes of them gathers, and one transaction then
/// keeps more of it.
pub(super) const TURNS: usize = 3;

/// Folds a space until told to stop. It wakes when something of the space comes.
pub(super) async fn space(
    cell: Arc<Cell>,
    feed: Arc<Feed>,
    wake: Arc<Notify>,
    turns: Arc<Semaphore>,
    told: Told,
    mut stop: watch::Receiver<bool>,
) {
    let mut doubt = true;
    while !*stop.borrow() {
        let wait;
        let turn = tokio::time::timeout(TURN, turns.acquire()).await;
        match cell.step().await {
            Ok(moved) => {
                match cell.kept_until(doubt).await {
                    Ok((taken, kept)) => {
                        feed.settle(&cell.space, taken, kept);
                        doubt = kept < taken;
                    }
                    Err(why) => {
                        tracing::warn!(space = %cell.space, %why, "rows could not be kept; they will be offered again");
                        doubt = true;
                    }
                }
                if let Some(advance) = moved {
                    // Nobody may be listening.
                    let _ = told.advances.send(advance);
                    told.moved.send_modify(|count| *count = count.wrapping_add(1));
                    continue;
                }
                wait = (if doubt { AGAIN } else { QUIET }, true);
            }
            Err(why) => {
                alarm(&cell, &why);
                if is_lasting(&why) {
                    feed.park(&cell.space);
                }
                // What comes in the meantime does not make it any better.
                wait = (if is_lasting(&why) { QUIET } else { AGAIN }, false);
            }
        }
        drop(turn);
        told.moved.send_modify(|count| *count = count.wrapping_add(1));
        tokio::select! {
            () = tokio::time::sleep(wait.0) => {}
            () = wake.notified(), if wait.1 => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}
