//! What reading files needs, and what it gives.

use std::collections::HashMap;

use maillage_events::envelope::Channel;
use maillage_events::id::{Id, PersonRef, SpaceId};
use maillage_events::messages::Language;

use super::outside_reference::OutsideReference;
use super::taken_sheets::TakenSheets;
use crate::plan::Plan;

/// What the reading of tables needs to know.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Where the facts will go.
    pub space: SpaceId,
    /// The account that they name.
    pub account: Id,
    /// How they came in.
    pub channel: Channel,
    /// The language of the problems.
    pub language: Language,
}

/// A file that is not read, and the sentence that says why (`import-<why>`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadFile {
    /// Its base name.
    pub name: String,
    /// The key of its sentence.
    pub why: &'static str,
    /// Where it stands, as it was given.
    pub path: String,
}

/// What was read.
#[derive(Debug)]
pub struct Reading {
    /// What the rows give, and their problems.
    pub plan: Plan,
    /// What must already be in the log.
    pub outside: Vec<OutsideReference>,
    /// The file and line that give each person of the plan.
    pub person_rows: HashMap<PersonRef, (String, u64)>,
    /// The files whose rows were read, for what the rules will say of them.
    pub sheets: TakenSheets,
}
