//! Which references are one person: shared by whoever counts persons, so that each is counted once everywhere.

use maillage_events::declare::Payload;
use maillage_events::person::PersonMerged;
use maillage_events::view::FactView;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::payload::{PartOf, Unread};
use crate::table::Table;

/// One person who is the same as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MergeRow {
    /// The reference that stays.
    pub into: Uuid,
}

impl Payload for MergeRow {
    const KIND: &'static str = PersonMerged::KIND;
    const SCHEMA: u16 = PersonMerged::SCHEMA;
}
impl PartOf<PersonMerged> for MergeRow {}

impl Table<MergeRow> {
    /// The person of the fact is the same as another.
    pub(crate) fn merged(&mut self, fact: &FactView<'_>, it: MergeRow) {
        self.insert(fact.stream_id(), it);
    }

    /// It was a mistake.
    pub(crate) fn unmerged(&mut self, fact: &FactView<'_>, _: Unread) {
        self.remove(fact.stream_id());
    }

    /// The reference that stays for this one once active merges are followed.
    pub(crate) fn root(&self, person: Uuid) -> Uuid {
        let mut root = person;
        let mut text = Uuid::encode_buffer();
        // A cycle is refused by the rules; were there one, following stops after as many steps as there are merges.
        for _ in 0..self.len() {
            match self.get(root.hyphenated().encode_lower(&mut text)) {
                Some(merge) => root = merge.into,
                None => break,
            }
        }
        root
    }
}
