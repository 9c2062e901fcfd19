//! A region on this machine: PostgreSQL and Kafka of its own, and jobs of the real binary that can be killed and come
//! back.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What a region takes longest to: start a JVM three times on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// A region that ends with it.
pub struct Region {
    folder: TempDir,
    pub store: String,
    pub kafka: String,
    /// The file that tells jobs how secured brokers are reached.
    pub kafka_config: Option<PathBuf>,
    jobs: Mutex<BTreeMap<String, Job>>,
}

struct Job {
    arguments: Vec<String>,
    address: SocketAddr,
    child: Option<Child>,
}

impl Region {
    /// Starts PostgreSQL (default settings) and Kafka, and makes the schema. `None`, with the reason printed, where
    /// they cannot be had.
    pub fn start(brokers: usize) -> Option<Self> {
        Self::start_with(brokers, &[])
    }

    /// The same, with brokers that jobs reach by TLS and a password alone.
    pub fn start_secured(brokers: usize) -> Option<Self> {
        let mut region = Self::start_with(brokers, &["--secured"])?;
        let secured = region.folder.path().join("kafka/secured");
        region.kafka = std::fs::read_to_string(secured.join("bootstrap")).unwrap().trim().to_owned();
        region.kafka_config = Some(secured.join("client.properties"));
        Some(region)
    }

    fn start_with(brokers: usize, also: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        if let Err(why) = script("kafka/kafka", &["fetch"]) {
            println!("skipped: real broker ({})", last_line(&why));
            return None;
        }
        let store = match script("postgres/cluster", &["start", "--dir", &path(&folder, "postgres")]) {
            Ok(store) => store.trim().to_owned(),
            Err(why) => {
                println!("skipped: PostgreSQL ({})", last_line(&why));
                return None;
            }
        };
        // From here on what was started is stopped, whatever happens.
        let mut region = Self { folder, store, kafka: String::new(), kafka_config: None, jobs: Mutex::default() };
        let (count, folder) = (brokers.to_string(), region.path("kafka"));
        let start = [&["start", "--brokers", &count, "--dir", &folder], also].concat();
        script("kafka/kafka", &start).unwrap();
        region.kafka = std::fs::read_to_string(region.folder.path().join("kafka/bootstrap")).unwrap().trim().to_owned();
        region.run(&["migrate", "--store", &region.store.replace("maillage_app", "maillage_owner")]);
        Some(region)
    }

    fn path(&self, name: &str) -> String {
        path(&self.folder, name)
    }

    /// The vault's key, the same for every job.
    pub fn vault_key(&self) -> PathBuf {
        self.folder.path().join("vault.key")
    }

    /// Runs a command of the binary on this region; what it answered.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {stderr}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that may fail; what it answered, complaints behind.
    pub fn attempt(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.command(arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
        command.args(arguments).env("MAILLAGE_STORE", &self.store).env("MAILLAGE_VAULT_KEY", self.vault_key());
        command
    }

    /// Begins a job of this name; `{address}` among its arguments is replaced by a free address of its own.
    pub fn begin(&self, name: &str, arguments: &[&str]) -> SocketAddr {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let arguments = arguments.iter().map(|it| it.replace("{address}", &address.to_string())).collect();
        let mut job = Job { arguments, address, child: None };
        self.spawn(name, &mut job);
        self.jobs.lock().unwrap().insert(name.to_owned(), job);
        address
    }

    fn spawn(&self, name: &str, job: &mut Job) {
        let log =
            File::options().create(true).append(true).open(self.folder.path().join(format!("{name}.log"))).unwrap();
        let arguments: Vec<&str> = job.arguments.iter().map(String::as_str).collect();
        let mut command = self.command(&arguments);
        if let Some(path) = &self.kafka_config {
            command.env("MAILLAGE_KAFKA_CONFIG", path);
        }
        let child = command.env("MAILLAGE_KAFKA", &self.kafka).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        job.child = Some(child);
    }

    /// SIGKILL.
    pub fn kill(&self, name: &str) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut child) = jobs.get_mut(name).and_then(|job| job.child.take()) {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Starts a killed job again, at the same address.
    pub fn revive(&self, name: &str) {
        let mut jobs = self.jobs.lock().unwrap();
        let job = jobs.get_mut(name).unwrap();
        self.spawn(name, job);
    }

    /// Asks for the database and for this many brokers where they run already; the addresses that are answered.
    pub fn start_again(&self, brokers: usize) -> [String; 2] {
        let store = script("postgres/cluster", &["start", "--dir", &self.path("postgres")]).unwrap();
        let kafka =
            script("kafka/kafka", &["start", "--brokers", &brokers.to_string(), "--dir", &self.path("kafka")]).unwrap();
        [store, kafka].map(|said| said.trim().to_owned())
    }

    /// Stops PostgreSQL as a crash would, and starts it again.
    pub fn restart_postgres(&self) {
        script("postgres/cluster", &["restart", "--dir", &self.path("postgres")]).unwrap();
    }

    /// SIGKILL of a broker, from 1.
    pub fn kill_broker(&self, number: usize) {
        script("kafka/kafka", &["kill", &number.to_string(), "--dir", &self.path("kafka")]).unwrap();
    }

    /// Starts a killed broker again.
    pub fn revive_broker(&self, number: usize) {
        script("kafka/kafka", &["revive", &number.to_string(), "--dir", &self.path("kafka")]).unwrap();
    }

    /// What a job wrote to its log.
    pub fn log_of(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(format!("{name}.log"))).unwrap_or_default()
    }

    /// Waits until a job says that it is ready.
    pub async fn ready(&self, name: &str) {
        let address = self.jobs.lock().unwrap()[name].address;
        let http = reqwest::Client::new();
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if http
                .get(format!("http://{address}/readyz"))
                .send()
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{name} did not become ready:\n{}", self.log_of(name));
    }
}

/// Waits until a figure of a job's metrics is as wanted; the last that was read.
pub async fn figure(metrics: SocketAddr, name: &str, wanted: impl Fn(f64) -> bool) -> Option<f64> {
    let (mut seen, since) = (None, Instant::now());
    while since.elapsed() < PATIENCE && !seen.is_some_and(&wanted) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let Ok(answer) = reqwest::get(format!("http://{metrics}/metrics")).await else { continue };
        seen = answer
            .text()
            .await
            .unwrap()
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    }
    seen
}

impl Drop for Region {
    fn drop(&mut self) {
        let names: Vec<String> = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect();
        for name in names {
            self.kill(&name);
        }
        let _ = script("kafka/kafka", &["stop", "--dir", &self.path("kafka")]);
        let _ = script("postgres/cluster", &["stop", "--dir", &self.path("postgres")]);
    }
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

fn last_line(text: &str) -> &str {
    text.trim().lines().last().unwrap_or_default()
}

/// Runs a script of `ops/`; its answer, or what it complained of.
fn script(name: &str, arguments: &[&str]) -> Result<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ops").join(name);
    // Into files: a broker that it starts may keep a pipe open for ever.
    let (answer, complaint) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
    let mut command = Command::new(script);
    let ended = command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(answer.reopen().unwrap())
        .stderr(complaint.reopen().unwrap())
        .status();
    let text = |file: &tempfile::NamedTempFile| std::fs::read_to_string(file.path()).unwrap_or_default();
    match ended {
        Ok(status) if status.success() => Ok(text(&answer)),
        Ok(_) => Err(text(&complaint)),
        Err(error) => Err(error.to_string()),
    }
}
