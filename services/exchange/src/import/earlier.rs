//! What the same bytes gave before: an import that left rows out can be taken up again, for those rows alone.

use std::collections::HashSet;

use maillage_events::id::{CommandId, StreamId};
use maillage_log::executor::{OutcomeFact, StreamAsk};
use maillage_log::log::ReadError;

use super::ImportError;
use super::importer::Importer;
use super::persons;
use super::standing::{Words, words_of};
use crate::plan::Plan;

/// What earlier imports of the same bytes recorded, and under which id this one is to be recorded.
#[derive(Debug)]
pub struct Earlier {
    /// The id of this import's command: one for each time that these bytes are taken up.
    pub id: CommandId,
    /// How many times they were imported before.
    pub times: u64,
    /// Whether the last time took every row that is read now: nothing is left to record.
    pub is_whole: bool,
    /// Stream, kind and payload of what was recorded.
    recorded: HashSet<(StreamId, String, String)>,
}

impl Importer<'_> {
    /// Looks up the receipts of earlier imports of these bytes into this space.
    pub(super) async fn earlier(&self, plan: &Plan) -> Result<Earlier, ImportError> {
        let space = &self.options.space;
        let words = format!("import/{space}/{}", plan.fingerprint);
        let mut earlier =
            Earlier { id: CommandId::derived(&words), times: 0, is_whole: false, recorded: HashSet::new() };
        while let Some((receipt, _)) = self.log.receipt(space, earlier.id).await? {
            let facts: Vec<OutcomeFact> = serde_json::from_slice(&receipt.outcome)
                .map_err(|error| ReadError::Unavailable(format!("a receipt whose answer cannot be read: {error}")))?;
            earlier.is_whole = facts.iter().any(|fact| {
                let told = |member: &str| fact.data.get(member).and_then(serde_json::Value::as_u64);
                fact.kind == "import.recorded" && told("rejected") == Some(0) && told("rows") == Some(plan.rows)
            });
            earlier.recorded.extend(facts.into_iter().map(|it| (it.stream, it.kind, it.data.to_string())));
            // A kill between the append and its end left the cards waiting.
            self.vault.settle(space, earlier.id).map_err(persons::failed)?;
            earlier.times += 1;
            earlier.id = CommandId::derived(&format!("{words}/{}", earlier.times + 1));
        }
        Ok(earlier)
    }
}

impl Earlier {
    /// Whether an earlier import of these bytes recorded what is asked. It is not asked again: it may have changed
    /// since, by what others recorded.
    pub fn has(&self, request: &StreamAsk) -> bool {
        words_of(&request.ask).is_some_and(|Words { kind, data }| {
            let data = serde_json::Value::Object(data).to_string();
            self.recorded.contains(&(request.stream.clone(), kind.to_owned(), data))
        })
    }
}
