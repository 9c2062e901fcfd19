//! The tasks that follow the log: one that looks for new spaces, one a space, so that a long fold of one holds up no
//! other.

use std::sync::{Arc, Weak};

use maillage_log::log::ReadError;
use tokio::sync::watch;

use crate::ProjectorError;
use crate::projector::{POLL, Projector, Signals};
use crate::space_state::SpaceState;

/// Looks for new spaces until it is stopped.
pub(crate) async fn follow_spaces(
    projector: Weak<Projector>,
    mut appended: watch::Receiver<u64>,
    mut stop: watch::Receiver<bool>,
) {
    while wait_for_append(&mut appended, &mut stop).await {
        let Some(projector) = projector.upgrade() else { return };
        if let Err(why) = projector.discover().await {
            tracing::warn!(%why, "the spaces of the log could not be listed");
        }
    }
}

/// Follows one space until it is stopped.
pub(crate) async fn follow_space(space_state: Arc<SpaceState>, mut appended: watch::Receiver<u64>, signals: Signals) {
    let mut stop = signals.stop.subscribe();
    while !*stop.borrow() {
        match space_state.step().await {
            Ok(Some(advance)) => {
                // Nobody may be listening.
                let _ = signals.advances.send(advance);
                signals.moved.send_modify(|count| *count = count.wrapping_add(1));
                continue;
            }
            Ok(None) => {}
            Err(why) => alarm(&space_state, &why),
        }
        signals.moved.send_modify(|count| *count = count.wrapping_add(1));
        if !wait_for_append(&mut appended, &mut stop).await {
            return;
        }
    }
}

/// Waits for an append of this process, at most the time after which those of others are looked for. `false` when told
/// to stop.
async fn wait_for_append(appended: &mut watch::Receiver<u64>, stop: &mut watch::Receiver<bool>) -> bool {
    let appended = async {
        if appended.changed().await.is_err() {
            // The log was closed: no more wake-ups, poll only.
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = appended => {}
        () = tokio::time::sleep(POLL) => {}
        changed = stop.changed() => return changed.is_ok() && !*stop.borrow(),
    }
    !*stop.borrow()
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
