//! What goes to the terminal: answers to stdout, everything else to stderr.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

/// Writes an answer. A closed pipe (`| head`) is no error.
pub fn answer(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    drop(written);
}

/// Writes one line of an answer.
pub fn line(text: &str) {
    answer(&format!("{text}\n"));
}

/// Writes a remark for the person at the terminal.
pub fn remark(text: &str) {
    let written = writeln!(std::io::stderr().lock(), "{text}");
    drop(written);
}

/// Writes why something failed.
pub fn complain(sentence: &str) {
    remark(&format!("maillage: {sentence}"));
}

/// Writes why the command failed; exit code 1.
pub fn failed(sentence: &str) -> ExitCode {
    complain(sentence);
    ExitCode::FAILURE
}

/// Starts the logs on stderr: JSON lines when stderr is not a terminal. `MAILLAGE_LOG` filters (`info`,
/// `maillage_log=debug`, …).
pub fn start_logs(default: &str) {
    let filter = EnvFilter::try_from_env("MAILLAGE_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = if std::io::stderr().is_terminal() { logs.compact().try_init() } else { logs.json().try_init() };
    drop(started);
}

/// A progress bar on a terminal, nothing elsewhere.
pub fn progress(length: u64, what: &'static str) -> indicatif::ProgressBar {
    let bar = if std::io::stderr().is_terminal() {
        indicatif::ProgressBar::new(length)
    } else {
        indicatif::ProgressBar::hidden()
    };
    if let Ok(style) = indicatif::ProgressStyle::with_template("{msg} {bar:30} {human_pos}/{human_len} {per_sec}") {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}
