//! The amendments of a stretch of the log, and which kinds of facts they touch.

use std::ops::ControlFlow;
use std::sync::Arc;

use maillage_events::amendment::AmendmentFact;
use maillage_events::id::FactId;
use maillage_projections::projection::{AMENDMENT_KINDS, amendment};

use crate::ProjectorError;
use crate::space_state::SpaceState;
use crate::step::Stretch;

/// An amendment with its id, and the kind of the fact that it amends. `None`, also for an amendment of an amendment,
/// makes every projection refold.
pub(crate) type AmendmentOfKind = (FactId, AmendmentFact, Option<String>);

impl SpaceState {
    /// The amendments in a stretch, in its order.
    pub(crate) async fn amendments_in(
        self: &Arc<Self>,
        stretch: &Stretch,
        after: u64,
        until: u64,
    ) -> Result<Vec<AmendmentOfKind>, ProjectorError> {
        let mut found = Vec::new();
        match stretch {
            Stretch::InMemory(batch) => {
                for fact in batch.iter().filter(|fact| AMENDMENT_KINDS.contains(&fact.kind)) {
                    found.extend(amendment(&fact)?.map(|it| (fact.id, it)));
                }
            }
            Stretch::InLog => {
                let this = self.clone();
                found = tokio::task::spawn_blocking(move || this.amendments_in_log(after, until)).await??;
            }
        }
        let mut amendments = Vec::with_capacity(found.len());
        for (id, amendment) in found {
            // The log says what the target is; the amendment only claims it.
            let target = amendment.target();
            let kind = self
                .log
                .find(&self.space, target)
                .await?
                .map(|fact| fact.kind)
                // `None` for an amendment of an amendment: every projection refolds.
                .filter(|kind| !AMENDMENT_KINDS.contains(&kind.as_str()));
            amendments.push((id, amendment, kind));
        }
        Ok(amendments)
    }

    /// Blocking.
    fn amendments_in_log(&self, after: u64, until: u64) -> Result<Vec<(FactId, AmendmentFact)>, ProjectorError> {
        let mut found = Vec::new();
        let mut bad = None;
        self.log.scan(&self.space, after, Some(until), Some(AMENDMENT_KINDS), &mut |fact| match amendment(&fact) {
            Ok(it) => {
                found.extend(it.map(|it| (fact.id, it)));
                ControlFlow::Continue(())
            }
            Err(why) => {
                bad = Some(why);
                ControlFlow::Break(())
            }
        })?;
        bad.map_or(Ok(found), |why| Err(why.into()))
    }
}
