//! The words of `maillage config` and `maillage completions`.

use std::net::SocketAddr;

use clap::{Args, Subcommand};

use super::backup::BackupDirArgs;
use super::store::{KafkaArgs, StoreArgs};

/// `maillage config`.
#[derive(Debug, Args)]
pub struct ConfigCommand {
    /// What to do.
    #[command(subcommand)]
    pub action: ConfigAction,
}

/// The subcommands of `config`.
#[derive(Debug, Subcommand)]
pub enum ConfigAction {
    /// Every setting, its value and where it comes from (flag > MAILLAGE_* > file > default).
    #[command(after_help = "Example: maillage config show --config /etc/maillage/maillage.toml")]
    Show {
        #[command(flatten)]
        store: StoreArgs,
        #[command(flatten)]
        kafka: KafkaArgs,
        /// Address to listen on.
        #[arg(long, env = "MAILLAGE_LISTEN", value_name = "ADDRESS")]
        listen: Option<SocketAddr>,
        #[command(flatten)]
        backups: BackupDirArgs,
        /// Answer as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// `maillage completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
