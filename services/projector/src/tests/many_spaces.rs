//! Many spaces in one process: what is asked of the log goes with what moves, not with how many spaces there are.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_events::session::{SessionFact, SessionHeld};
use maillage_log::log::one_by_one;

use super::folds::FOLDS;
use super::memory_log::MemoryLog;
use super::service::LONG;
use crate::Projector;

const SPACES: usize = 300;

fn held() -> SessionFact {
    SessionHeld { minutes: Some(60), ..SessionHeld::default() }.into()
}

/// Waits until all heads were asked for so often again.
async fn looks(log: &MemoryLog, times: u64) {
    let until = log.looks.load(Ordering::SeqCst) + times;
    while log.looks.load(Ordering::SeqCst) < until {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// How often the head of one space was asked for between now and the end of some looks.
async fn heads_asked(log: &MemoryLog, times: u64) -> u64 {
    let before = log.heads_asked.load(Ordering::SeqCst);
    looks(log, times).await;
    log.heads_asked.load(Ordering::SeqCst) - before
}

async fn followed(folder: &tempfile::TempDir) -> (Arc<MemoryLog>, Vec<SpaceId>, Arc<Projector>) {
    let log = MemoryLog::new();
    let spaces: Vec<SpaceId> = (0..SPACES).map(|n| SpaceId::new(format!("ville-{n}")).unwrap()).collect();
    for space in &spaces {
        log.push_in(space, "session/s-1", held());
    }
    let projector = Projector::open_with(log.clone(), &folder.path().join("rows.db"), FOLDS).await.unwrap();
    for space in &spaces {
        assert!(projector.wait_for(space, 1, LONG).await);
    }
    while heads_asked(&log, 2).await > 0 {}
    (log, spaces, projector)
}

#[tokio::test]
async fn idle_spaces_cost_one_question_a_look_and_an_append_wakes_its_own_space() {
    let folder = tempfile::tempdir().unwrap();
    let (log, spaces, projector) = followed(&folder).await;
    // Beyond the look at the rows, which comes every two seconds.
    assert_eq!(heads_asked(&log, 12).await, 0, "nothing moved");
    log.push_in(&spaces[7], "session/s-1", held());
    assert!(projector.wait_for(&spaces[7], 2, LONG).await);
    let asked = heads_asked(&log, 3).await;
    assert!(asked <= 3, "{asked} heads were asked for after one append");
    // The control: who asks space by space is noticed.
    let before = log.heads_asked.load(Ordering::SeqCst);
    one_by_one::heads(log.as_ref()).await.unwrap();
    assert_eq!(log.heads_asked.load(Ordering::SeqCst) - before, SPACES as u64);
    projector.stop().await;
}

#[tokio::test]
async fn a_space_that_another_process_opened_or_moved_is_found_by_the_look() {
    let folder = tempfile::tempdir().unwrap();
    let (log, spaces, projector) = followed(&folder).await;
    log.muted.store(true, Ordering::SeqCst);
    let new = SpaceId::new("autre").unwrap();
    log.push_in(&new, "session/s-1", held());
    log.push_in(&spaces[3], "session/s-1", held());
    assert!(projector.wait_for(&new, 1, LONG).await && projector.wait_for(&spaces[3], 2, LONG).await);
    projector.stop().await;
}
