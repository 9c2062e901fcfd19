//! The files of the demonstration, compiled in, and the loader that records them near the time at which they happened.
//!
//! # Layout
//! * [`files`]: which files are recorded when; [`demonstration`]: invented sessions for Lille's poles, marked as such.
//! * [`correction`]: a fact of 2016 corrected in 2019, for the as-of reports.
//!
//! The files hold figures, dates, titles and names of organisations that the sources give, in words of the project's
//! own. What a source does not say stays unknown.

pub mod correction;
pub mod demonstration;
pub mod files;

use std::sync::Arc;

use jiff::Timestamp;
use maillage_events::bad_id::BadId;
use maillage_events::id::{Id, SpaceId};
use maillage_events::messages::Language;
use maillage_log::clock::SetClock;
use maillage_log::executor::{CommandError, Executor};
use maillage_log::log::{FactLog, ReadError};
use maillage_log::vault::{Vault, VaultError};

use crate::import::{ImportError, ImportOptions, ImportOutcome, Importer, Progress};

/// Why the seeds were not loaded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// An import did not take place.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A file of ours has a problem.
    #[error("{space}: {problem}")]
    Problem {
        /// The space.
        space: SpaceId,
        /// The first problem, with its file.
        problem: String,
    },
    /// A demonstration command was not carried out.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The vault did not take the demonstration's residents.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A name or date of ours is malformed.
    #[error(transparent)]
    Name(#[from] BadId),
    /// A date of ours is malformed.
    #[error(transparent)]
    Date(#[from] jiff::Error),
}

/// The account that seeds name as their actor.
pub const ACCOUNT: &str = "demonstration";

/// Loads the five seed systems and the demonstration's sessions: the spaces `la-rochelle`, `soissons`, `corse` and
/// `lille`.
///
/// The log must have been opened with this clock, which is moved forward inside each space (and back from one space to
/// the next): facts are recorded near the time at which they happened. Loading again adds nothing. Answers each import
/// in order; the demonstration's commands are seen by `progress` alone. The clock stands at [`END`] afterwards.
pub async fn load_all(
    executor: &Executor,
    log: Arc<dyn FactLog>,
    vault: &Vault,
    clock: &SetClock,
    progress: Progress<'_>,
) -> Result<Vec<(SpaceId, ImportOutcome)>, SeedError> {
    let mut outcomes = Vec::new();
    let total = files::STAGES.len() as u64 + 1;
    for (done, stage) in files::STAGES.iter().enumerate() {
        progress(done as u64, total);
        let space = SpaceId::new(stage.space)?;
        // What happened in Lille between its programme and its figures.
        if stage.after_demonstration {
            demonstration::load(&space, executor, vault, clock).await?;
        }
        clock.set(stage.recorded.parse::<Timestamp>()?);
        let options = ImportOptions {
            space: space.clone(),
            dry_run: false,
            partial: false,
            correct: None,
            language: Language::French,
            account: Id::new(ACCOUNT)?,
            channel: stage.channel,
            contract: stage.contract.map(Id::new).transpose()?,
        };
        let given = stage.files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
        let importer = Importer { executor, log: log.as_ref(), vault, options: &options };
        let outcome = importer.import_bytes(given, &mut |_, _| {}).await?;
        // Problems of a record stand beside what was recorded of it; a table of ours that is refused is a fault of
        // ours.
        if !outcome.committed || !outcome.changed.is_empty() {
            let mut named = outcome.rejected.iter().chain(&outcome.changed);
            let problem =
                named.next().map_or_else(String::new, |problem| format!("{}: {}", problem.file, problem.message));
            return Err(SeedError::Problem { space, problem });
        }
        outcomes.push((space, outcome));
    }
    correction::correct_in_2019(&SpaceId::new("lille")?, executor, log.as_ref(), clock).await?;
    clock.set(END.parse::<Timestamp>()?);
    progress(total, total);
    Ok(outcomes)
}

/// Where the clock stands once everything is loaded.
pub const END: &str = "2024-01-15T08:00:00Z";

#[cfg(test)]
mod tests;
