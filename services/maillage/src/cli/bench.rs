//! The words of the benches.

use clap::{Args, Subcommand};

use crate::bench::append::AppendArgs;
use crate::bench::live::LiveArgs;
#[cfg(feature = "kafka")]
use crate::bench::project::ProjectArgs;
use crate::bench::region::RegionArgs;
use crate::bench::replay::ReplayArgs;

/// `maillage bench`.
#[derive(Debug, Args)]
pub struct Bench {
    /// Which figure.
    #[command(subcommand)]
    pub figure: Figure,
}

/// The benches. Each measures its reference in the same run and says the ratio.
#[derive(Debug, Subcommand)]
pub enum Figure {
    /// A log folded into attendance, against a raw scan that decodes nothing; memory at two sizes.
    #[command(after_help = "Example: maillage bench replay --facts 1000000 --json")]
    Replay(ReplayArgs),
    /// From the reply to a command to its event at a live client, through HTTP on loopback.
    #[command(after_help = "Example: maillage bench live --events 200 --json")]
    Live(LiveArgs),
    /// A backlog of the topic folded into attendance, rows kept in PostgreSQL, by one projector.
    #[cfg(feature = "kafka")]
    #[command(after_help = "Example: maillage bench project \
                      --store postgres://maillage_owner@db/maillage --kafka broker1:9092")]
    Project(ProjectArgs),
    /// A backlog of the topic folded into attendance: not in this program, which was built without Kafka.
    #[cfg(not(feature = "kafka"))]
    #[command(disable_help_flag = true)]
    Project(IgnoredArgs),
    /// From the reply of one server to the event on a live stream of another, at a steady rate; the servers run
    /// already.
    #[command(
        after_help = "Example: maillage bench region --write-to http://127.0.0.1:8081 --listen-to http://127.0.0.1:8082"
    )]
    Region(RegionArgs),
    /// Durable appends by many writers at once, against raw inserts with nothing checked.
    #[command(after_help = "Example: maillage bench append --writers 256 --json")]
    Append(AppendArgs),
}

/// Whatever the words of a bench are that this program cannot run.
#[cfg(not(feature = "kafka"))]
#[derive(Debug, Args)]
pub struct IgnoredArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    words: Vec<std::ffi::OsString>,
}
