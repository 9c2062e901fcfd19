//! Where an import looks and records.

use maillage_log::executor::Executor;
use maillage_log::log::FactLog;
use maillage_log::vault::Vault;

use super::ImportOptions;

/// Called with how much is done, of how much: requests read and recorded.
pub type Progress<'p> = &'p mut (dyn FnMut(u64, u64) + Send);

/// Imports files into one space of one store.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "a log has nothing to show")]
pub struct Importer<'i> {
    /// Rehearses and carries out the import's command on `log`.
    pub executor: &'i Executor,
    /// Says what the space holds already.
    pub log: &'i dyn FactLog,
    /// Takes the names of persons.
    pub vault: &'i Vault,
    /// The space, the account, and what is to be done.
    pub options: &'i ImportOptions,
}
