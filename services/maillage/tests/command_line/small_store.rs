//! A small store, filled through the server: a space, sessions with visits, persons with cards.

use std::path::{Path, PathBuf};
use std::time::Duration;

use maillage_log::backup::folder::newest;
use serde_json::{Value, json};

use super::Demo;
use super::serving::Serving;

pub const FIRST: &str = "018f0000-0000-7000-8000-0000000000aa";
pub const SECOND: &str = "018f0000-0000-7000-8000-0000000000bb";

async fn put(server: &Serving, path: &str, body: Value) {
    let (status, text) = server.ask("PUT", &format!("/v1/spaces/essai{path}"), Some(body)).await;
    assert_eq!(status, 201, "{path}: {text}");
}

/// Opens the space *essai*.
pub async fn space(server: &Serving) {
    put(server, "", json!({"data": {"name": "Essai", "kind": "city"}})).await;
}

/// Gives somebody a card.
pub async fn card(server: &Serving, person: &str) {
    let card = json!({"data": {"family_name": "Zwyntorbex", "given_name": "Oqualithe"}});
    put(server, &format!("/persons/{person}/card"), card).await;
}

/// Plans a session, and counts its visits on some sheets.
pub async fn session(server: &Serving, name: &str, sheets: u64) {
    let plan = json!({"data": {"title": "Permanence", "kind": "drop_in", "when": "2026-01-05", "capacity": null}});
    put(server, &format!("/sessions/{name}"), plan).await;
    for sheet in 0..sheets {
        let standing = if sheet == 0 { "first" } else { "adds" };
        let number = json!({"is": "exact", "value": 1 + sheet});
        let visits = json!({"occurred_on": "2026-01-05", "data": {"number": number, "standing": {"is": standing}}});
        put(server, &format!("/sessions/{name}/visits/f{sheet}"), visits).await;
    }
}

/// A backup of a store into its own folder of backups.
#[track_caller]
pub fn back_up(demo: &Demo) -> PathBuf {
    let target = demo.folder().join("backups");
    let said = demo.run(&["backup", target.to_str().unwrap()]).expect_code(0);
    let path = PathBuf::from(said.lines().next().unwrap());
    assert_eq!(newest(&target).unwrap().unwrap().0, path);
    // Backups are named by the second.
    std::thread::sleep(Duration::from_millis(1100));
    path
}

/// Puts a backup back.
#[track_caller]
pub fn put_back(backup: &Path, place: &Demo) {
    place.run(&["restore", backup.to_str().unwrap()]).expect_code(0);
}

/// Gives a place the root key of a store.
pub fn give_key(demo: &Demo, place: &Demo) {
    std::fs::copy(demo.folder().join("maillage.vault.key"), place.folder().join("maillage.vault.key")).unwrap();
}

/// Every report of some spaces, as bytes.
#[track_caller]
pub fn reports_of(demo: &Demo, spaces: &[&str]) -> Vec<(String, String)> {
    let names = demo.run(&["report", "--list"]).expect_code(0);
    let mut all = Vec::new();
    for space in spaces {
        for name in names.trim().split(", ") {
            let report = demo.run(&["report", name, "--space", space, "--json"]).expect_code(0);
            all.push((format!("{name} of {space}"), report));
        }
    }
    all
}

/// Every report of the space *essai*.
#[track_caller]
pub fn reports(demo: &Demo) -> Vec<(String, String)> {
    reports_of(demo, &["essai"])
}
