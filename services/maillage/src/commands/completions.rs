//! `maillage completions`.

use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::{Cli, Completions};
use crate::output;

/// Writes the completions of a shell.
pub fn run(args: &Completions) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "maillage", &mut script);
    output::answer(&String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}
