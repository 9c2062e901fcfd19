//! How far the rows of a space hold its facts: what the positions of the topic may follow.

use std::sync::Arc;

use crate::ProjectorError;
use crate::living::{Cell, Worker};
use crate::store::Step;

impl Cell {
    /// How far the space was folded, and the position up to which its rows are kept, by this process or by another; what could not be kept before is
    /// offered again. A projection that stopped counts as kept: it is folded again from the log once it can go on. With `doubt`, the store itself is
    /// asked, and rows that it has not are folded again at the next step.
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
            cell.offer_again(&mut work)?;
            let mut kept = taken;
            let asked = if doubt { cell.answering(&work) } else { cell.late(&work) };
            for at in asked {
                let found = cell.store.checkpoint(cell.catalogue[at].0, &cell.space)?.map_or(0, |found| found.mark.position);
                if found < taken && work.keeping[at].from >= taken {
                    work.keeping[at].lost = true;
                }
                kept = kept.min(found);
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
        late.retain(|at| work.keeping[*at].from < work.mark.position || !self.living(*at).ready);
        late
    }

    /// Offers the rows that wait. Blocking.
    fn offer_again(&self, work: &mut Worker) -> Result<(), ProjectorError> {
        let mut waiting = Vec::new();
        for at in self.late(work).into_iter().filter(|at| !work.keeping[*at].lost) {
            let living = self.living(at);
            if living.ready {
                waiting.push((at, living.part.state.name(), living.part.state.version(), living.part.mark));
            }
        }
        let step = |(at, projection, version, to): &(usize, &'static str, u32, crate::frame::Mark)| {
            let keeping = &work.keeping[*at];
            Step { projection, version: *version, from: keeping.from, to: *to, changes: &keeping.pending }
        };
        let steps: Vec<Step<'_>> = waiting.iter().map(step).collect();
        if steps.is_empty() {
            return Ok(());
        }
        let outcomes = self.store.keep(&self.space, &steps)?;
        drop(steps);
        for ((at, _, _, to), outcome) in waiting.into_iter().zip(outcomes) {
            work.keeping[at].settle(outcome, to.position);
        }
        Ok(())
    }
}
