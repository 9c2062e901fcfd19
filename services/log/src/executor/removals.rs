//! Streams of which nothing would stand any more once a command is carried out: a first fact is cancelled only while
//! nobody names its stream. The whole space is asked, up to a position; the append then says that nothing came after
//! it, and what did is asked when the command is decided again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use maillage_events::amendment::AmendmentFact;
use maillage_events::decide::{Amended, refuse_broken, stands};
use maillage_events::envelope::Recorded;
use maillage_events::fact::Fact;
use maillage_events::id::{SpaceId, StreamId};
use maillage_events::refusal::{Broken, Refusal};

use super::command::{Command, CommandError};
use super::load::read_past;
use super::stream_state::StreamState;
use crate::log::{FactLog, ReadError};

/// Who names the streams that a command removes, as far as it was read over its attempts.
#[derive(Debug, Default)]
pub(super) struct Namers {
    until: u64,
    /// Streams in which some fact names a removed one, or did before it was amended.
    streams: BTreeSet<StreamId>,
    /// Facts recorded for a removed organisation, or by somebody of it: an envelope is never corrected.
    envelopes: Vec<Broken>,
}

impl Namers {
    /// Refuses to remove a stream that another one names; answers up to which position the space was asked, where the
    /// command removes any.
    pub(super) async fn check(
        &mut self,
        log: &Arc<dyn FactLog>,
        command: &Command,
        streams: &BTreeMap<StreamId, StreamState>,
    ) -> Result<Option<u64>, CommandError> {
        let is_removed = |it: &Amended<'_>| stands(it.before) && !stands(it.after);
        let amended = streams.iter().map(|(stream, state)| state.amended(stream));
        let removed: Vec<StreamId> = amended.filter(is_removed).map(|it| it.stream.clone()).collect();
        if removed.is_empty() {
            return Ok(None);
        }
        let found = read(log.clone(), command.space.clone(), removed.clone(), self.until).await?;
        self.streams.extend(found.streams);
        self.envelopes.extend(found.envelopes);
        self.until = found.until;
        let mut broken = self.envelopes.clone();
        for stream in &self.streams {
            let facts = match streams.get(stream) {
                Some(here) => here.past.facts().to_vec(),
                None => read_past(log.as_ref(), &command.space, stream).await?,
            };
            let left = Amended { stream, before: &[], after: &facts };
            broken.extend(removed.iter().filter_map(|removed| left.naming(removed)));
        }
        broken.sort_by_key(|broken| broken.position);
        let index = command.asks.iter().position(|stream_ask| removed.contains(&stream_ask.stream)).unwrap_or(0);
        refuse_broken(broken).map_err(|refusal| CommandError::Refused { index, refusal })?;
        Ok(Some(self.until))
    }
}

impl Namers {
    /// Notes a fact that names one of some streams, or whose envelope does.
    fn note(&mut self, recorded: Recorded, named: &[StreamId]) {
        if named.contains(&recorded.stream) {
            return;
        }
        if let Some(stream) = recorded.context.references().iter().find(|stream| named.contains(stream)) {
            self.envelopes.push(Broken {
                stream: recorded.stream.clone(),
                fact: recorded.id,
                position: recorded.position,
                kind: recorded.fact.kind(),
                refusal: Refusal::new("reference-unknown").with("stream", stream),
            });
        }
        if references(&recorded.fact).iter().any(|stream| named.contains(stream)) {
            self.streams.insert(recorded.stream);
        }
    }
}

/// Who names some streams, in the facts after a position.
async fn read(log: Arc<dyn FactLog>, space: SpaceId, named: Vec<StreamId>, after: u64) -> Result<Namers, ReadError> {
    let scan = move || {
        let (mut noted, mut failed) = (Namers::default(), None);
        let until = log.scan(&space, after, None, None, &mut |view| {
            if !named.iter().any(|stream| view.mentions(stream.id.as_str())) {
                return ControlFlow::Continue(());
            }
            match view.whole() {
                Ok(recorded) => {
                    noted.note(recorded, &named);
                    ControlFlow::Continue(())
                }
                Err(why) => {
                    let (space, position) = (space.clone(), view.position);
                    failed = Some(ReadError::Corrupt { space, position, why: why.to_string() });
                    ControlFlow::Break(())
                }
            }
        })?;
        let found = Namers { until, ..noted };
        failed.map_or(Ok(found), Err)
    };
    tokio::task::spawn_blocking(scan).await.unwrap_or_else(|error| Err(ReadError::Unavailable(error.to_string())))
}

/// What a fact names, or makes another name.
fn references(fact: &Fact) -> Vec<StreamId> {
    match fact {
        Fact::Amendment(AmendmentFact::Corrected(it)) => it.fact.references(),
        other => other.references(),
    }
}
