//! What amended facts said before: the fold of the register keeps no payload of a fact that may never be amended, so
//! the few originals that a report names are looked up in the log, whoever asked for it.

use std::ops::ControlFlow;

use maillage_events::id::SpaceId;
use maillage_events::view::FactView;
use maillage_log::log::FactReads;
use maillage_projections::corrections::{Corrections, Original, complete, targets};
use maillage_projections::projection::{FoldError, Projection};
use maillage_projections::report::{Body, Report};

use crate::{ProjectorError, Question};

/// Completes the report of corrections with what was said before, field by field; other reports come back as they are.
/// Blocking: each amended fact costs one read of one position, none of them after the report's own.
pub fn completed(log: &dyn FactReads, question: &Question, mut report: Report) -> Result<Report, ProjectorError> {
    if report.report != Corrections::NAME {
        return Ok(report);
    }
    let (figures, tables) = (std::mem::take(&mut report.figures), std::mem::take(&mut report.tables));
    let mut body = Body { title: String::new(), definitions: Vec::new(), figures, tables };
    let mut originals = std::collections::BTreeMap::new();
    for position in targets(&body) {
        if let Some(found) = original(log, &question.space, position)? {
            originals.insert(position, found);
        }
    }
    complete(&mut body, question.language, |position| originals.get(&position).cloned());
    (report.figures, report.tables) = (body.figures, body.tables);
    Ok(report)
}

/// The fact at a position as it was first recorded, in the shape of today so that it compares with its correction.
fn original(log: &dyn FactReads, space: &SpaceId, position: u64) -> Result<Option<Original>, ProjectorError> {
    let mut found = None;
    log.scan(space, position.saturating_sub(1), Some(position), None, &mut |fact| {
        found = Some(read(&fact));
        ControlFlow::Break(())
    })?;
    Ok(found.transpose()?)
}

fn read(fact: &FactView<'_>) -> Result<Original, FoldError> {
    let whole = fact.whole().map_err(|why| FoldError::at(fact, &why))?;
    let unwritten = |why: serde_json::Error| FoldError {
        position: fact.position,
        kind: fact.kind.to_owned(),
        why: why.to_string(),
    };
    Ok(Original { occurred: fact.occurred(), data: whole.fact.payload().map_err(unwritten)? })
}
