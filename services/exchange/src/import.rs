//! Recording what files say: read, rehearse against the rules, then all at once or not at all.
//!
//! # Layout
//! * `outcome`: what an import is told and what it answers; `files`: which form the files have.
//! * `reading`: files → a plan with its problems; `persons`: what the vault already knows.
//! * `recording`: plan → rehearsal → one command, whose id comes from the space and the fingerprint, so the same bytes
//!   are recorded once.

mod files;
mod outcome;
mod persons;
mod reading;
mod recording;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use maillage_log::executor::Executor;
use maillage_log::log::FactLog;
use maillage_log::vault::Vault;

pub use outcome::{ImportError, ImportOptions, ImportOutcome};

/// Told how much is done, of how much.
pub type Progress<'p> = &'p mut (dyn FnMut(u64, u64) + Send);

/// Imports files: one OSCARS record, or CSV files and folders of them (of a folder, only its `.csv` files are taken).
///
/// Every problem is answered at once, with its file, row, column and value. One problem keeps everything out, unless
/// [`ImportOptions::partial`]. Everything is recorded by one append; the same bytes again add no fact. Persons reach
/// the vault just before the append: should it fail, the vault holds nobody that importing again would not put there.
pub async fn import(
    paths: &[PathBuf],
    executor: &Executor,
    log: Arc<dyn FactLog>,
    vault: &Vault,
    options: &ImportOptions,
    progress: Progress<'_>,
) -> Result<ImportOutcome, ImportError> {
    take_in(files::open(paths)?, executor, log, vault, options, progress).await
}

/// The same for files in memory, each with its base name.
pub async fn import_bytes(
    files: Vec<(String, Vec<u8>)>,
    executor: &Executor,
    log: Arc<dyn FactLog>,
    vault: &Vault,
    options: &ImportOptions,
    progress: Progress<'_>,
) -> Result<ImportOutcome, ImportError> {
    take_in(files::given(files)?, executor, log, vault, options, progress).await
}

async fn take_in(
    input: files::Input,
    executor: &Executor,
    log: Arc<dyn FactLog>,
    vault: &Vault,
    options: &ImportOptions,
    progress: Progress<'_>,
) -> Result<ImportOutcome, ImportError> {
    let reading = reading::read(input, log.as_ref(), options).await?;
    recording::record(reading, executor, log, vault, options, progress).await
}
