//! The options of an import, and its outcome.

use std::collections::BTreeMap;
use std::path::PathBuf;

use maillage_events::envelope::Channel;
use maillage_events::id::{Id, SpaceId};
use maillage_events::import::ImportFormat;
use maillage_events::messages::Language;
use maillage_events::text::Text;
use maillage_log::executor::CommandError;
use maillage_log::log::ReadError;

use crate::plan::{Plan, Problem};

/// Where an import goes, and how.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Where the facts go. A space that does not exist is opened by the import itself.
    pub space: SpaceId,
    /// Do everything but record: the answer is what would have been recorded.
    pub dry_run: bool,
    /// Record what can be recorded and answer the rest as rejected; without it one problem bars everything.
    pub partial: bool,
    /// Correct what stands by the rows that say it otherwise, for this reason; without it they are named.
    pub correct: Option<Text>,
    /// The language of the problems' sentences.
    pub language: Language,
    /// The account that the facts name as their actor.
    pub account: Id,
    /// How the facts came in, as they will say for ever.
    pub channel: Channel,
    /// The contract that an OSCARS record belongs to; CSV files name theirs row by row.
    pub contract: Option<Id>,
}

/// What an import did, or would have done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ImportOutcome {
    /// SHA-256 of what was read, in hexadecimal: the same bytes are the same import for ever.
    pub fingerprint: String,
    /// The form that was recognised.
    pub format: ImportFormat,
    /// Rows or lines read, headings not counted.
    pub rows: u64,
    /// Those of them that stand in files named as a whole: nobody looked at them one by one.
    pub rows_named_whole: u64,
    /// New facts, `import.recorded` included: 0 when the same files were imported before, or nothing was admitted.
    pub facts: u64,
    /// Whether these very bytes were imported before, every row of them: nothing is then recorded again.
    pub repeated: bool,
    /// Rows of which everything stands already.
    pub standing: u64,
    /// Rows that say otherwise what stands: named, not taken; they bar nothing.
    pub changed: Vec<Problem>,
    /// Everything that could not be taken, in the order of the files.
    pub rejected: Vec<Problem>,
    /// What stands in the file and gives no fact, or stood in an earlier version and does not any more: told, so that
    /// nothing is lost in silence; it bars nothing.
    pub unused: Vec<Problem>,
    /// New facts by kind.
    pub by_kind: BTreeMap<String, u64>,
    /// Whether the log holds the facts now; `false` after a dry run, or when a problem barred everything.
    pub committed: bool,
}

impl ImportOutcome {
    /// Whether every row was taken, or stands.
    pub fn is_whole(&self) -> bool {
        self.rejected.is_empty() && self.changed.is_empty()
    }

    /// The outcome of a plan of which nothing is recorded yet.
    pub(super) fn nothing_yet(plan: &Plan) -> Self {
        Self {
            fingerprint: plan.fingerprint.clone(),
            format: plan.format,
            rows: plan.rows,
            rows_named_whole: plan.rows_named_whole,
            facts: 0,
            repeated: false,
            standing: 0,
            changed: Vec::new(),
            rejected: Vec::new(),
            unused: plan.unused.clone(),
            by_kind: BTreeMap::new(),
            committed: false,
        }
    }
}

/// Why an import could not even be tried; what is wrong inside a file is a [`Problem`] instead.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file or folder could not be read.
    #[error("{path}: {source}")]
    File {
        /// The path as it was given, or as the folder names it.
        path: PathBuf,
        /// What the system answered.
        source: std::io::Error,
    },
    /// Nothing to import was given.
    #[error("no file to import: give an OSCARS record (.txt), CSV files or a folder of CSV files")]
    Nothing,
    /// A text record and tables were given together.
    #[error("an OSCARS record is imported alone, not beside CSV files or another record")]
    Mixed,
    /// The reason of the corrections says nothing.
    #[error("the reason of the corrections is empty")]
    NoReason,
    /// The reason of the corrections seems to name or to reach somebody: it would stand for ever.
    #[error("the reason of the corrections seems to name or to reach somebody")]
    PersonalReason,
    /// The command could not be carried out, or was refused every time that it was tried.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The vault did not take the persons; nothing was recorded.
    #[error("vault: {0}")]
    Vault(String),
}
