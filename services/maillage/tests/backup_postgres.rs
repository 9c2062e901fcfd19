//! A store of a region copied while it runs, and put back: whole or not at all. Skips itself where there is no
//! PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test program")]

#[cfg(test)]
mod command_line;

use std::path::Path;
use std::time::Duration;

use command_line::Demo;
use command_line::small_store::{FIRST, SECOND, back_up, card, give_key, put_back, reports, session, space};
use maillage_log::backup::folder::newest;
use maillage_log::vault::Vault;
use maillage_tests::postgres_store::{PostgresStore, Role, options};

/// How often each is killed.
const ROUNDS: u64 = 16;

/// A store in a database, as the application and as the owner open it, with the key of another.
struct Place {
    database: PostgresStore,
    app: Demo,
    owner: Demo,
}

impl Place {
    async fn fresh() -> Option<Self> {
        let database = PostgresStore::fresh().await?;
        let (app, owner) = (database.url(Role::App), database.url(Role::Owner));
        Some(Self { app: Demo::in_database(&app), owner: Demo::in_database(&owner), database })
    }

    fn put_back(&self, backup: &Path, of: &Demo) {
        put_back(backup, &self.owner);
        give_key(of, &self.app);
    }

    /// Facts and cards, once nobody works in the database any more.
    async fn held(&self) -> (i64, i64, i64) {
        let raw = self.database.raw(Role::Superuser).await;
        let others = "select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
        while raw.query_one(others, &[]).await.unwrap().get::<_, i64>(0) > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let held = "select (select count(*) from maillage.facts), (select count(*) from maillage.store),
            (select count(*) from maillage_vault.persons)";
        let row = raw.query_one(held, &[]).await.unwrap();
        (row.get(0), row.get(1), row.get(2))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_region_answers_every_report_as_at_the_position_of_the_backup() {
    let Some(store) = Place::fresh().await else { return };
    let Some(place) = Place::fresh().await else { return };
    let server = store.app.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    card(&server, SECOND).await;
    session(&server, "une", 3).await;
    store.app.run(&["person", "erase", SECOND, "--space", "essai"]).expect_code(0);
    let before = reports(&store.app);
    let backup = back_up(&store.app);
    session(&server, "autre", 2).await;
    assert_ne!(reports(&store.app), before, "the control: the store went on");

    place.put_back(&backup, &store.app);
    assert_eq!(reports(&place.app), before);
    place.app.run(&["doctor"]).expect_code(0);
    assert_eq!(place.held().await.2, 1, "whoever was erased stays erased");
    let restored = place.app.serve("warn");
    let key = place.app.folder().join("maillage.vault.key");
    let vault = Vault::open_postgres(&place.database.address(Role::App), &key, &options()).await.unwrap();
    let name = |person: &str| {
        vault.read(&"essai".parse().unwrap(), person.parse().unwrap()).unwrap().map(|card| card.family_name.clone())
    };
    assert_eq!((name(FIRST).as_deref(), name(SECOND)), (Some("Zwyntorbex"), None));
    session(&restored, "autre", 2).await;
    restored.stop();
    server.stop();
    place.app.run(&["doctor"]).expect_code(0);
    let over = place.owner.run(&["restore", backup.to_str().unwrap()]);
    assert!(over.stderr.contains("is there already"), "{over:?}");
    over.expect_code(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_restored_beside_rows_that_somebody_folded() {
    let Some(store) = Place::fresh().await else { return };
    let Some(place) = Place::fresh().await else { return };
    let server = store.app.serve("warn");
    space(&server).await;
    server.stop();
    let backup = back_up(&store.app);
    let rows = "create table maillage_projections.checkpoints (space text)";
    place.database.raw(Role::App).await.batch_execute(rows).await.unwrap();
    let beside = place.owner.run(&["restore", backup.to_str().unwrap()]);
    assert!(beside.stderr.contains("maillage_projections.checkpoints is there already"), "{beside:?}");
    beside.expect_code(1);
    assert_eq!(place.held().await, (0, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_region_that_is_killed_leaves_nothing_or_a_whole() {
    let Some(store) = Place::fresh().await else { return };
    let server = store.app.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    let target = store.app.folder().join("backups");
    let mut whole = 0;
    for round in 0..ROUNDS {
        store.app.kill_after(&["backup", target.to_str().unwrap()], Duration::from_millis(round * 12));
        if let Some((path, manifest)) = newest(&target).unwrap() {
            manifest.verify(&path).unwrap();
            whole += 1;
            std::fs::remove_dir_all(path).unwrap();
        }
    }
    assert!(whole < ROUNDS, "no kill came in time");
    let backup = back_up(&store.app);
    let left: Vec<_> = std::fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, [backup], "what was unfinished is swept");
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_of_a_region_that_is_killed_leaves_nothing_or_a_whole() {
    let Some(store) = Place::fresh().await else { return };
    let server = store.app.serve("warn");
    space(&server).await;
    card(&server, FIRST).await;
    session(&server, "une", 40).await;
    let before = reports(&store.app);
    let backup = back_up(&store.app);
    server.stop();
    let whole_store = store.held().await;
    let (mut nothing, mut whole) = (0, 0);
    for round in 0..ROUNDS {
        let Some(place) = Place::fresh().await else { return };
        place.owner.kill_after(&["restore", backup.to_str().unwrap()], Duration::from_millis(round * 12));
        let held = place.held().await;
        if held == whole_store {
            whole += 1;
            give_key(&store.app, &place.app);
        } else {
            assert_eq!(held, (0, 1, 0), "round {round}");
            nothing += 1;
            place.put_back(&backup, &store.app);
        }
        assert_eq!(reports(&place.app), before, "round {round}");
        place.app.run(&["doctor"]).expect_code(0);
    }
    println!("{ROUNDS} restores: {nothing} left nothing, {whole} a whole");
    assert!(nothing > 0, "no kill came in time");
}
