//! A server under faults that can be changed while it runs.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Longest wait for what should come soon.
const PATIENCE: Duration = Duration::from_secs(60);

/// The faults, compiled once for every test of the process: SQLite needs a C compiler already.
fn preloaded() -> &'static Path {
    static BUILT: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, library) = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("faults.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ops/attack/faults.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
        assert!(compiler.status().unwrap().success());
        (folder, library)
    });
    library
}

/// A store and the faults of the machine that it lies on.
pub struct Machine {
    folder: TempDir,
}

/// A server on it.
pub struct Faulty {
    child: Child,
    address: String,
    http: reqwest::Client,
}

impl Machine {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// From now on these faults, and no others.
    pub fn faults(&self, lines: &str) {
        let (file, new) = (self.folder.path().join("faults"), self.folder.path().join("faults.new"));
        std::fs::write(&new, lines).unwrap();
        std::fs::rename(new, file).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
        command
            .args(arguments)
            .env("MAILLAGE_STORE", format!("sqlite:{}", self.folder.path().join("maillage.sqlite").display()))
            .env("MAILLAGE_FAULTS", self.folder.path().join("faults"))
            .env("LD_PRELOAD", preloaded());
        command
    }

    pub fn serve(&self, arguments: &[&str]) -> Faulty {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], arguments].concat();
        let mut child = self.command(&arguments).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, addresses) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("maillage: listening on ") {
                    let _ = sender.send(address.to_owned());
                }
            }
        });
        let address = addresses.recv_timeout(PATIENCE).unwrap();
        Faulty { child, address, http: reqwest::Client::new() }
    }
}

impl Faulty {
    /// Asks; the status and the body, null when it is no JSON.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.http.request(method.parse().unwrap(), format!("{}{path}", self.address));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
    }

    /// Opens the space `s`.
    pub async fn open_space(&self) {
        let opened = json!({ "data": { "name": "Ville", "kind": "city" } });
        let (status, body) = self.ask("PUT", "/v1/spaces/s", Some(opened)).await;
        assert!(matches!(status, 200 | 201), "{body}");
    }

    /// Records the organisation of this name.
    pub async fn record(&self, name: &str) -> (u16, Value) {
        let data = json!({ "name": name, "kinds": ["local_authority"] });
        let body = json!({ "kind": "organisation.recorded", "occurred_on": "2026-01-05", "data": data });
        let path = format!("/v1/spaces/s/streams/organisation/{name}/facts");
        self.ask("POST", &path, Some(body)).await
    }

    /// The codes of the reasons why it is not ready.
    pub async fn reasons(&self) -> Vec<String> {
        let (_, body) = self.ask("GET", "/readyz", None).await;
        let reasons = body["reasons"].as_array().cloned().unwrap_or_default();
        reasons.iter().map(|reason| reason["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until these are the reasons.
    pub async fn until(&self, reasons: &[&str]) {
        let since = Instant::now();
        loop {
            let found = self.reasons().await;
            if found == reasons {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "{found:?} instead of {reasons:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until a figure of its metrics is as wanted.
    pub async fn figure(&self, name: &str, wanted: impl Fn(f64) -> bool) {
        let since = Instant::now();
        loop {
            let text = self.http.get(format!("{}/metrics", self.address)).send().await.unwrap().text().await.unwrap();
            let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap();
            if wanted(value) {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "{name} is {value}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the process ends by itself.
    pub fn ended(&mut self) -> ExitStatus {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(since.elapsed() < PATIENCE, "the process goes on");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Tells it to stop, as a service manager would.
    pub fn stop(mut self) -> ExitStatus {
        let killed = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().unwrap();
        assert!(killed.success());
        self.ended()
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
