//! What surrounds a projection's answer: the space, both clocks, the position.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use maillage_events::view::FactView;
use maillage_projections::catalogue::{AnyProjection, Fresh};
use maillage_projections::report::Report;

use crate::{ProjectorError, Question};

/// A set of projections: their names and how to begin each.
pub type Catalogue = &'static [(&'static str, Fresh)];

/// The last fact that a state has taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Its position; 0 before the first fact.
    pub position: u64,
    /// Its second clock and its id; `None` before the first fact.
    pub fact: Option<(RecordedAt, FactId)>,
}

impl Mark {
    /// At a fact.
    pub fn at(fact: &FactView<'_>) -> Self {
        Self { position: fact.position, fact: Some((fact.recorded_at, fact.id)) }
    }
}

/// The projection of that name: its place in the catalogue and how to begin it.
pub fn find(catalogue: Catalogue, name: &str) -> Result<(usize, Fresh), ProjectorError> {
    let found = catalogue.iter().position(|(known, _)| *known == name);
    let unknown = || ProjectorError::UnknownReport {
        name: name.to_owned(),
        known: catalogue.iter().map(|(name, _)| *name).collect(),
    };
    found.map(|at| (at, catalogue[at].1)).ok_or_else(unknown)
}

/// The whole report that a state gives to a question.
pub fn report(state: &dyn AnyProjection, question: &Question, mark: Mark, incomplete: bool) -> Report {
    let body = state.answer(&question.scope, question.language);
    let picture = state.picture(&question.scope, question.language);
    Report {
        report: state.name(),
        fold_version: state.version(),
        space: question.space.clone(),
        title: body.title,
        period: question.scope.period,
        known_at: question.known_at,
        position: mark.position,
        recorded_at: mark.fact.map(|(recorded_at, _)| recorded_at),
        incomplete,
        definitions: body.definitions,
        figures: body.figures,
        tables: body.tables,
        picture,
    }
}
