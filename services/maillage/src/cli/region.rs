//! The jobs of a region, beside the server.

use std::net::SocketAddr;

use clap::Args;

use super::backup::BackupDirArgs;
use super::{KafkaArgs, StoreArgs};

/// `maillage relay`.
#[derive(Debug, Args)]
pub struct Relay {
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub kafka: KafkaArgs,
    /// Send every fact again from the first, and end: for a topic that was lost. Other relays may run.
    #[arg(long)]
    pub refill: bool,
    /// Partitions of the topic when it is made.
    #[arg(long, value_name = "COUNT", default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub partitions: u16,
    /// Address of /metrics, /healthz and /readyz; loopback only. None by default.
    #[arg(long, env = "MAILLAGE_METRICS", value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
}

/// `maillage projector`.
#[derive(Debug, Args)]
pub struct Projector {
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub kafka: KafkaArgs,
    /// The consumer group; maillage-projectors and the numbers of the database by default.
    #[arg(long, env = "MAILLAGE_GROUP", value_name = "GROUP")]
    pub group: Option<String>,
    /// Address of /metrics, /healthz and /readyz; loopback only. None by default.
    #[arg(long, env = "MAILLAGE_METRICS", value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
}

/// `maillage migrate`.
#[derive(Debug, Args)]
pub struct Migrate {
    #[command(flatten)]
    pub store: StoreArgs,
}

/// `maillage doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub kafka: KafkaArgs,
    #[command(flatten)]
    pub backups: BackupDirArgs,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}
