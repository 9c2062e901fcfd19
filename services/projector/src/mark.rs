//! How far a state has come: the last fact that it took.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use maillage_events::view::FactView;

/// The last fact that a state has taken into account. It names the fact and not only its position, so that rows of
/// another log, which has another fact there, are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// 0 before the first fact.
    pub position: u64,
    /// Its second clock and its id; `None` before the first fact.
    pub fact: Option<(RecordedAt, FactId)>,
}

impl Mark {
    /// The mark of a state whose last fact is this one.
    pub fn at(fact: &FactView<'_>) -> Self {
        Self { position: fact.position, fact: Some((fact.recorded_at, fact.id)) }
    }
}
