//! The real server as a process of its own, on a free loopback port.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use super::Demo;

/// A server that runs until it is stopped or dropped.
pub struct Serving {
    child: Child,
    address: String,
    said: Option<JoinHandle<String>>,
    http: reqwest::Client,
}

impl Demo {
    /// Serves this store, logging at this level.
    #[track_caller]
    pub fn serve(&self, logs: &str) -> Serving {
        let mut child = self
            .binary()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("MAILLAGE_LOG", logs)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, addresses) = mpsc::channel();
        // Read as it comes: a full pipe would hold the server up.
        let said = std::thread::spawn(move || {
            let mut all = String::new();
            for line in stderr.lines().map(Result::unwrap) {
                if let Some(address) = line.strip_prefix("maillage: listening on ") {
                    let _ = sender.send(address.to_owned());
                }
                all.push_str(&line);
                all.push('\n');
            }
            all
        });
        let Ok(address) = addresses.recv_timeout(Duration::from_secs(120)) else {
            let _ = child.kill();
            panic!("the server does not listen: {}", said.join().unwrap());
        };
        Serving { child, address, said: Some(said), http: reqwest::Client::new() }
    }
}

impl Demo {
    /// Serves a store that must be refused: what the server said before it ended with 1.
    #[track_caller]
    pub fn serve_refused(&self) -> String {
        let mut child = self
            .binary()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let (sender, said) = mpsc::channel();
        std::thread::spawn(move || {
            let mut all = String::new();
            let _ = stderr.read_to_string(&mut all);
            let _ = sender.send(all);
        });
        let Ok(said) = said.recv_timeout(Duration::from_secs(20)) else {
            let _ = child.kill();
            panic!("the server runs on");
        };
        assert_eq!(child.wait().unwrap().code(), Some(1), "{said}");
        said
    }
}

impl Demo {
    /// Runs the binary on this store and kills it after a while, should it still run.
    pub fn kill_after(&self, arguments: &[&str], time: Duration) {
        let mut child = self.binary().args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(time);
        let _ = child.kill();
        child.wait().unwrap();
    }
}

impl Serving {
    /// Asks; the status and the text of the answer.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (u16, String) {
        let mut request = self.http.request(method.parse().unwrap(), format!("{}{path}", self.address));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Tells it to stop as a service manager would; everything that it wrote to stderr and stdout.
    pub fn stop(mut self) -> String {
        // The shell's own `kill`: a bare machine has no other.
        let killed = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().unwrap();
        assert!(killed.success());
        assert!(self.child.wait().unwrap().success(), "the server did not end well");
        let mut all = self.said.take().unwrap().join().unwrap();
        self.child.stdout.take().unwrap().read_to_string(&mut all).unwrap();
        all
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
