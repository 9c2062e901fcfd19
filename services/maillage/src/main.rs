//! Maillage, the one binary: a command line that wires the rooms together.

mod bench;
mod cli;
mod commands;
mod config;
mod failure;
mod opened;
mod output;
mod store;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    output::start_logs(cli.logs());
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(threads) = cli.threads() {
        runtime.worker_threads(threads);
    }
    let runtime = match runtime.enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::failed(&format!("cannot start: {error}")),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(failure) => failure.show(),
    }
}
