//! The words of `maillage backup` and `maillage restore`.

use std::path::PathBuf;

use clap::Args;

use super::store::StoreArgs;

/// Where backups lie.
#[derive(Debug, Clone, Args)]
pub struct BackupDirArgs {
    /// The folder of backups, whose newest is looked at.
    #[arg(long, env = "MAILLAGE_BACKUP_DIR", value_name = "FOLDER")]
    pub backup_dir: Option<PathBuf>,
}

/// `maillage backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The folder of backups; each is a folder in it, named after its moment. The one of the settings by default.
    #[arg(value_name = "TARGET")]
    pub target: Option<PathBuf>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Copy the vault's root key too: whoever holds the backup then reads every card.
    #[arg(long)]
    pub with_key: bool,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `maillage restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup: a folder that `maillage backup` gave.
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}
