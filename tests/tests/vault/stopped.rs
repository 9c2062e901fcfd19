//! A process that is stopped at its steps, and killed there.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// A process that waits at some of its steps.
pub struct Stopped {
    child: Child,
    stdin: ChildStdin,
    said: BufReader<std::process::ChildStdout>,
}

impl Stopped {
    /// Begins a program that takes a folder, a person and the steps to stop at.
    pub fn begin(program: &str, folder: &Path, person: u128, stops: &[&str]) -> Self {
        let mut child = Command::new(program)
            .arg(folder)
            .arg(person.to_string())
            .args(stops)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, stdin, said }
    }

    /// Waits until it says that it came to a step.
    pub fn wait_for(&mut self, step: &str) {
        let mut line = String::new();
        while line.trim() != step {
            line.clear();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "it ended before {step}");
        }
    }

    /// Lets it go on to the next step.
    pub fn go_on(&mut self) {
        writeln!(self.stdin).unwrap();
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
