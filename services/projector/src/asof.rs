//! A stretch of the log folded afresh for one report: a past year exactly as it was known, a report without a server.

use std::ops::ControlFlow;
use std::sync::Arc;

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactLog;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projections::projection::{AMENDMENT_KINDS, note_amendment};
use maillage_projections::report::Report;

use crate::frame::{Catalogue, Mark, begin, report as frame};
use crate::{ProjectorError, Question};

/// Told the positions reached, now and then; `until` is the last one.
pub type Progress<'p> = &'p mut (dyn FnMut(u64, u64) + Send);

/// Answers a question from the log alone: what was recorded up to `known_at`, or all of it. Depends on nothing but those facts.
pub async fn report(log: Arc<dyn FactLog>, question: Question) -> Result<Report, ProjectorError> {
    let until = until(log.as_ref(), &question).await?;
    tokio::task::spawn_blocking(move || fold(log.as_ref(), CATALOGUE, &question, until, &mut |_, _| {})).await?
}

/// The last position that a question is about.
pub async fn until(log: &dyn FactLog, question: &Question) -> Result<u64, ProjectorError> {
    Ok(match question.known_at {
        Some(moment) => log.position_at(&question.space, moment).await?,
        None => log.head(&question.space).await?.position,
    })
}

/// Folds the facts `1..=until` for one report, with the amendments among them and no others. Blocking.
pub fn fold(log: &dyn FactLog, catalogue: Catalogue, question: &Question, until: u64, progress: Progress<'_>) -> Result<Report, ProjectorError> {
    let mut state = begin(catalogue, &question.report)?;
    let amendments = amendments(log, &question.space, until)?;
    let mut mark = Mark::default();
    let mut stopped = None;
    if until > 0 {
        log.scan(&question.space, 0, Some(until), None, &mut |fact| {
            if let Err(why) = state.take(&amendments, &fact) {
                stopped = Some(why);
                return ControlFlow::Break(());
            }
            mark = Mark::at(&fact);
            if fact.position % 4096 == 0 {
                progress(fact.position, until);
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(frame(state.as_ref(), question, mark, stopped.is_some()))
}

/// Every amendment among the facts `1..=until`.
pub fn amendments(log: &dyn FactLog, space: &SpaceId, until: u64) -> Result<Amendments, ProjectorError> {
    let mut amendments = Amendments::default();
    let mut bad = None;
    if until > 0 {
        log.scan(space, 0, Some(until), Some(AMENDMENT_KINDS), &mut |fact| match note_amendment(&mut amendments, &fact) {
            Ok(_) => ControlFlow::Continue(()),
            Err(why) => {
                bad = Some(why);
                ControlFlow::Break(())
            }
        })?;
    }
    match bad {
        Some(why) => Err(why.into()),
        None => Ok(amendments),
    }
}
