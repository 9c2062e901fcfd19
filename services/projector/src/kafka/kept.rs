//! How far the rows of a space hold its facts: what the positions of the topic may follow.

use std::sync::Arc;

use crate::ProjectorError;
use crate::living::{Cell, Worker};

impl Cell {
    /// How far the space was folded, and the position up to which its rows are kept, by this process or by another;
    /// what could not be kept before is offered again. A projection that stopped counts as kept: it is folded again
    /// from the log once it can go on. With `doubt`, the store itself is asked, and rows that it has not are folded
    /// again at the next step.
    pub(super) async fn kept_until(self: &Arc<Self>, doubt: bool) -> Result<(u64, u64), ProjectorError> {
        let mut work = self.work.clone().lock_owned().await;
        if !work.loaded {
            return Ok((0, 0));
        }
        let taken = work.mark.position;
        if !doubt && self.late(&work).is_empty() {
            return Ok((taken, taken));
        }
        let cell = self.clone();
        tokio::task::spawn_blocking(move || {
            let late = cell.late(&work);
            cell.offer(&mut work, &late);
            let mut kept = taken;
            let asked = if doubt { cell.answering(&work) } else { cell.late(&work) };
            for at in asked {
                let found = cell.store.checkpoint(cell.catalogue[at].0, &cell.space)?;
                let stands = found.as_ref().map_or(0, |found| found.mark.position);
                let keeping = &mut work.keeping[at];
                if stands < taken && keeping.from >= taken && keeping.rival == 0 {
                    // Other rows live now and are taken up, or there are none and they are folded from zero. What
                    // another process folds is waited for.
                    let replaced = found.is_some_and(|found| found.generation != keeping.generation);
                    (keeping.replaced, keeping.lost) = (keeping.replaced || replaced, keeping.lost || !replaced);
                }
                kept = kept.min(stands);
            }
            Ok((taken, kept))
        })
        .await?
    }

    /// The projections whose rows this process answers for.
    fn answering(&self, work: &Worker) -> Vec<usize> {
        let answers = |at: &usize| !work.keeping[*at].other_version && self.living(*at).part.stopped.is_none();
        (0..self.catalogue.len()).filter(answers).collect()
    }

    /// Those of them whose rows are not known to stand where the fold stands.
    fn late(&self, work: &Worker) -> Vec<usize> {
        let mut late = self.answering(work);
        late.retain(|at| {
            let keeping = &work.keeping[*at];
            keeping.from < work.mark.position
                || keeping.lost
                || keeping.replaced
                || keeping.rival > 0
                || !self.living(*at).ready
        });
        late
    }
}
