//! Disks that are full, or do not confirm.

use crate::faulty::Machine;

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_does_not_confirm_ends_the_process_and_the_next_goes_on() {
    let machine = Machine::new();
    let mut server = machine.serve(&[]);
    server.open_space().await;
    assert_eq!(server.record("before").await.0, 201);
    machine.faults("fsync maillage.sqlite-wal EIO\n");
    let (status, body) = server.record("unconfirmed").await;
    assert_eq!((status, body["code"].as_str().unwrap()), (503, "disk-unconfirmed"), "{body}");
    assert_eq!(server.ended().code(), Some(74));

    machine.faults("");
    let server = machine.serve(&[]);
    server.until(&[]).await;
    let (_, facts) = server.ask("GET", "/v1/spaces/s/facts", None).await;
    let acknowledged = facts["facts"].to_string();
    assert!(acknowledged.contains("before"), "what was acknowledged is lost: {acknowledged}");
    assert_eq!(server.record("after").await.0, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_recording_begins_again_by_itself() {
    let machine = Machine::new();
    let server = machine.serve(&[]);
    server.open_space().await;
    server.until(&[]).await;
    machine.faults("write maillage.sqlite-wal ENOSPC\nwrite maillage.sqlite ENOSPC\n");
    let (status, body) = server.record("refused").await;
    assert_eq!((status, body["code"].as_str().unwrap()), (507, "disk-full"), "{body}");
    assert_eq!(server.reasons().await, ["disk-full"]);
    assert_eq!(server.ask("GET", "/v1/spaces/s/facts", None).await.0, 200, "reading goes on");
    server.figure("maillage_store_writable", |value| value == 0.0).await;

    machine.faults("");
    server.until(&[]).await;
    assert_eq!(server.record("refused").await.0, 201);
    server.figure("maillage_store_writable", |value| value == 1.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_that_waits_for_its_disk_is_not_ready() {
    let machine = Machine::new();
    let server = machine.serve(&[]);
    server.open_space().await;
    machine.faults("slow maillage.sqlite-wal 8000\n");
    let (recorded, ()) = tokio::join!(server.record("slow"), server.until(&["writer-silent"]));
    assert_eq!(recorded.0, 201);
    server.until(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_fails_is_counted_and_the_log_beside_the_store_is_given_back() {
    let machine = Machine::new();
    let server = machine.serve(&[]);
    machine.faults("fsync maillage.sqlite EIO\n");
    server.open_space().await;
    server.figure("maillage_store_checkpoints_failed_total", |value| value >= 1.0).await;
    assert_eq!(server.record("beside").await.0, 201, "nothing waits for a checkpoint");
    server.figure("maillage_store_wal_bytes", |value| value > 0.0).await;
    machine.faults("");
    server.figure("maillage_store_wal_bytes", |value| value == 0.0).await;
    assert!(server.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_told_to_stop_at_once_ends_well() {
    let machine = Machine::new();
    for _ in 0..5 {
        assert_eq!(machine.serve(&[]).stop().code(), Some(0));
    }
}
