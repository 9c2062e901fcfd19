//! The schema and its version: brought up to date by its owner, checked by everybody else.

use std::path::Path;

use refinery::{Migration, Runner};
use tokio_postgres::Client;

use super::connect::PostgresAddress;
use super::options::{OpenError, PostgresOptions};

/// Every migration, in order. A file of the folder that is not named here fails a test.
const MIGRATIONS: [(&str, &str); 7] = [
    ("V1__log.sql", include_str!("migrations/V1__log.sql")),
    ("V2__relay.sql", include_str!("migrations/V2__relay.sql")),
    ("V3__vault.sql", include_str!("migrations/V3__vault.sql")),
    ("V4__checks.sql", include_str!("migrations/V4__checks.sql")),
    ("V5__register.sql", include_str!("migrations/V5__register.sql")),
    ("V6__alive.sql", include_str!("migrations/V6__alive.sql")),
    ("V7__store.sql", include_str!("migrations/V7__store.sql")),
];

/// Where the versions are noted; in the schema of the log, so that one glance at it tells.
const HISTORY: &str = "maillage.migrations";

/// "MAIL", and the lock of migrations under it. Locks of spaces have their number, from 1, in the same place.
pub(super) const LOCKS: i32 = 0x4d41_494c;
const MIGRATING: i32 = 0;

/// Brings the schema up to date as the role of the address, which should be its owner (`ops/postgres/roles.sql`).
/// Several may start this at once: one works, the others wait and find it done. Gives the version reached.
///
/// # Errors
/// [`OpenError::Behind`] when there is something to do and the role may not, and [`OpenError::Ahead`] when a newer
/// build was here; nothing was touched then.
pub async fn migrate(address: &PostgresAddress, options: &PostgresOptions) -> Result<i32, OpenError> {
    let mut session = connect(address, options.authorities.as_deref()).await?;
    let found = version(&session).await?;
    refuse_the_future(found)?;
    match who_may_not_migrate(&session).await? {
        Some(_) if found == newest() => return Ok(found),
        Some(role) => return Err(OpenError::Behind { found, known: newest(), role }),
        None => {}
    }
    session.execute("select pg_advisory_lock($1, $2)", &[&LOCKS, &MIGRATING]).await?;
    let migrated = run(&mut session).await;
    session.execute("select pg_advisory_unlock($1, $2)", &[&LOCKS, &MIGRATING]).await?;
    migrated
}

/// The schema is as this build needs it: checked, and migrated first when it is behind and the role of the address owns
/// it.
pub(crate) async fn ensure(address: &PostgresAddress, options: &PostgresOptions) -> Result<(), OpenError> {
    let found = version(&connect(address, options.authorities.as_deref()).await?).await?;
    if found != newest() {
        let reached = migrate(address, options).await?;
        tracing::info!(from = found, to = reached, "the schema was migrated");
    }
    Ok(())
}

/// Whoever is granted the tables of the schema by default may read the history, and no more.
const OWNERS_ALONE: &str = include_str!("migrate/owners_alone.sql");

/// Whether the role may migrate: it owns the schema, or may make it.
const MAY_MIGRATE: &str = include_str!("migrate/may_migrate.sql");

/// The role of a session, when it may not migrate.
async fn who_may_not_migrate(session: &Client) -> Result<Option<String>, OpenError> {
    let row = session.query_one(MAY_MIGRATE, &[]).await?;
    Ok(if row.try_get(0)? { None } else { Some(row.try_get(1)?) })
}

/// The version that this build needs.
fn newest() -> i32 {
    MIGRATIONS
        .iter()
        .filter_map(|(name, _)| name.strip_prefix('V')?.split_once("__")?.0.parse().ok())
        .max()
        .unwrap_or(0)
}

async fn connect(address: &PostgresAddress, authorities: Option<&Path>) -> Result<Client, OpenError> {
    Ok(address.session(authorities, drop).await?.0)
}

async fn run(session: &mut Client) -> Result<i32, OpenError> {
    refuse_the_future(version(session).await?)?;
    session
        .batch_execute("do $$ begin if to_regnamespace('maillage') is null then create schema maillage; end if; end $$")
        .await?;
    let migrations =
        MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect::<Result<Vec<_>, _>>()?;
    let mut runner = Runner::new(&migrations);
    runner.set_migration_table_name(HISTORY);
    runner.run_async(session).await?;
    session.batch_execute(OWNERS_ALONE).await?;
    version(session).await
}

fn refuse_the_future(found: i32) -> Result<(), OpenError> {
    if found > newest() { Err(OpenError::Ahead { found, known: newest() }) } else { Ok(()) }
}

/// What the database has; 0 when it has nothing yet.
pub(crate) async fn version(session: &Client) -> Result<i32, OpenError> {
    let there: bool = session.query_one("select to_regclass($1) is not null", &[&HISTORY]).await?.try_get(0)?;
    if !there {
        return Ok(0);
    }
    let sql = format!("select coalesce(max(version), 0) from {HISTORY}");
    Ok(session.query_one(&sql, &[]).await?.try_get(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index whose list is another one serves nobody.
    #[test]
    fn the_index_of_the_register_names_its_very_kinds() {
        let (_, sql) = MIGRATIONS[4];
        let named: Vec<&str> = sql.split('\'').skip(1).step_by(2).collect();
        assert_eq!(named, maillage_events::register::KINDS, "another list asks for another migration");
    }

    #[test]
    fn every_file_of_the_folder_is_a_migration_and_versions_grow() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/postgres/migrations");
        let mut files: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        assert_eq!(files, MIGRATIONS.map(|(name, _)| name.to_owned()), "name the file in MIGRATIONS");
        assert_eq!(newest(), 7);
    }
}
