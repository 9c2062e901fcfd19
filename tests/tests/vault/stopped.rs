//! A process that is stopped at its steps, and killed there.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// A process that waits at one of its steps.
pub struct Stopped {
    child: Child,
    stdin: ChildStdin,
    said: BufReader<std::process::ChildStdout>,
}

impl Stopped {
    /// Begins to give somebody a `card`, or their `erasure`; it has come to the step, and waits there.
    pub fn at(what: &str, folder: &Path, person: u128, step: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_person_until_killed"))
            .arg(what)
            .arg(folder)
            .arg(person.to_string())
            .arg(step)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut stopped = Self { child, stdin, said };
        stopped.wait_for(step);
        stopped
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
