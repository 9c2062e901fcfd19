//! The words of the command line.
//!
//! # Layout
//! * here: the subcommands.
//! * [`backup`]: a store copied and put back.
//! * [`store`]: where facts live and travel; [`region`]: the jobs of a region; [`serve`]: the server and the
//!   demonstration; [`data`]: imports, reports, facts, rebuilds; [`person`]: what is about one person; [`config`]:
//!   settings; [`bench`]: the benches.

mod backup;
mod bench;
mod config;
mod data;
mod person;
mod region;
mod serve;
mod store;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use self::backup::{Backup, Restore};
pub use self::bench::{Bench, Figure};
pub use self::config::{Completions, ConfigAction, ConfigCommand};
pub use self::data::{Facts, Import, Rebuild, Replay, Report};
pub use self::person::{Erase, PersonAction, PersonCommand};
pub use self::region::{Doctor, Migrate, Projector, Relay};
pub use self::serve::{Demo, Serve};
pub use self::store::{KafkaArgs, StoreArgs};

/// Keeps the memory of a local health partnership: facts in, figures out.
#[derive(Debug, Parser)]
#[command(name = "maillage", version, about, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part.\n\
                  Example: maillage report fiches --space la-rochelle")]
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
    #[command(after_help = "Example: maillage relay \
                      --store postgres://maillage_app@db/maillage --kafka broker1:9092,broker2:9092")]
    Relay(Relay),
    /// Keeps the rows of projections: from Kafka as a member of a group, or from the log itself without --kafka.
    #[command(after_help = "Example: maillage projector \
                      --store postgres://maillage_app@db/maillage --kafka broker1:9092,broker2:9092")]
    Projector(Projector),
    /// Makes or upgrades the schema of a PostgreSQL store, as the role that owns it.
    #[command(after_help = "Example: maillage migrate --store postgres://maillage_owner@db/maillage")]
    Migrate(Migrate),
    /// Looks for what would hurt: durability settings, schema, holes, lags, the topic. Exit code 1 when something does.
    #[command(after_help = "Example: maillage doctor --store postgres://maillage_app@db/maillage --kafka broker1:9092")]
    Doctor(Doctor),
    /// Copies the store while it runs: log and vault as they stood at one moment, without the vault's root key.
    #[command(
        after_help = "Example: maillage backup /var/backups/maillage --store sqlite:/var/lib/maillage/maillage.sqlite"
    )]
    Backup(Backup),
    /// Puts a backup into an empty place; nothing is ever written over.
    #[command(after_help = "Example: maillage restore /var/backups/maillage/20161231T020000Z \
                      --store sqlite:/var/lib/maillage/maillage.sqlite")]
    Restore(Restore),
    /// Records files: an OSCARS record as text, a folder of CSV, single CSV files.
    #[command(after_help = "Examples:\n  \
                      maillage import fiche.txt --space la-rochelle --dry-run\n  \
                      maillage import dossier/ --space lille\n  \
                      maillage import --describe")]
    Import(Import),
    /// What is about one person: the end of a card.
    #[command(after_help = "Example: maillage person erase 018f0000-0000-7000-8000-0000000000aa --space lille")]
    Person(PersonCommand),
    /// Any projection, as of any pair of clocks.
    #[command(after_help = "Examples:\n  \
                      maillage report fiches --space la-rochelle --from 2016-01-01 --to 2016-12-31\n  \
                      maillage report attendance --space lille --known-at 2016-12-31 --json")]
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
