//! Maillage, the one binary: a command line that wires the rooms together.
//!
//! ```text
//! cli ───▶ commands ───▶ config ───▶ store_access ───▶ a room of the house
//! words    one file      settings    what it opens     what does the work
//!          each
//!
//! serve                              log vault rows    server, on projector
//! demo                               log vault rows    exchange (seeds), then server
//! import                             log vault         exchange
//! report, replay                     log               projector
//! rebuild                            log       rows    projector
//! projector                          log       rows    projector; also the topic, when Kafka is named
//! relay                              log               relay; also its positions and the topic
//! facts                              log               log
//! migrate                            address alone     log (the schema)
//! doctor                             log vault rows    looks at each of them, at the relay and the topic
//! backup, restore                    log vault         log (files, or COPY)
//! bench                              stores of its own log, projector, server
//! config, completions, openapi       nothing
//! ```
//!
//! # Layout
//! * `cli`: the words; `commands`: one file each; `config`: settings; `bench`: the benches.
//! * `store`: the address of a store; `store_access`: what is opened by it.
//! * `opening`: a log opened for a command, held by `siblings` to what stands beside it; `accepted`, `accept_loss`:
//!   what is given up of it.
//! * `output`: stdout and stderr; `failure`: why a command failed, with its exit code.

mod accept_loss;
mod accepted;
mod bench;
mod cli;
mod commands;
mod config;
mod failure;
mod opening;
mod output;
mod siblings;
mod store;
mod store_access;

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
