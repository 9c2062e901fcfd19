//! The words of the command line.
//!
//! # Layout
//! * [`store`]: where facts live and travel; [`region`]: the jobs of a region.

mod region;
mod store;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use maillage_events::id::SpaceId;

use crate::bench::append::AppendArgs;
use crate::bench::live::LiveArgs;
use crate::bench::project::ProjectArgs;
use crate::bench::region::RegionArgs;
use crate::bench::replay::ReplayArgs;

pub use self::region::{Doctor, Migrate, Projector, Relay};
pub use self::store::{KafkaArgs, StoreArgs};

/// Keeps the memory of a local health partnership: facts in, figures out.
#[derive(Debug, Parser)]
#[command(name = "maillage", version, about, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part.\nExample: maillage report fiches --space la-rochelle"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// A configuration file (TOML).
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Cli {
    /// The log level when nothing else is said: a server tells what it does, a command stays quiet.
    pub fn logs(&self) -> &'static str {
        match self.command {
            Command::Serve(_) | Command::Relay(_) | Command::Projector(_) => "info",
            _ => "warn",
        }
    }

    /// Threads that the tasks of this command share, where the command says so; otherwise as many as there are cores.
    pub fn threads(&self) -> Option<usize> {
        match &self.command {
            Command::Bench(Bench { figure: Figure::Append(args) }) if args.store.is_some() => {
                usize::try_from(args.threads).ok()
            }
            _ => None,
        }
    }
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A temporary store with the five seed systems loaded, and the server on 127.0.0.1:8080.
    #[command(after_help = "Example: maillage demo --listen 127.0.0.1:9000")]
    Demo(Demo),
    /// The server.
    #[command(after_help = "Example: maillage serve --store sqlite:/var/lib/maillage/maillage.sqlite")]
    Serve(Serve),
    /// Carries facts from PostgreSQL to Kafka; one is active, others stand by.
    #[command(
        after_help = "Example: maillage relay --store postgres://maillage_app@db/maillage --kafka broker1:9092,broker2:9092"
    )]
    Relay(Relay),
    /// Keeps the rows of projections: from Kafka as a member of a group, or from the log itself without --kafka.
    #[command(
        after_help = "Example: maillage projector --store postgres://maillage_app@db/maillage --kafka broker1:9092,broker2:9092"
    )]
    Projector(Projector),
    /// Makes or upgrades the schema of a PostgreSQL store, as the role that owns it.
    #[command(after_help = "Example: maillage migrate --store postgres://maillage_owner@db/maillage")]
    Migrate(Migrate),
    /// Looks for what would hurt: durability settings, schema, holes, lags, the topic. Exit code 1 when something does.
    #[command(after_help = "Example: maillage doctor --store postgres://maillage_app@db/maillage --kafka broker1:9092")]
    Doctor(Doctor),
    /// Records files: an OSCARS record as text, a folder of CSV, single CSV files.
    #[command(
        after_help = "Examples:\n  maillage import fiche.txt --space la-rochelle --dry-run\n  maillage import dossier/ --space lille\n  maillage import --describe"
    )]
    Import(Import),
    /// Any projection, as of any pair of clocks.
    #[command(
        after_help = "Examples:\n  maillage report fiches --space la-rochelle --from 2016-01-01 --to 2016-12-31\n  maillage report attendance --space lille --known-at 2016-12-31 --json"
    )]
    Report(Report),
    /// The facts as JSON Lines: the very bytes that are stored.
    #[command(after_help = "Example: maillage facts --space lille --after 1200 | jq .kind")]
    Facts(Facts),
    /// A projection again from zero, compared with the one that lives.
    #[command(after_help = "Example: maillage rebuild attendance --space lille")]
    Rebuild(Rebuild),
    /// Every projection again over all the years, with facts per second; keeps nothing.
    #[command(after_help = "Example: maillage replay --space lille")]
    Replay(Replay),
    /// The figures of the README, on this machine.
    #[command(after_help = "Example: maillage bench replay --facts 200000")]
    Bench(Bench),
    /// The configuration.
    Config(ConfigCommand),
    /// Completions for a shell.
    #[command(after_help = "Example: maillage completions bash > /etc/bash_completion.d/maillage")]
    Completions(Completions),
    /// The OpenAPI 3.1 document of the API.
    #[command(after_help = "Example: maillage openapi > openapi.json")]
    Openapi,
}

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
    /// Address to listen on; loopback only, until accounts exist. 127.0.0.1:8080 by default.
    #[arg(long, env = "MAILLAGE_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Read the rows that projectors keep, instead of folding the log here. PostgreSQL only; --kafka says so too.
    #[arg(long)]
    pub shared_rows: bool,
    /// Kafka's bootstrap servers: projectors elsewhere fold what a relay carries there, and this server reads their
    /// rows.
    #[arg(long, env = "MAILLAGE_KAFKA", value_name = "HOST:PORT,…")]
    pub kafka: Option<String>,
}

/// `maillage import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Files or folders.
    #[arg(value_name = "FILE", required_unless_present = "describe")]
    pub files: Vec<PathBuf>,
    /// The space that they belong to.
    #[arg(long, value_name = "SPACE", required_unless_present = "describe")]
    pub space: Option<SpaceId>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Read and judge everything, record nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Record what is sound and list the rest; without it one bad row keeps the whole file out.
    #[arg(long)]
    pub partial: bool,
    /// The contract that an OSCARS record belongs to, when the space has several.
    #[arg(long, value_name = "CONTRACT")]
    pub contract: Option<maillage_events::id::Id>,
    /// Language of the messages.
    #[arg(long, value_enum, default_value_t = Lang::Fr)]
    pub lang: Lang,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
    /// Describe the CSV files and their columns, and stop.
    #[arg(long)]
    pub describe: bool,
}

/// `maillage report`.
#[derive(Debug, Args)]
pub struct Report {
    /// The projection; see --list.
    #[arg(value_name = "NAME", required_unless_present = "list")]
    pub name: Option<String>,
    /// List the projections, and stop.
    #[arg(long)]
    pub list: bool,
    /// The space.
    #[arg(long, value_name = "SPACE", required_unless_present = "list")]
    pub space: Option<SpaceId>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// First day of the period (when it happened), included.
    #[arg(long, value_name = "DAY")]
    pub from: Option<Date>,
    /// Last day of the period, included.
    #[arg(long, value_name = "DAY")]
    pub to: Option<Date>,
    /// What was known at the end of this day (Paris), or at this moment (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    pub known_at: Option<String>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Same as --format json.
    #[arg(long)]
    pub json: bool,
    /// Language of titles, definitions and headings.
    #[arg(long, value_enum, default_value_t = Lang::Fr)]
    pub lang: Lang,
}

/// `maillage facts`.
#[derive(Debug, Args)]
pub struct Facts {
    /// The space.
    #[arg(long, value_name = "SPACE")]
    pub space: SpaceId,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Only facts after this position.
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    pub after: u64,
    /// At most so many.
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<u64>,
}

/// `maillage rebuild`.
#[derive(Debug, Args)]
pub struct Rebuild {
    /// The projection, or `all`.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// One space only; every space by default.
    #[arg(long, value_name = "SPACE")]
    pub space: Option<SpaceId>,
    /// Put back the rows that the last rebuild replaced, at once; nothing is folded.
    #[arg(long)]
    pub switch_back: bool,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `maillage replay`.
#[derive(Debug, Args)]
pub struct Replay {
    /// One space only; every space by default.
    #[arg(long, value_name = "SPACE")]
    pub space: Option<SpaceId>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

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

/// A language of the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Français.
    Fr,
    /// English.
    En,
}

impl From<Lang> for maillage_events::messages::Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self::French,
            Lang::En => Self::English,
        }
    }
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables for a terminal.
    Text,
    /// JSON.
    Json,
    /// CSV (RFC 4180, UTF-8), one table after another.
    Csv,
    /// The picture, where the projection has one (network).
    Svg,
}

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
    #[command(
        after_help = "Example: maillage bench project --store postgres://maillage_owner@db/maillage --kafka broker1:9092"
    )]
    Project(ProjectArgs),
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound_and_every_subcommand_has_an_example() {
        let command = Cli::command();
        command.clone().debug_assert();
        for sub in command.get_subcommands().filter(|sub| !matches!(sub.get_name(), "config" | "openapi")) {
            let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{} has no example", sub.get_name());
        }
    }
}
