//! What facts said when they were first recorded, for answers that show it though their rows do not keep it.

use std::collections::BTreeMap;

use maillage_events::messages::Language;
use maillage_events::when::OccurredOn;
use serde_json::Value;

use crate::report::Body;

/// A fact as it was first recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Original {
    /// When it was said to have happened.
    pub occurred: OccurredOn,
    /// Its payload.
    pub data: Value,
}

/// How answers of a projection are completed with originals. The fold is pure and keeps none of them, so whoever holds
/// the log looks up the few that an answer asks for.
#[derive(Debug, Clone, Copy)]
pub struct Originals {
    /// The positions that an answer asks for.
    pub positions: fn(&Body) -> Vec<u64>,
    /// Completes the answer with what was found at these positions; what is not there stays unknown.
    pub complete: fn(&mut Body, Language, &BTreeMap<u64, Original>),
}
