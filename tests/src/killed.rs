//! What must hold after a process was killed while it appended.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use maillage_events::envelope::Recorded;
use maillage_events::id::CommandId;
use maillage_log::clock::SystemClock;
use maillage_log::log::FactReads;
use maillage_log::sqlite::SqliteLog;

use crate::log_contract::workload::{space, whole};

/// An append that the killed process had an answer for: the words of its command and the position it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// The command's words.
    pub words: String,
    /// The position.
    pub position: u64,
}

impl Acknowledged {
    /// Reads a line of `append_until_killed`; `None` for a line that the kill cut short.
    pub fn from_line(line: &str) -> Option<Self> {
        let (words, rest) = line.split_once('\t')?;
        let (position, end) = rest.split_once('\t')?;
        (end == ".").then_some(())?;
        Some(Self { words: words.to_owned(), position: position.parse().ok()? })
    }
}

/// Opens a log that was left by killed processes and checks that every acknowledged append is there exactly once, at
/// its position, that positions and versions have no hole, and that the log takes facts again. Gives the head.
pub async fn check_log(path: &Path, acknowledged: &[Acknowledged]) -> u64 {
    let log = SqliteLog::open(path, Arc::new(SystemClock)).unwrap();
    let facts = whole(log.as_ref(), &space()).await;
    let mut places: BTreeMap<CommandId, Vec<u64>> = BTreeMap::new();
    for fact in &facts {
        let recorded = Recorded::read(&fact.bytes).unwrap();
        assert_eq!((recorded.position, recorded.version), (fact.position, fact.version));
        places.entry(recorded.command).or_default().push(fact.position);
    }
    for Acknowledged { words, position } in acknowledged {
        let command = CommandId::derived(words);
        assert_eq!(
            places.get(&command).map(Vec::as_slice),
            Some([*position].as_slice()),
            "« {words} » was acknowledged at {position}"
        );
        let (receipt, _) = log.receipt(&space(), command).await.unwrap().unwrap();
        assert_eq!((receipt.first, receipt.count), (*position, 1));
    }
    facts.len() as u64
}
