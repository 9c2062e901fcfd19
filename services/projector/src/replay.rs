//! All the years of a space again, without keeping a row: what an evaluator runs, and what the bench measures.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;

use crate::ProjectorError;
use crate::batch::batches;
use crate::catalogue::{Catalogue, find};
use crate::fold::{Folded, Progress, amendments_between, state_at};

/// What a replay gave.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Replayed {
    /// The space.
    pub space: SpaceId,
    /// How many facts were read.
    pub facts: u64,
    /// How many happened in each year; `unknown` for those without a date.
    pub years: BTreeMap<String, u64>,
    /// The projections: name, digest of the state in hexadecimal, and why the fold stopped, where it did.
    pub states: Vec<(&'static str, String, Option<String>)>,
}

/// Replays the facts `1..=until` into projections, all in one reading of the log. Blocking; memory is that of the
/// states.
pub fn replay(
    log: &dyn FactReads,
    space: &SpaceId,
    catalogue: Catalogue,
    names: &[&str],
    until: u64,
    progress: Progress<'_>,
) -> Result<Replayed, ProjectorError> {
    let fresh =
        names.iter().map(|name| find(catalogue, name).map(|(_, fresh)| fresh)).collect::<Result<Vec<_>, _>>()?;
    let mut folds: Vec<Folded> = fresh.iter().map(|fresh| Folded::new(*fresh)).collect();
    for folded in &mut folds {
        folded.state.tables().into_iter().for_each(|table| table.track(false));
    }
    let amendments: Amendments = amendments_between(log, space, 0, until)?;
    let mut replayed = Replayed { space: space.clone(), facts: 0, years: BTreeMap::new(), states: Vec::new() };
    batches(log, space, 0, until, &mut |batch| {
        for folded in &mut folds {
            folded.take(&amendments, batch);
        }
        for fact in batch.iter() {
            let year = fact
                .occurred
                .get(..4)
                .filter(|year| year.bytes().all(|digit| digit.is_ascii_digit()))
                .unwrap_or("unknown");
            match replayed.years.get_mut(year) {
                Some(count) => *count += 1,
                None => drop(replayed.years.insert(year.to_owned(), 1)),
            }
            replayed.facts = fact.position;
        }
        progress(replayed.facts, until);
        Ok(ControlFlow::Continue(()))
    })?;
    for (folded, fresh) in folds.iter_mut().zip(&fresh) {
        let stopped = folded.stopped.is_some();
        if stopped {
            let exact = state_at(log, space, *fresh, folded.mark.position, progress)?;
            let stop = folded.stopped.take();
            *folded = exact;
            folded.stopped = folded.stopped.take().or(stop);
        }
        let digest = folded.state.digest()?;
        replayed.states.push((folded.state.name(), digest, folded.stopped.as_ref().map(|stop| stop.why.to_string())));
    }
    Ok(replayed)
}
