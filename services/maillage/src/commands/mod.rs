//! One file a subcommand.

mod backup;
mod bench;
mod completions;
mod config;
mod demo;
mod doctor;
mod facts;
mod import;
mod migrate;
#[cfg(feature = "kafka")]
mod observe;
mod openapi;
mod person;
#[cfg(feature = "kafka")]
mod projector;
mod rebuild;
#[cfg(feature = "kafka")]
mod relay;
mod replay;
mod report;
mod serve;
mod stop_signals;

use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::failure::Failure;

/// Runs the subcommand.
pub async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let file = cli.config.as_deref();
    match cli.command {
        Command::Demo(args) => demo::run(args).await,
        Command::Serve(args) => serve::run(args, file).await,
        #[cfg(feature = "kafka")]
        Command::Relay(args) => relay::run(args, file).await,
        #[cfg(feature = "kafka")]
        Command::Projector(args) => projector::run(args, file).await,
        #[cfg(not(feature = "kafka"))]
        Command::Relay(_) => Err(Failure::without_kafka("maillage relay")),
        #[cfg(not(feature = "kafka"))]
        Command::Projector(_) => Err(Failure::without_kafka("maillage projector")),
        Command::Migrate(args) => migrate::run(args, file).await,
        Command::Doctor(args) => doctor::run(args, file).await,
        Command::Backup(args) => backup::run(args, file).await,
        Command::Restore(args) => backup::restore(args, file).await,
        Command::Import(args) => import::run(args, file).await,
        Command::Person(args) => person::run(args, file).await,
        Command::Report(args) => report::run(args, file).await,
        Command::Facts(args) => facts::run(args, file).await,
        Command::Rebuild(args) => rebuild::run(args, file).await,
        Command::Replay(args) => replay::run(args, file).await,
        Command::Bench(args) => bench::run(args).await,
        Command::Config(args) => config::run(args, file),
        Command::Completions(args) => Ok(completions::run(&args)),
        Command::Openapi => openapi::run(),
    }
}
