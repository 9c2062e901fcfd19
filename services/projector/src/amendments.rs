//! The amendments of a stretch of the log, and what they touch: which kinds of facts, of which streams.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use maillage_events::amendment::AmendmentFact;
use maillage_events::id::{FactId, StreamId};
use maillage_log::log::StoredFact;
use maillage_projections::projection::{AMENDMENT_KINDS, amendment};

use crate::ProjectorError;
use crate::space_state::SpaceState;
use crate::step::Stretch;

/// An amendment that a stretch brings.
#[derive(Debug)]
pub(crate) struct NewAmendment {
    pub(crate) id: FactId,
    pub(crate) amendment: AmendmentFact,
    /// The kind of the fact that it amends. `None`, also for an amendment of an amendment, touches every projection.
    pub(crate) kind: Option<String>,
    /// The stream of that fact; `None` where the log has no such fact.
    pub(crate) stream: Option<String>,
}

/// What a stretch amends.
#[derive(Debug, Default)]
pub(crate) struct NewAmendments {
    pub(crate) all: Vec<NewAmendment>,
    /// The whole streams that are amended; `None` where one is not known, or the stretch is long: all is then folded
    /// again.
    pub(crate) streams: Option<BTreeMap<String, Vec<StoredFact>>>,
}

impl SpaceState {
    /// The amendments in a stretch, in its order, with the streams that they amend.
    pub(crate) async fn amendments_in(
        self: &Arc<Self>,
        stretch: &Stretch,
        after: u64,
        until: u64,
    ) -> Result<NewAmendments, ProjectorError> {
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
        let mut new = NewAmendments::default();
        for (id, amendment) in found {
            // The log says what the target is; the amendment only claims it.
            let target = self.log.find(&self.space, amendment.target()).await?;
            let (kind, stream) = target.map_or((None, None), |fact| (Some(fact.kind), Some(fact.stream)));
            let kind = kind.filter(|kind| !AMENDMENT_KINDS.contains(&kind.as_str()));
            new.all.push(NewAmendment { id, amendment, kind, stream });
        }
        new.streams = match stretch {
            Stretch::InMemory(_) => self.amended_streams(&new.all).await?,
            Stretch::InLog => None,
        };
        Ok(new)
    }

    /// The whole streams that amendments amend; `None` where one of them is not known.
    async fn amended_streams(
        &self,
        amendments: &[NewAmendment],
    ) -> Result<Option<BTreeMap<String, Vec<StoredFact>>>, ProjectorError> {
        let mut streams = BTreeMap::new();
        for name in amendments.iter().map(|amendment| &amendment.stream) {
            let Some((name, stream)) = name.as_ref().and_then(|name| Some((name, name.parse::<StreamId>().ok()?)))
            else {
                return Ok(None);
            };
            if !streams.contains_key(name) {
                streams.insert(name.clone(), self.log.read_stream(&self.space, &stream).await?);
            }
        }
        Ok(Some(streams))
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
