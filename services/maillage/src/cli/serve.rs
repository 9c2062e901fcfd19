//! The words of what serves: the demonstration and the server.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use maillage_server::PublicOrigin;

use super::store::{LossArgs, StoreArgs};

/// `maillage demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address to listen on; loopback only.
    #[arg(long, env = "MAILLAGE_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Where to put the temporary store; a new folder of the system's temporary folder by default.
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Load the data, say where they are, and stop: no server.
    #[arg(long)]
    pub load_only: bool,
    /// Do not play a meeting in the background; counters then move only when somebody records something.
    #[arg(long)]
    pub still: bool,
}

/// `maillage serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub loss: LossArgs,
    /// Address to listen on; loopback only, until accounts exist. 127.0.0.1:8080 by default.
    #[arg(long, env = "MAILLAGE_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The origin that browsers know the server under, behind a proxy, such as https://maillage.ville.fr: pages of it
    /// may write.
    #[arg(long, env = "MAILLAGE_PUBLIC_ORIGIN", value_name = "ORIGIN")]
    pub public_origin: Option<PublicOrigin>,
    /// Read the rows that projectors keep, instead of folding the log here. PostgreSQL only; --kafka says so too.
    #[arg(long)]
    pub shared_rows: bool,
    /// Kafka's bootstrap servers: projectors elsewhere fold what a relay carries there, and this server reads their
    /// rows.
    #[arg(long, env = "MAILLAGE_KAFKA", value_name = "HOST:PORT,…")]
    pub kafka: Option<String>,
}
