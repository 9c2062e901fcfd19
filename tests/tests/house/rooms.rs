//! Which room leans on which, and which library has its place where.

use std::collections::BTreeMap;

use crate::sources::{root, sources};

fn manifests() -> BTreeMap<String, toml::Table> {
    let mut rooms = vec!["events".to_owned(), "projections".to_owned(), "tests".to_owned()];
    for entry in std::fs::read_dir(root().join("services")).unwrap() {
        rooms.push(format!("services/{}", entry.unwrap().file_name().to_string_lossy()));
    }
    rooms
        .into_iter()
        .map(|room| {
            (room.clone(), std::fs::read_to_string(root().join(&room).join("Cargo.toml")).unwrap().parse().unwrap())
        })
        .collect()
}

fn dependencies(manifest: &toml::Table) -> Vec<String> {
    manifest.get("dependencies").and_then(|d| d.as_table()).map(|d| d.keys().cloned().collect()).unwrap_or_default()
}

/// The floors, from the ground up. A room may lean on its own floor or a lower one.
fn floor(room: &str) -> u8 {
    match room {
        "events" => 0,
        "projections" => 1,
        "tests" => 4,
        "services/maillage" => 3,
        _ => 2,
    }
}

fn room_of(package: &str) -> Option<String> {
    match package.strip_prefix("maillage-") {
        Some(name @ ("events" | "projections" | "tests")) => Some(name.to_owned()),
        Some(name) => Some(format!("services/{name}")),
        None if package == "maillage" => Some("services/maillage".to_owned()),
        None => None,
    }
}

/// Which arrows go the wrong way.
fn wrong_arrows(manifests: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (room, needs) in manifests {
        for target in needs.iter().filter_map(|package| room_of(package)) {
            if floor(&target) > floor(room) {
                wrong.push(format!("{room} → {target}"));
            }
        }
    }
    wrong
}

#[test]
fn arrows_between_rooms_go_downwards_only() {
    let real: BTreeMap<String, Vec<String>> =
        manifests().iter().map(|(room, manifest)| (room.clone(), dependencies(manifest))).collect();
    assert_eq!(wrong_arrows(&real), Vec::<String>::new());

    // The control: an arrow upwards is caught.
    let mut bent = real;
    bent.get_mut("events").unwrap().push("maillage-log".to_owned());
    assert_eq!(wrong_arrows(&bent), ["events → services/log"]);
}

#[test]
fn each_library_stays_in_its_room() {
    let only_in: [(&str, &[&str]); 8] = [
        ("tokio", &["services", "tests"]),
        ("rdkafka", &["services/relay", "services/projector", "tests"]),
        ("rusqlite", &["services/log", "services/projector", "tests"]),
        ("tokio-postgres", &["services/log", "services/projector", "tests"]),
        ("axum", &["services/server", "tests"]),
        ("maud", &["services/server"]),
        ("clap", &["services/maillage"]),
        ("csv", &["services/exchange"]),
    ];
    for (room, manifest) in manifests() {
        for library in dependencies(&manifest) {
            if let Some((_, rooms)) = only_in.iter().find(|(name, _)| *name == library) {
                assert!(rooms.iter().any(|allowed| room.starts_with(allowed)), "{library} has no place in {room}");
            }
        }
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies =
        manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[workspace.lints").next().unwrap();
    for line in dependencies.lines().filter(|line| line.contains(" = ") && !line.starts_with("maillage-")) {
        assert!(line.split_once("# ").is_some_and(|(_, reason)| reason.len() > 10), "no reason: {line}");
    }
}

#[test]
fn every_room_obeys_the_lints_of_the_house() {
    for (room, manifest) in manifests() {
        assert!(manifest["lints"]["workspace"].as_bool().unwrap(), "{room} has lints of its own");
    }
    let forbidden = format!("#[{}(", "allow");
    for room in ["events", "projections", "services", "tests"] {
        for (path, text) in sources(room) {
            assert!(!text.contains(&forbidden), "{} silences a lint without a reason: use expect", path.display());
        }
    }
}
