//! What happened and when.

use serde::{Deserialize, Serialize};

use crate::when::OccurredOn;

/// What happened and when: the event of every aggregate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happened<F> {
    /// When it happened, as far as is known.
    pub on: OccurredOn,
    /// What happened.
    pub fact: F,
}

impl<F> Happened<F> {
    /// A fact with its first clock.
    pub fn new(on: OccurredOn, fact: impl Into<F>) -> Self {
        Self { on, fact: fact.into() }
    }

    /// The same moment, another type of fact.
    pub fn map<G>(self, change: impl FnOnce(F) -> G) -> Happened<G> {
        Happened { on: self.on, fact: change(self.fact) }
    }
}
