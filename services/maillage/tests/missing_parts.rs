//! A part of an embedded store that is missing, older or another's is noticed before anything is written.
#![expect(clippy::unwrap_used, reason = "a test program")]

#[cfg(test)]
mod command_line;

use std::path::{Path, PathBuf};

use command_line::Demo;
use maillage_tests::vault_store::raw_file;
use serde_json::json;

const FIRST: &str = "018f0000-0000-7000-8000-0000000000aa";
const SECOND: &str = "018f0000-0000-7000-8000-0000000000bb";

fn file(demo: &Demo, name: &str) -> PathBuf {
    demo.folder().join(name)
}

fn remove(demo: &Demo, names: &[&str]) {
    for name in names {
        let _ = std::fs::remove_file(file(demo, name));
    }
}

const LOG: [&str; 3] = ["maillage.sqlite", "maillage.sqlite-wal", "maillage.sqlite-shm"];
const ROWS: [&str; 3] =
    ["maillage.projections.sqlite", "maillage.projections.sqlite-wal", "maillage.projections.sqlite-shm"];
const VAULT: [&str; 3] = ["maillage.vault.sqlite", "maillage.vault.sqlite-wal", "maillage.vault.sqlite-shm"];
const MARK: &str = "maillage.mark";

/// Serves, opens some spaces, lets the rows follow, and kills the server.
async fn spaces_then_kill(demo: &Demo, names: &[&str]) {
    let server = demo.serve("warn");
    for name in names {
        let body = json!({"data": {"name": "Essai", "kind": "city"}});
        let (status, text) = server.ask("PUT", &format!("/v1/spaces/{name}"), Some(body)).await;
        assert_eq!(status, 201, "{text}");
        let report = format!("/v1/spaces/{name}/reports/attendance?after=1");
        let (status, text) = server.ask("GET", &report, None).await;
        assert_eq!(status, 200, "{text}");
    }
    drop(server);
}

/// Serves and gives persons their cards; the rows follow up to a position.
async fn cards(demo: &Demo, persons: &[&str], until: u64) {
    let server = demo.serve("warn");
    server.ask("PUT", "/v1/spaces/essai", Some(json!({"data": {"name": "Essai", "kind": "city"}}))).await;
    for person in persons {
        let card = json!({"data": {"family_name": "Zwyntorbex", "given_name": "Oqualithe"}});
        let (status, text) = server.ask("PUT", &format!("/v1/spaces/essai/persons/{person}/card"), Some(card)).await;
        assert_eq!(status, 201, "{text}");
    }
    let (status, text) = server.ask("GET", &format!("/v1/spaces/essai/reports/attendance?after={until}"), None).await;
    assert_eq!(status, 200, "{text}");
    server.stop();
}

/// Neither the server nor a report starts, the doctor sees it too, and no file of the log or of the vault has changed.
#[track_caller]
fn refused(demo: &Demo, why: &str) {
    let bytes = |demo: &Demo| {
        ["maillage.sqlite", "maillage.sqlite-wal", "maillage.vault.sqlite"]
            .map(|name| std::fs::read(file(demo, name)).ok())
    };
    let before = bytes(demo);
    let served = demo.serve_refused();
    assert!(served.contains(why), "{served}");
    let report = demo.run(&["report", "attendance", "--space", "essai"]);
    assert!(report.code == 1 && report.stderr.contains(why), "{report:?}");
    let doctor = demo.run(&["doctor"]);
    assert!(doctor.code == 1 && doctor.stdout.contains("HURTS"), "{doctor:?}");
    let after = bytes(demo);
    let length = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, Vec::len);
    assert_eq!(length(&before[1]), length(&after[1]), "the write-ahead log was touched");
    assert!(before[0].as_ref().map(Vec::len) == after[0].as_ref().map(Vec::len), "the log was touched");
    assert!(before[2].is_some() == after[2].is_some(), "the vault was made or removed");
}

/// The control: nothing is missing.
#[track_caller]
fn starts(demo: &Demo) {
    demo.run(&["doctor"]).expect_code(0);
    demo.serve("warn").stop();
}

#[tokio::test]
async fn a_log_without_its_write_ahead_log_is_refused_by_what_its_rows_had() {
    let demo = Demo::empty();
    spaces_then_kill(&demo, &["essai", "lens"]).await;
    let whole = demo.duplicate();
    starts(&whole);
    remove(&demo, &["maillage.sqlite-wal", "maillage.sqlite-shm", MARK]);
    refused(&demo, "1 facts are missing");
}

#[tokio::test]
async fn a_log_without_its_write_ahead_log_is_refused_by_its_mark_where_no_rows_are_kept() {
    let demo = Demo::empty();
    // The first fact is brought home at once, the second waits in the write-ahead log.
    spaces_then_kill(&demo, &["essai", "lens"]).await;
    remove(&demo, &ROWS);
    remove(&demo, &VAULT);
    let whole = demo.duplicate();
    starts(&whole);
    remove(&demo, &["maillage.sqlite-wal", "maillage.sqlite-shm"]);
    refused(&demo, "maillage.mark had 1");
}

#[tokio::test]
async fn a_log_that_is_gone_is_refused_by_whatever_knows_of_it() {
    let demo = Demo::empty();
    spaces_then_kill(&demo, &["essai"]).await;
    remove(&demo, &LOG);
    refused(&demo, "1 facts are missing");
}

#[tokio::test]
async fn a_log_that_was_copied_alone_while_in_use_is_refused_and_one_at_rest_is_not() {
    let demo = Demo::empty();
    spaces_then_kill(&demo, &["essai"]).await;
    let copy = Demo::empty();
    std::fs::copy(file(&demo, LOG[0]), file(&copy, LOG[0])).unwrap();
    refused(&copy, "without its write-ahead log");
    starts(&demo);
    let at_rest = Demo::empty();
    let server = demo.serve("warn");
    server.ask("PUT", "/v1/spaces/arras", Some(json!({"data": {"name": "Arras", "kind": "city"}}))).await;
    server.stop();
    std::fs::copy(file(&demo, LOG[0]), file(&at_rest, LOG[0])).unwrap();
    starts(&at_rest);
}

#[tokio::test]
async fn an_empty_file_beside_its_write_ahead_log_is_refused_and_the_log_stays() {
    let demo = Demo::empty();
    spaces_then_kill(&demo, &["essai"]).await;
    std::fs::write(file(&demo, LOG[0]), b"").unwrap();
    assert!(std::fs::metadata(file(&demo, LOG[1])).unwrap().len() > 0);
    refused(&demo, "missing");
    remove(&demo, &ROWS);
    remove(&demo, &VAULT);
    remove(&demo, &[MARK]);
    refused(&demo, "is empty or gone and its write-ahead log stands beside");
}

#[tokio::test]
async fn an_older_log_is_refused_by_younger_rows_and_by_a_younger_vault() {
    let demo = Demo::empty();
    cards(&demo, &[FIRST], 2).await;
    let older = std::fs::read(file(&demo, LOG[0])).unwrap();
    cards(&demo, &[SECOND], 3).await;
    let put_back = |demo: &Demo| {
        remove(demo, &LOG);
        remove(demo, &[MARK]);
        std::fs::write(file(demo, LOG[0]), &older).unwrap();
    };
    let by_vault = demo.duplicate();
    starts(&by_vault);
    put_back(&by_vault);
    remove(&by_vault, &ROWS);
    refused(&by_vault, "maillage.vault.sqlite had 3");
    put_back(&demo);
    remove(&demo, &VAULT);
    std::fs::copy(file(&by_vault, VAULT[0]), file(&demo, VAULT[0])).unwrap();
    refused(&demo, "maillage.projections.sqlite had 3");
}

#[tokio::test]
async fn a_loss_is_accepted_at_its_position_by_a_fact_and_nothing_is_missing_then() {
    let demo = Demo::empty();
    cards(&demo, &[FIRST], 2).await;
    let older = std::fs::read(file(&demo, LOG[0])).unwrap();
    cards(&demo, &[SECOND], 3).await;
    remove(&demo, &LOG);
    std::fs::write(file(&demo, LOG[0]), &older).unwrap();
    let erase = |after: &str| demo.run(&["person", "erase", FIRST, "--space", "essai", "--accept-loss-after", after]);
    refused(&demo, "--accept-loss-after essai=2");
    for other in ["essai=1", "essai=3", "lens=2"] {
        erase(other).expect_code(1);
    }
    erase("essai=2").expect_code(0);
    let facts = demo.run(&["facts", "--space", "essai"]).expect_code(0);
    let accepted = facts.lines().nth(2).unwrap();
    assert!(accepted.contains("\"kind\":\"space.loss_accepted\""), "{facts}");
    assert!(accepted.contains("\"data\":{\"part\":\"log\",\"stood\":2,\"witnessed\":3}"), "{accepted}");
    starts(&demo);
}

#[tokio::test]
async fn a_space_that_is_lost_whole_may_be_given_up() {
    let demo = Demo::empty();
    cards(&demo, &[FIRST], 2).await;
    remove(&demo, &LOG);
    refused(&demo, "--accept-loss-after essai=0");
    let again = ["person", "erase", FIRST, "--space", "essai", "--accept-loss-after", "essai=0"];
    let unknown = demo.run(&again);
    assert!(unknown.code == 1 && !unknown.stderr.contains("missing"), "{unknown:?}");
    starts(&demo);
    let facts = demo.run(&["facts", "--space", "essai"]).expect_code(0);
    assert!(facts.contains("space.loss_accepted") && facts.lines().count() == 1, "{facts}");
}

#[tokio::test]
async fn a_vault_that_is_gone_is_refused_with_and_without_its_key() {
    let demo = Demo::empty();
    cards(&demo, &[FIRST], 2).await;
    let with_key = demo.duplicate();
    remove(&with_key, &VAULT);
    refused(&with_key, "the vault is gone, and held 1 cards");
    remove(&demo, &VAULT);
    remove(&demo, &["maillage.vault.key"]);
    refused(&demo, "the vault is gone, and held 1 cards");
    assert!(!file(&demo, "maillage.vault.key").exists());
}

#[tokio::test]
async fn a_vault_that_never_held_anybody_may_be_made_anew() {
    let demo = Demo::empty();
    cards(&demo, &[], 1).await;
    remove(&demo, &VAULT);
    starts(&demo);
}

#[tokio::test]
async fn an_older_vault_is_refused_and_so_is_one_that_lost_rows() {
    let demo = Demo::empty();
    cards(&demo, &[FIRST], 2).await;
    let older = std::fs::read(file(&demo, VAULT[0])).unwrap();
    cards(&demo, &[SECOND], 3).await;
    demo.run(&["person", "erase", FIRST, "--space", "essai"]).expect_code(0);
    let whole = demo.duplicate();
    starts(&whole);
    for table in ["persons", "erased"] {
        let lost = demo.duplicate();
        raw_file(&file(&lost, VAULT[0])).execute_batch(&format!("DELETE FROM {table}")).unwrap();
        refused(&lost, "the vault holds");
        let doctor = lost.run(&["doctor"]);
        assert!(doctor.stdout.contains("are missing, and"), "{doctor:?}");
    }
    remove(&demo, &VAULT);
    std::fs::write(file(&demo, VAULT[0]), older).unwrap();
    refused(&demo, "the vault is older");
}

#[tokio::test]
async fn what_belongs_to_another_store_is_refused() {
    let (demo, other) = (Demo::empty(), Demo::empty());
    cards(&demo, &[FIRST], 2).await;
    cards(&other, &[FIRST], 2).await;
    let put = |parts: &[&str]| {
        let mixed = demo.duplicate();
        remove(&mixed, parts);
        std::fs::copy(file(&other, parts[0]), file(&mixed, parts[0])).unwrap();
        mixed
    };
    refused(&put(&ROWS), "maillage.projections.sqlite belongs to another store");
    refused(&put(&[MARK]), "maillage.mark belongs to another store");
    let vault = put(&VAULT);
    std::fs::copy(file(&other, "maillage.vault.key"), file(&vault, "maillage.vault.key")).unwrap();
    refused(&vault, "maillage.vault.sqlite belongs to another store");
}

/// Writes this over the file of rows.
fn rubbish_in_rows(demo: &Demo, bytes: &[u8]) -> PathBuf {
    let rows = file(demo, ROWS[0]);
    std::fs::write(&rows, bytes).unwrap();
    rows
}

fn set_aside(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("maillage.projections.sqlite.set-aside-") && !name.contains("-wal")).count()
}

#[tokio::test]
async fn rubbish_in_the_rows_is_set_aside_and_they_are_folded_again() {
    let demo = Demo::empty();
    spaces_then_kill(&demo, &["essai"]).await;
    // A write-ahead log stands beside: the server was killed.
    for (round, rubbish) in
        [vec![7; 40_000], vec![0; 4096], b"SQLite format 3\0and no more".to_vec()].into_iter().enumerate()
    {
        let live = demo.duplicate();
        rubbish_in_rows(&live, &rubbish);
        let server = live.serve("warn");
        let (status, text) = server.ask("GET", "/v1/spaces/essai/reports/attendance?after=1", None).await;
        assert_eq!(status, 200, "round {round}: {text}");
        let said = server.stop();
        let without = demo.duplicate();
        remove(&without, &ROWS);
        rubbish_in_rows(&without, &rubbish);
        without.serve("warn").stop();
        assert_eq!(set_aside(without.folder()), 1, "round {round}: {said}");
        assert!(without.run(&["doctor"]).expect_code(0).contains("rows set aside"));
    }
    assert_eq!(set_aside(demo.folder()), 0);
}
