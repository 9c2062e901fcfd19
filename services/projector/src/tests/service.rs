//! The projector as the server holds it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use maillage_events::envelope::RecordedAt;
use maillage_events::messages::Language;
use maillage_log::log::ReadError;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projections::report::Scope;

use super::folds::{CURED, FOLDS, MINUTES_2, PICKY, REFUSED};
use super::memory_log::{MemoryLog, space};
use super::{from_zero, stored};
use crate::catalogue::Catalogue;
use crate::rebuild::offline_on;
use crate::replay::replay;
use crate::sqlite::SqliteRows;
use crate::{Projector, ProjectorError, Question, asof};

pub const LONG: Duration = Duration::from_secs(20);

pub fn question(report: &str, known_at: Option<u64>) -> Question {
    let known_at = known_at.map(|second| RecordedAt(i64::try_from(second).unwrap() * 1_000_000));
    Question {
        space: space(),
        report: report.to_owned(),
        scope: Scope::default(),
        known_at,
        language: Language::French,
    }
}

async fn open(log: &Arc<MemoryLog>, path: &Path, catalogue: Catalogue) -> Arc<Projector> {
    let projector = Projector::open_with(log.clone(), path, catalogue).await.unwrap();
    assert!(projector.wait_for(&space(), log.len(), LONG).await);
    projector
}

pub fn count(report: &maillage_projections::report::Report) -> u64 {
    report.figures["all"]["count"].as_u64().unwrap_or(0)
}

#[tokio::test]
async fn a_correction_moves_no_report_of_an_earlier_moment() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    log.held(1, 60);
    log.held(1, 30);
    let projector = open(&log, &folder.path().join("rows.db"), FOLDS).await;
    let then = projector.report(question("minutes", Some(2))).await.unwrap();
    log.correct(1, 90);
    assert!(projector.wait_for(&space(), 3, LONG).await);
    let again = projector.report(question("minutes", Some(2))).await.unwrap();
    assert_eq!(serde_json::to_string(&then).unwrap(), serde_json::to_string(&again).unwrap());
    let now = projector.report(question("minutes", None)).await.unwrap();
    assert_eq!((now.position, now.figures["all"]["minutes"].as_u64()), (3, Some(120)));
    assert_eq!(then.figures["all"]["minutes"].as_u64(), Some(90));
    let alone = asof::fold(log.as_ref(), FOLDS, &question("minutes", None), 3, &mut |_, _| {}).unwrap();
    assert_eq!(serde_json::to_string(&now).unwrap(), serde_json::to_string(&alone).unwrap());
}

#[tokio::test]
async fn the_register_shows_originals_live_and_as_of() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    log.held(1, 120);
    log.correct(1, 90);
    log.held(2, 45);
    log.cancel(3);
    let projector = open(&log, &folder.path().join("rows.db"), CATALOGUE).await;
    let live = projector.report(question("corrections", None)).await.unwrap();
    let alone = asof::report(log.clone(), question("corrections", None)).await.unwrap();
    assert_eq!(serde_json::to_string(&live).unwrap(), serde_json::to_string(&alone).unwrap());
    let changes = &live.figures["amendments"][0]["changes"];
    assert_eq!(*changes, serde_json::json!([{ "field": "minutes", "before": 120, "after": 90 }]));
    assert_eq!(live.figures["amendments"][1]["before"]["minutes"], 45, "a cancelled fact keeps what it said");
    let shown: Vec<String> =
        live.tables[0].rows[0].iter().map(|space_state| space_state.shown(Language::French)).collect();
    assert!(
        ["durée en minutes", "120", "90", "m"].iter().all(|word| shown.iter().any(|space_state| space_state == word)),
        "{shown:?}"
    );
    projector.stop().await;
}

#[tokio::test]
async fn advances_join_without_a_gap_and_come_after_the_rows() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("rows.db");
    log.held(1, 1);
    let projector = open(&log, &path, FOLDS).await;
    let mut advances = projector.subscribe();
    let mut at = 1;
    for n in 0..50 {
        log.held(n, n);
        while at < log.len() {
            let advance = advances.recv().await.unwrap();
            assert_eq!(advance.from, at);
            assert!(projector.position(&space()) >= advance.to);
            assert!(stored(&path, FOLDS).iter().all(|(position, _)| *position >= advance.to));
            at = advance.to;
        }
    }
    projector.stop().await;
}

#[tokio::test]
async fn a_fold_that_stops_does_so_alone_and_says_so_until_cured() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("rows.db");
    log.held(1, 10);
    let projector = open(&log, &path, PICKY).await;
    log.held(1, REFUSED);
    log.held(1, 20);
    assert!(projector.wait_for(&space(), 3, LONG).await);
    let stopped = projector.report(question("picky", None)).await.unwrap();
    assert!(stopped.incomplete);
    assert_eq!((stopped.position, count(&stopped)), (1, 2), "it stands exactly after the fact before");
    let other = projector.report(question("minutes", None)).await.unwrap();
    assert!(!other.incomplete && other.position == 3);
    let lag = projector.lag();
    assert_eq!((lag[0].incomplete, lag[0].facts), (0, 0));
    assert_eq!((lag[1].incomplete, lag[1].facts), (1, 2));
    assert_eq!(lag[1].oldest, Duration::from_secs(3600 - 2));
    let then = projector.report(question("picky", Some(3))).await.unwrap();
    assert!(then.incomplete && then.position == 1);
    projector.stop().await;

    let cured = open(&log, &path, CURED).await;
    let whole = cured.report(question("picky", None)).await.unwrap();
    assert!(!whole.incomplete);
    assert_eq!((whole.position, count(&whole)), (3, 6));
}

#[tokio::test]
async fn correcting_the_fact_lets_the_fold_go_on() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    log.held(1, 10);
    log.held(1, REFUSED);
    let projector = open(&log, &folder.path().join("rows.db"), PICKY).await;
    assert!(projector.report(question("picky", None)).await.unwrap().incomplete);
    log.correct(2, 20);
    assert!(projector.wait_for(&space(), 3, LONG).await);
    let report = projector.report(question("picky", None)).await.unwrap();
    assert!(!report.incomplete);
    assert_eq!(report.position, 3);
}

#[tokio::test]
async fn a_hole_stops_the_space_and_every_answer_says_so() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    log.held(1, 10);
    let projector = open(&log, &folder.path().join("rows.db"), FOLDS).await;
    log.skip();
    log.held(1, 30);
    let answered = async {
        while projector.lag()[0].incomplete == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LONG, answered).await.unwrap();
    let report = projector.report(question("minutes", None)).await.unwrap();
    assert!(report.incomplete);
    assert_eq!((report.position, count(&report)), (1, 1));
    let alone = asof::fold(log.as_ref(), FOLDS, &question("minutes", None), 3, &mut |_, _| {});
    assert!(matches!(alone, Err(ProjectorError::Read(ReadError::Hole { expected: 2, found: 3, .. }))));
}

#[tokio::test]
async fn a_newer_fold_begins_again_and_an_older_one_never_overwrites_it() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("rows.db");
    log.held(1, 10);
    let old = open(&log, &path, FOLDS).await;
    let new = open(&log, &path, MINUTES_2).await;
    log.held(1, 30);
    assert!(old.wait_for(&space(), 2, LONG).await && new.wait_for(&space(), 2, LONG).await);
    let figures = new.report(question("minutes", None)).await.unwrap().figures;
    assert_eq!(figures["s-1"]["minutes"].as_u64(), Some(80));
    assert_eq!(old.report(question("minutes", None)).await.unwrap().figures["s-1"]["minutes"].as_u64(), Some(40));
    old.stop().await;
    new.stop().await;
    assert_eq!(stored(&path, MINUTES_2)[0].1, from_zero(&log, MINUTES_2, 2)[0]);
}

#[tokio::test]
async fn a_rebuild_finds_spoiled_rows_and_puts_them_right() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("rows.db");
    for n in 1..=40 {
        log.held(n % 3, n);
    }
    let projector = open(&log, &path, FOLDS).await;
    let clean = projector.rebuild(Some(&space()), "minutes").await.unwrap();
    assert!(clean.identical() && clean.spaces[0].differing.is_empty());
    assert_eq!((clean.spaces[0].position, clean.spaces[0].facts), (40, 40));
    projector.stop().await;

    let spoil = rusqlite::Connection::open(&path).unwrap();
    spoil
        .execute(
            "UPDATE projected_rows
            SET row = CAST(replace(CAST(row AS TEXT), '\"count\":14', '\"count\":15') AS BLOB) WHERE key = 's-1'",
            [],
        )
        .unwrap();
    drop(spoil);
    let found = offline_on(
        log.as_ref(),
        &[(space(), log.len())],
        &SqliteRows::open(&path).unwrap(),
        FOLDS,
        "minutes",
        &mut |_, _| {},
    )
    .unwrap();
    assert!(!found.identical());
    let differing: Vec<_> = found.spaces[0].differing.iter().map(|row| row.row.as_str()).collect();
    assert_eq!(differing, ["sums/s-1"]);
    assert!(found.spaces[0].differing[0].before != found.spaces[0].differing[0].after);
    let again = offline_on(
        log.as_ref(),
        &[(space(), log.len())],
        &SqliteRows::open(&path).unwrap(),
        FOLDS,
        "minutes",
        &mut |_, _| {},
    )
    .unwrap();
    assert!(again.identical());
    assert_eq!(stored(&path, FOLDS)[0].1, from_zero(&log, FOLDS, 40)[0]);
}

#[tokio::test]
async fn rows_of_another_log_are_not_taken_up() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("rows.db");
    log.held(1, 10);
    log.held(1, 20);
    open(&log, &path, FOLDS).await.stop().await;
    let restored = MemoryLog::new();
    restored.held(7, 5);
    let projector = open(&restored, &path, FOLDS).await;
    let report = projector.report(question("minutes", None)).await.unwrap();
    assert_eq!(report.position, 1);
    assert_eq!(report.figures["all"]["minutes"].as_u64(), Some(5));
}

#[tokio::test]
async fn an_unknown_report_is_refused_with_the_known_names() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    let projector = Projector::open_with(log, &folder.path().join("rows.db"), FOLDS).await.unwrap();
    let ProjectorError::UnknownReport { known, .. } = projector.report(question("nothing", None)).await.unwrap_err()
    else {
        panic!()
    };
    assert_eq!(known, ["minutes", "amended"]);
    let empty = projector.report(question("minutes", None)).await.unwrap();
    assert_eq!((empty.position, empty.recorded_at), (0, None));
}

#[test]
fn a_replay_counts_the_years_and_ends_in_the_same_state() {
    let log = MemoryLog::new();
    for n in 1..=2100 {
        log.held(n % 3, n);
    }
    log.cancel(5);
    let replayed = replay(log.as_ref(), &space(), FOLDS, &["minutes", "amended"], log.len(), &mut |_, _| {}).unwrap();
    assert_eq!(replayed.years["2016"], 2101);
    let digests: Vec<_> = replayed.states.into_iter().map(|(_, digest, _)| digest).collect();
    assert_eq!(digests, from_zero(&log, FOLDS, log.len()));
}
