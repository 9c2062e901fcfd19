//! Recording what files say: read, rehearse against the rules, then all at once or not at all.
//!
//! # Layout
//! * `importer`: where an import looks and records; `outcome`: its options and its outcome.
//! * `files`: which form the files have.
//! * `reading`: files → a plan with its problems; `persons`: what the vault already knows.
//! * `recording`: plan → rehearsal → one command (`under_way`), whose id comes from the space and the fingerprint, so
//!   the same bytes are recorded once; `earlier`: what they gave before, when rows were left out; `opening`: the fact
//!   that opens a space that does not exist.
//! * `second_version`: what a row is beside what stands, by the `comparison` of all rows with what is `standing` in the
//!   log, each kind by what it is `named_by`; `changed`: what is said of those that say it otherwise, and corrections.
//! * `words`: what an import says to whoever ran it.

mod changed;
mod comparison;
mod earlier;
mod files;
mod importer;
mod named_by;
mod opening;
mod outcome;
mod persons;
mod reading;
mod recording;
mod second_version;
mod standing;
#[cfg(test)]
mod tests;
mod under_way;
mod words;

use std::path::PathBuf;

use maillage_events::screen::personal_mark;

pub use importer::{Importer, Progress};
pub use outcome::{ImportError, ImportOptions, ImportOutcome};

impl Importer<'_> {
    /// Imports files: one OSCARS record, or CSV files and folders of them. Every file of a folder is read or named;
    /// only hidden ones, and those that a system keeps for itself, are passed over.
    ///
    /// Every problem is answered at once, with its file, row, column and value. One problem bars everything,
    /// unless [`ImportOptions::partial`]. Everything is recorded by one append; the same bytes again add no fact.
    /// Cards of persons wait in the vault while the append is on its way, and stand once it is done.
    pub async fn import(&self, paths: &[PathBuf], progress: Progress<'_>) -> Result<ImportOutcome, ImportError> {
        self.take_in(files::open(paths)?, progress).await
    }

    /// The same for files in memory, each with its base name.
    pub async fn import_bytes(
        &self,
        files: Vec<(String, Vec<u8>)>,
        progress: Progress<'_>,
    ) -> Result<ImportOutcome, ImportError> {
        self.take_in(files::given(files)?, progress).await
    }

    async fn take_in(&self, input: files::Input, progress: Progress<'_>) -> Result<ImportOutcome, ImportError> {
        // Said of the reason itself: no row is at fault.
        match &self.options.correct {
            Some(reason) if reason.is_blank() => return Err(ImportError::NoReason),
            Some(reason) if personal_mark(&reason.0).is_some() => return Err(ImportError::PersonalReason),
            Some(_) | None => {}
        }
        let read = self.read(input).await?;
        self.record(read, progress).await
    }
}
