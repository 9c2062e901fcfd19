//! Running the real binary on a store of its own.

#![expect(dead_code, reason = "each test file uses a part of it")]

pub mod serving;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// A store in a temporary folder.
pub struct Demo {
    folder: PathBuf,
    _guard: Option<TempDir>,
}

/// What a run of the binary gave.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The answer of a run that ended as expected.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> String {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self.stdout
    }
}

impl Demo {
    /// The demonstration's store, loaded once for every test of the process.
    pub fn load() -> Self {
        static LOADED: OnceLock<TempDir> = OnceLock::new();
        let folder = LOADED.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().to_str().unwrap();
            maillage(folder.path(), &["demo", "--load-only", "--folder", path]).expect_code(0);
            folder
        });
        Self { folder: folder.path().to_owned(), _guard: None }
    }

    /// An empty store.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder: folder.path().to_owned(), _guard: Some(folder) }
    }

    /// A copy of the demonstration's store, to write into.
    pub fn copy() -> Self {
        let (original, copy) = (Self::load(), Self::empty());
        for file in original.files() {
            std::fs::copy(&file, copy.folder.join(file.file_name().unwrap())).unwrap();
        }
        copy
    }

    /// Where the store lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every file of the store.
    pub fn files(&self) -> Vec<PathBuf> {
        std::fs::read_dir(&self.folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .collect()
    }

    /// Runs the binary on this store.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        maillage(&self.folder, arguments)
    }

    /// A report as JSON.
    #[track_caller]
    pub fn report(&self, space: &str, name: &str, more: &[&str]) -> Value {
        let answer = self.run(&[&["report", name, "--space", space, "--json"], more].concat());
        serde_json::from_str(&answer.expect_code(0)).unwrap()
    }
}

fn maillage(folder: &Path, arguments: &[&str]) -> Ran {
    let output = binary(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn binary(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
    command.env("MAILLAGE_STORE", format!("sqlite:{}/maillage.sqlite", folder.display()));
    command
}

/// The original OSCARS record, where it stands beside the clone.
pub fn original_record() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds/000_la-rochelle-oscars-2016.txt");
    path.exists().then(|| path.display().to_string())
}
