//! Clocks that leap.

use crate::faulty::Machine;

/// Two years, and three days, in seconds.
const AHEAD: &str = "clock 63072000\n";
const BEHIND: &str = "clock -259200\n";
const UNSYNCHRONISED: &str = "synchronised no\n";
const DENIED: &str = "synchronised denied\n";
const SYNCHRONISED: &str = "synchronised yes\n";

async fn a_machine_with_a_fact() -> Machine {
    let machine = Machine::new();
    machine.faults(UNSYNCHRONISED);
    let server = machine.serve(&[]);
    server.open_space().await;
    server.stop();
    machine
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_leaps_while_the_server_runs_records_nothing_until_it_is_right() {
    let machine = a_machine_with_a_fact().await;
    let server = machine.serve(&[]);
    server.until(&[]).await;
    for (leap, code) in [(AHEAD, "clock-ahead"), (BEHIND, "clock-behind")] {
        machine.faults(&format!("{leap}{UNSYNCHRONISED}"));
        server.until(&[code]).await;
        let (status, body) = server.record("leapt").await;
        assert_eq!((status, body["code"].as_str().unwrap()), (503, code), "{body}");
        machine.faults(UNSYNCHRONISED);
        server.until(&[]).await;
    }
    let (status, body) = server.record("right").await;
    assert_eq!(status, 201, "{body}");
    let (_, facts) = server.ask("GET", "/v1/spaces/s/facts", None).await;
    let last = facts["facts"].as_array().unwrap().last().unwrap()["recorded_at"].as_str().unwrap().to_owned();
    let this_year = facts["facts"][0]["recorded_at"].as_str().unwrap()[..4].to_owned();
    assert!(last.starts_with(&this_year), "{last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_was_closed_for_years_needs_the_kernels_word_or_somebodys() {
    for word in [UNSYNCHRONISED, DENIED] {
        let machine = a_machine_with_a_fact().await;
        machine.faults(&format!("{AHEAD}{word}"));
        let server = machine.serve(&[]);
        server.until(&["clock-ahead"]).await;
        assert_eq!(server.record("unsure").await.0, 503);
        // The kernel may say so later: whoever waits needs no restart.
        machine.faults(&format!("{AHEAD}{SYNCHRONISED}"));
        server.until(&[]).await;
        assert_eq!(server.record("sure").await.0, 201);
    }
    let machine = a_machine_with_a_fact().await;
    machine.faults(&format!("{AHEAD}{UNSYNCHRONISED}"));
    let server = machine.serve(&[]);
    server.until(&["clock-ahead"]).await;
    let vouched = machine.command(&["doctor", "--accept-clock"]).output().unwrap();
    server.until(&[]).await;
    assert_eq!(server.record("vouched").await.0, 201, "{vouched:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_of_a_wrong_time_holds_its_successors_up_until_somebody_vouches() {
    let machine = Machine::new();
    machine.faults(&format!("{AHEAD}{UNSYNCHRONISED}"));
    let server = machine.serve(&[]);
    server.open_space().await;
    server.stop();
    machine.faults(UNSYNCHRONISED);
    let server = machine.serve(&[]);
    server.until(&["clock-behind"]).await;
    assert_eq!(server.record("held-up").await.0, 503);
    server.stop();
    let server = machine.serve(&["--accept-clock"]);
    server.until(&[]).await;
    assert_eq!(server.record("vouched").await.0, 201);
}
