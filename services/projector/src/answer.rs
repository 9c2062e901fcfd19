//! The whole report that a state gives to a question: the answer itself, what surrounds it (the space, both clocks, the
//! position), and what amended facts said before.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::tz::TimeZone;
use maillage_events::id::SpaceId;
use maillage_events::view::FactView;
use maillage_log::log::FactReads;
use maillage_log::zones::Zones;
use maillage_projections::catalogue::{AnyProjection, narrowed};
use maillage_projections::originals::{Original, Originals};
use maillage_projections::projection::FoldError;
use maillage_projections::report::{Body, Report};

use crate::mark::Mark;
use crate::{ProjectorError, Question};

/// A report by the clocks of its space.
pub async fn by_its_clocks(log: &dyn FactReads, zones: &Zones, mut report: Report) -> Result<Report, ProjectorError> {
    report.zone = zones.of(log, &report.space).await?;
    Ok(report)
}

/// The report that a state gives to a question, by no clocks yet; refused where it is narrowed to what the report has
/// not, or to what nobody recorded.
pub fn report(
    state: &dyn AnyProjection,
    question: &Question,
    mark: Mark,
    incomplete: bool,
) -> Result<Report, ProjectorError> {
    let filters = narrowed(state, &question.scope.filters, question.language).map_err(ProjectorError::Filter)?;
    let body = state.answer(&question.scope, question.language);
    let picture = state.picture(&question.scope, question.language);
    Ok(Report {
        report: state.name(),
        fold_version: state.version(),
        space: question.space.clone(),
        title: body.title,
        period: question.scope.period,
        filters,
        known_at: question.known_at,
        position: mark.position,
        recorded_at: mark.fact.map(|(recorded_at, _)| recorded_at),
        zone: TimeZone::UTC,
        incomplete,
        definitions: body.definitions,
        figures: body.figures,
        tables: body.tables,
        picture,
    })
}

/// Completes a report with what facts said when they were first recorded, where its projection shows any. The fold
/// keeps no payload of a fact that may never be amended, so the few that a report names are read in the log. Blocking:
/// each costs one read of one position, none of them after the report's own.
pub fn with_originals(
    log: &dyn FactReads,
    question: &Question,
    mut report: Report,
    originals: Option<Originals>,
) -> Result<Report, ProjectorError> {
    let Some(originals) = originals else { return Ok(report) };
    let (figures, tables) = (std::mem::take(&mut report.figures), std::mem::take(&mut report.tables));
    let mut body = Body { title: String::new(), definitions: Vec::new(), figures, tables };
    let mut found = BTreeMap::new();
    for position in (originals.positions)(&body) {
        if let Some(original) = original(log, &question.space, position)? {
            found.insert(position, original);
        }
    }
    (originals.complete)(&mut body, question.language, &found);
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
