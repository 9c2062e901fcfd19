//! Every shape of fact that was ever written stays readable: `tests/stored_facts/` holds one of each, in the bytes of
//! the log.
//!
//! A new kind or schema needs its file: `WRITE_STORED_FACTS=1 cargo test -p maillage-events --test stored_facts` writes
//! those that are missing and never touches one that stands.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use maillage_events::canonical::to_bytes;
use maillage_events::declare::{KindInfo, example_person};
use maillage_events::envelope::{Channel, Context, Draft, Recorded, RecordedAt, Salt};
use maillage_events::fact::{Fact, registry};
use maillage_events::family::Family;
use maillage_events::id::{CommandId, FactId, Id, SpaceId, StreamId};
use maillage_events::when::OccurredOn;
use uuid::Uuid;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/stored_facts")
}

fn file_of(info: &KindInfo) -> String {
    format!("{}.v{}.json", info.kind, info.schema)
}

/// The fact of a kind's example, as the log would have stored it.
fn stored(info: &KindInfo) -> Vec<u8> {
    let fact = Fact::read(info.kind, &(info.example)().to_string()).unwrap();
    let family =
        Family::ALL.iter().copied().find(|family| info.kind.starts_with(family.as_str())).unwrap_or(Family::Session);
    let id = match family {
        Family::Person => example_person(1).to_string(),
        _ => "exemple".to_owned(),
    };
    let draft = Draft {
        id: FactId(Uuid::new_v5(&maillage_events::id::NAMESPACE, info.kind.as_bytes())),
        stream: StreamId::new(family, Id::new(id).unwrap()),
        version: 1,
        occurred: OccurredOn::Month(2016, 5),
        fact,
        command: CommandId::derived("stored-facts"),
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Entry),
        salt: Salt::default(),
    };
    let recorded_at: RecordedAt = "2016-12-31T10:00:00Z".parse().unwrap();
    draft.seal(&SpaceId::new("exemple").unwrap()).unwrap().bytes(1, recorded_at)
}

#[test]
fn every_kind_has_its_stored_fact() {
    for info in registry() {
        let path = folder().join(file_of(info));
        if !path.exists() && std::env::var_os("WRITE_STORED_FACTS").is_some() {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, stored(info)).unwrap();
        }
        assert!(path.exists(), "{} has no stored fact; see the head of this file", file_of(info));
    }
}

#[test]
fn every_fact_ever_stored_still_reads() {
    let today: BTreeSet<String> = registry().map(file_of).collect();
    let mut read = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            name,
            format!("{}.v{}.json", whole["kind"].as_str().unwrap(), whole["schema"]),
            "a file bears the name of what it holds"
        );
        assert!(to_bytes(&whole).unwrap() == bytes, "{name} is not canonical");
        let recorded = Recorded::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        if today.contains(&name) {
            let again = recorded.draft().seal(&recorded.space).unwrap().bytes(recorded.position, recorded.recorded_at);
            assert_eq!(
                String::from_utf8(again).unwrap(),
                String::from_utf8(bytes).unwrap(),
                "{name} gives other bytes when written again"
            );
        }
        read += 1;
    }
    assert!(read >= today.len());
}

#[test]
fn a_stored_fact_of_another_shape_is_noticed() {
    let info = registry().next().unwrap();
    let tampered = String::from_utf8(stored(info)).unwrap().replacen("\"data\":{", "\"data\":{\"unheard_of\":1,", 1);
    assert!(Recorded::read(tampered.as_bytes()).is_err());
}
