//! A store copied while it runs, and put back: whole or not at all.

#[cfg(test)]
mod command_line;

use std::path::Path;
use std::time::Duration;

use command_line::Demo;
use command_line::small_store::{
    FIRST, SECOND, back_up, card, give_key, put_back, reports, reports_of, session, space,
};
use maillage_log::backup::folder::newest;
use maillage_tests::vault_store::erased_and_held;

/// How often each is killed.
const ROUNDS: u64 = 24;

/// An empty place with the root key of a store.
fn place_for(demo: &Demo) -> Demo {
    let place = Demo::empty();
    give_key(demo, &place);
    place
}

#[tokio::test]
async fn a_restored_store_answers_every_report_as_at_the_position_of_the_backup() {
    let demo = Demo::empty();
    let server = demo.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    session(&server, "une", 3).await;
    let before = reports(&demo);
    assert!(before.len() > 5, "{before:?}");
    let backup = back_up(&demo);
    session(&server, "autre", 2).await;
    let after = reports(&demo);
    assert_ne!(before, after, "the control: the store went on");

    let place = place_for(&demo);
    put_back(&backup, &place);
    assert_eq!(reports(&place), before);
    place.run(&["doctor", "--backup-dir", demo.folder().join("backups").to_str().unwrap()]).expect_code(0);
    let restored = place.serve("warn");
    assert_eq!(erased_and_held(&place.folder().join("maillage.vault.sqlite")), (0, 1));
    card(&restored, SECOND).await;
    restored.stop();
    server.stop();
    place.run(&["doctor"]).expect_code(0);
    place.run(&["doctor", "--backup-dir", "/nowhere"]).expect_code(1);
}

#[test]
fn the_demonstration_put_back_answers_every_report_byte_for_byte() {
    let demo = Demo::copy();
    let spaces = ["la-rochelle", "soissons", "corse", "lille"];
    let before = reports_of(&demo, &spaces);
    let place = Demo::empty();
    put_back(&back_up(&demo), &place);
    assert!(reports_of(&place, &spaces) == before, "a report differs");
}

#[tokio::test]
async fn nothing_is_restored_over_anything_and_an_altered_backup_is_refused() {
    let demo = Demo::empty();
    let server = demo.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    server.stop();
    let backup = back_up(&demo);
    let restore = |place: &Demo| place.run(&["restore", backup.to_str().unwrap()]);
    let over = restore(&demo);
    assert!(over.stderr.contains("is there already"), "{over:?}");
    over.expect_code(1);
    for name in ["maillage.vault.sqlite", "maillage.projections.sqlite", "maillage.mark", "maillage.sqlite-wal"] {
        let place = Demo::empty();
        std::fs::write(place.folder().join(name), b"somebody's").unwrap();
        restore(&place).expect_code(1);
        assert_eq!(std::fs::read(place.folder().join(name)).unwrap(), b"somebody's");
        assert_eq!(place.files().len(), 1, "{:?}", place.files());
    }
    let log = backup.join("log.sqlite");
    let mut bytes = std::fs::read(&log).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&log, bytes).unwrap();
    let place = Demo::empty();
    let altered = restore(&place);
    assert!(altered.stderr.contains("log.sqlite was altered"), "{altered:?}");
    altered.expect_code(1);
    assert!(place.files().is_empty());
}

#[tokio::test]
async fn the_root_key_is_copied_for_who_asks_and_for_nobody_else() {
    let demo = Demo::empty();
    let server = demo.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    server.stop();
    let without = back_up(&demo);
    assert!(!without.join("vault.key").exists());
    let target = demo.folder().join("whole");
    let said = demo.run(&["backup", target.to_str().unwrap(), "--with-key"]).expect_code(0);
    let place = Demo::empty();
    put_back(Path::new(said.lines().next().unwrap()), &place);
    place.run(&["doctor"]).expect_code(0);
}

#[tokio::test]
async fn another_root_key_is_never_taken_for_the_one_of_a_backup() {
    let demo = Demo::empty();
    let server = demo.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    server.stop();
    let target = demo.folder().join("whole");
    let said = demo.run(&["backup", target.to_str().unwrap(), "--with-key"]).expect_code(0);
    let backup = said.lines().next().unwrap();
    let place = Demo::empty();
    let key = place.folder().join("maillage.vault.key");
    std::fs::write(&key, [7; 32]).unwrap();
    let refused = place.run(&["restore", backup]);
    assert!(refused.stderr.contains("another root key"), "{refused:?}");
    refused.expect_code(1);
    assert_eq!(place.files(), std::slice::from_ref(&key));
    give_key(&demo, &place);
    place.run(&["restore", backup]).expect_code(0);
    place.run(&["doctor"]).expect_code(0);
}

#[tokio::test]
async fn whoever_was_erased_stays_erased_in_an_older_vault_too() {
    let demo = Demo::empty();
    let server = demo.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    let older = back_up(&demo);
    card(&server, SECOND).await;
    server.stop();
    demo.run(&["person", "erase", FIRST, "--space", "essai"]).expect_code(0);
    let younger = back_up(&demo);

    let place = place_for(&demo);
    put_back(&younger, &place);
    let is_empty = |place: &Demo| erased_and_held(&place.folder().join("maillage.vault.sqlite"));
    assert_eq!(is_empty(&place), (1, 1));

    // The log is the younger one, the vault the older: who was erased since is in it.
    std::fs::copy(older.join("vault.sqlite"), place.folder().join("maillage.vault.sqlite")).unwrap();
    assert_eq!(is_empty(&place), (0, 1));
    let refused = place.serve_refused();
    assert!(refused.contains("--accept-loss-after essai=2"), "{refused}");
    place.run(&["person", "erase", SECOND, "--space", "essai", "--accept-loss-after", "essai=2"]).expect_code(0);
    place.serve("warn").stop();
    assert_eq!(is_empty(&place), (2, 0));
    place.run(&["doctor"]).expect_code(0);
}

#[tokio::test]
async fn a_backup_that_is_killed_leaves_nothing_or_a_whole() {
    let demo = Demo::empty();
    let server = demo.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    let target = demo.folder().join("backups");
    let mut whole = 0;
    for round in 0..ROUNDS {
        demo.kill_after(&["backup", target.to_str().unwrap()], Duration::from_micros(round * 2500));
        if let Some((path, manifest)) = newest(&target).unwrap() {
            manifest.verify(&path).unwrap();
            whole += 1;
            std::fs::remove_dir_all(path).unwrap();
        }
    }
    assert!(whole < ROUNDS, "no kill came in time");
    let backup = back_up(&demo);
    let left: Vec<_> = std::fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, [backup], "what was unfinished is swept");
    server.stop();
}

#[tokio::test]
async fn a_restore_that_is_killed_leaves_nothing_or_a_whole() {
    let demo = Demo::empty();
    let server = demo.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    server.stop();
    let before = reports(&demo);
    let backup = back_up(&demo);
    let (mut begun, mut whole) = (0, 0);
    for round in 0..ROUNDS {
        let place = place_for(&demo);
        place.kill_after(&["restore", backup.to_str().unwrap()], Duration::from_micros(round * 2500));
        let is_begun = place.folder().join("maillage.restoring").exists();
        let report = place.run(&["report", "attendance", "--space", "essai", "--json"]);
        if is_begun {
            begun += 1;
            assert_eq!(report.code, 1, "round {round}: {report:?}");
            let refused = place.serve_refused();
            assert!(refused.contains("did not come to its end") || refused.contains("missing"), "{refused}");
        } else if place.folder().join("maillage.sqlite").exists() {
            whole += 1;
            assert_eq!(reports(&place), before, "round {round}");
            continue;
        }
        put_back(&backup, &place);
        place.run(&["doctor"]).expect_code(0);
    }
    println!("{ROUNDS} restores: {begun} cut off, {whole} whole");
    assert!(whole < ROUNDS, "no kill came in time");
}
