//! A stretch of the log folded afresh for one report: a past year exactly as it was known, a report without a server.

use std::sync::Arc;

use maillage_log::log::FactReads;
use maillage_log::zones::Zones;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projections::report::Report;

use crate::catalogue::{Catalogue, find};
use crate::fold::{Progress, state_at};
use crate::{ProjectorError, Question, answer};

/// Answers a question from the log alone: what was recorded up to `known_at`, or all of it. Depends on nothing but
/// those facts.
pub async fn report(log: Arc<dyn FactReads>, question: Question) -> Result<Report, ProjectorError> {
    let until = until(log.as_ref(), &question).await?;
    let facts = log.clone();
    let folded = tokio::task::spawn_blocking(move || fold(facts.as_ref(), CATALOGUE, &question, until, &mut |_, _| {}));
    answer::by_its_clocks(log.as_ref(), &Zones::default(), folded.await??).await
}

/// The last position that a question is about.
pub async fn until(log: &dyn FactReads, question: &Question) -> Result<u64, ProjectorError> {
    Ok(match question.known_at {
        Some(moment) => log.position_at(&question.space, moment).await?,
        None => log.head(&question.space).await?.position,
    })
}

/// Folds the facts `1..=until` for one report, by no clocks yet, with the amendments among them and no others.
/// Blocking.
pub fn fold(
    log: &dyn FactReads,
    catalogue: Catalogue,
    question: &Question,
    until: u64,
    progress: Progress<'_>,
) -> Result<Report, ProjectorError> {
    let (_, fresh) = find(catalogue, &question.report)?;
    let folded = state_at(log, &question.space, fresh, until, progress)?;
    let report = answer::report(folded.state.as_ref(), question, folded.mark, folded.stopped.is_some())?;
    answer::with_originals(log, question, report, folded.state.originals())
}
