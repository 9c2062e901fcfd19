//! How far the rows of a space hold its facts: what the positions of the topic may follow.

use std::sync::Arc;

use crate::ProjectorError;
use crate::space_state::{SpaceState, SpaceWork};

impl SpaceState {
    /// How far the space was folded, and the position up to which its rows are stored, by this process or by another;
    /// what could not be stored before is offered again. A projection that stopped counts as stored: it is folded again
    /// from the log once it can go on. With `doubt`, the store itself is read, and rows that it has not are folded
    /// again at the next step.
    pub(super) async fn stored_until(self: &Arc<Self>, doubt: bool) -> Result<(u64, u64), ProjectorError> {
        let mut work = self.work.clone().lock_owned().await;
        if !work.restored {
            return Ok((0, 0));
        }
        let taken = work.mark.position;
        if !doubt && self.late_rows(&work).is_empty() {
            return Ok((taken, taken));
        }
        let this = self.clone();
        tokio::task::spawn_blocking(move || {
            let late = this.late_rows(&work);
            this.offer(&mut work, &late);
            let mut stored = taken;
            let slots = if doubt { this.own_rows(&work) } else { this.late_rows(&work) };
            for index in slots {
                let found = this.store.checkpoint(this.catalogue[index].0, &this.space)?;
                let stands = found.as_ref().map_or(0, |found| found.mark.position);
                let rows = &mut work.rows[index];
                if stands < taken && rows.from >= taken && rows.rival == 0 {
                    // Other rows live now and are restored, or there are none and they are folded from zero. What
                    // another process folds is waited for.
                    let replaced = found.is_some_and(|found| found.generation != rows.generation);
                    (rows.replaced, rows.lost) = (rows.replaced || replaced, rows.lost || !replaced);
                }
                stored = stored.min(stands);
            }
            Ok((taken, stored))
        })
        .await?
    }

    /// The projections whose rows this process answers for.
    fn own_rows(&self, work: &SpaceWork) -> Vec<usize> {
        let own = |index: &usize| !work.rows[*index].other_version && self.slot(*index).folded.stopped.is_none();
        (0..self.catalogue.len()).filter(own).collect()
    }

    /// Those of them whose rows are not known to stand where the fold stands.
    fn late_rows(&self, work: &SpaceWork) -> Vec<usize> {
        let mut late = self.own_rows(work);
        late.retain(|index| {
            let rows = &work.rows[*index];
            rows.from < work.mark.position || rows.is_unsettled() || !self.slot(*index).ready
        });
        late
    }
}
