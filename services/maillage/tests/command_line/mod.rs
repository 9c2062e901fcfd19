//! Running the real binary on a store of its own.

#![expect(dead_code, reason = "each test file uses a part of it")]

pub mod serving;
pub mod small_store;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// A store in a temporary folder.
pub struct Demo {
    folder: PathBuf,
    store: String,
    /// The file of settings, where there is one.
    settings: Option<PathBuf>,
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
            Self::at(folder.path(), None).run(&["demo", "--load-only", "--folder", path]).expect_code(0);
            folder
        });
        Self::at(folder.path(), None)
    }

    /// An empty store.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        Self::at(&path, Some(folder))
    }

    /// A store in a folder.
    fn at(folder: &Path, guard: Option<TempDir>) -> Self {
        let store = format!("sqlite:{}/maillage.sqlite", folder.display());
        Self { folder: folder.to_owned(), store, settings: None, _guard: guard }
    }

    /// A store in a database of a throw-away cluster, which runs without fsync; its key and its backups in a folder.
    pub fn in_database(url: &str) -> Self {
        let mut demo = Self::empty();
        let (key, file) = (demo.folder.join("maillage.vault.key"), demo.folder.join("maillage.toml"));
        std::fs::write(&file, format!("accept_loss = true\nvault_key = \"{}\"\n", key.display())).unwrap();
        demo.store = url.to_owned();
        demo.settings = Some(file);
        demo
    }

    /// A copy of the demonstration's store, to write into.
    pub fn copy() -> Self {
        Self::load().duplicate()
    }

    /// A copy of this store, whatever runs on it.
    pub fn duplicate(&self) -> Self {
        let copy = Self::empty();
        for file in self.files() {
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
        let output = self.binary().args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    fn binary(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
        command.env("MAILLAGE_STORE", &self.store);
        if let Some(file) = &self.settings {
            command.arg("--config").arg(file);
        }
        command
    }

    /// A report as JSON.
    #[track_caller]
    pub fn report(&self, space: &str, name: &str, more: &[&str]) -> Value {
        let answer = self.run(&[&["report", name, "--space", space, "--json"], more].concat());
        serde_json::from_str(&answer.expect_code(0)).unwrap()
    }
}

/// The original OSCARS record, where it stands beside the clone.
pub fn original_record() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds/000_la-rochelle-oscars-2016.txt");
    path.exists().then(|| path.display().to_string())
}
