//! A store in a database: every table of the log and of the vault, by PostgreSQL's own COPY, as one snapshot sees them.
//!
//! No tool of the database is needed beside the program, and no right but to read; putting it back needs the owner.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::pin::pin;

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use jiff::Timestamp;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use tokio_postgres::Client;

use super::BackupError;
use super::folder::{KEY, Unfinished, private_copy, put_key_back, refuse_another_key};
use super::manifest::{BackupFile, Manifest, Sort};
use crate::identity::{LogMark, StoreId};
use crate::postgres::connect::PostgresAddress;
use crate::postgres::{OpenError, PostgresOptions, migrate, schema_version};

/// Every table of the two schemas with its columns; the versions of the schema are made by the migration.
const TABLES: &str =
    "select c.table_schema || '.' || c.table_name, array_agg(c.column_name::text order by c.ordinal_position)
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema in ('maillage', 'maillage_vault')
    and c.table_name <> 'migrations' group by 1 order by 1";
const SNAPSHOT: &str = "begin isolation level repeatable read read only";
const LAST: &str = "select s.space, f.position, f.recorded_at, f.id from maillage.spaces s cross join lateral
    (select position, recorded_at, id from maillage.facts where space = s.number order by position desc limit 1) f";
/// Columns that number rows by themselves go on after those that were put back.
const GO_ON: &str = "select setval(pg_get_serial_sequence(a.attrelid::regclass::text, a.attname), 1, false),
    a.attrelid::regclass::text, a.attname::text from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where a.attidentity <> '' and n.nspname in ('maillage', 'maillage_vault')";
/// Bytes that are sent at once.
const CHUNK: usize = 1 << 16;

/// Copies a store into a folder of backups, and gives the backup.
///
/// # Errors
/// When the database does not answer, or the copy cannot be written: there is no backup then.
pub async fn copy(
    address: &PostgresAddress,
    options: &PostgresOptions,
    folder: &Path,
    moment: Timestamp,
    version: &str,
    key: Option<&Path>,
) -> Result<(PathBuf, Manifest), BackupError> {
    let session = session(address, options).await?;
    let schema = schema_version(&session).await?;
    session.batch_execute(SNAPSHOT).await?;
    let store = StoreId(session.query_one("select id from maillage.store", &[]).await?.try_get(0)?);
    let unfinished = Unfinished::begin(folder, moment)?;
    let at = unfinished.path();
    let mut manifest = Manifest::new(moment, version, Sort::Postgres, store, schema);
    manifest.stands(last(&session).await?);
    for row in session.query(TABLES, &[]).await? {
        let (table, columns): (String, Vec<String>) = (row.try_get(0)?, row.try_get(1)?);
        let name = format!("{table}.copy");
        copy_out(&session, &table, &columns, &at.join(&name)).await?;
        manifest.add(at, &name, columns)?;
    }
    session.batch_execute("commit").await?;
    if let Some(key) = key {
        private_copy(key, &at.join(KEY))?;
        manifest.with_key = true;
        manifest.add(at, KEY, Vec::new())?;
    }
    Ok((unfinished.finish(&manifest)?, manifest))
}

async fn session(address: &PostgresAddress, options: &PostgresOptions) -> Result<Client, BackupError> {
    let reached = address.session(options.authorities.as_deref(), drop).await;
    Ok(reached.map_err(OpenError::from)?.0)
}

async fn last(session: &Client) -> Result<Vec<LogMark>, BackupError> {
    let mut marks = Vec::new();
    for row in session.query(LAST, &[]).await? {
        let malformed = |why: maillage_events::bad_id::BadId| BackupError::Differs(why.to_string());
        marks.push(LogMark {
            space: row.try_get::<_, &str>(0)?.parse().map_err(malformed)?,
            position: u64::try_from(row.try_get::<_, i64>(1)?).unwrap_or(0),
            recorded_at: RecordedAt(row.try_get(2)?),
            fact: FactId(row.try_get(3)?),
        });
    }
    Ok(marks)
}

/// Names of our own schema, which hold nothing to quote but what a name may be.
fn columns_of(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

async fn copy_out(session: &Client, table: &str, columns: &[String], to: &Path) -> Result<(), BackupError> {
    let sql = format!("copy {table} ({}) to stdout (format binary)", columns_of(columns));
    let mut rows = pin!(session.copy_out(&sql).await?);
    let mut file = BufWriter::new(crate::vault::private(to).map_err(BackupError::io(to))?);
    while let Some(bytes) = rows.next().await {
        file.write_all(&bytes?).map_err(BackupError::io(to))?;
    }
    file.flush().map_err(BackupError::io(to))
}

/// Puts a backup into a database where nothing was ever recorded, in one transaction: all of it, or nothing. The role
/// of the address owns the schema, which is made first.
///
/// # Errors
/// When the backup is not whole, is of another schema, or anything is there already: nothing was touched then.
pub async fn restore(
    backup: &Path,
    address: &PostgresAddress,
    options: &PostgresOptions,
    key: &Path,
) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(backup)?;
    if manifest.sort != Sort::Postgres {
        return Err(BackupError::OtherSort { found: manifest.sort, asked: Sort::Postgres });
    }
    manifest.verify(backup)?;
    if manifest.with_key {
        refuse_another_key(backup, key)?;
    }
    let schema = migrate(address, options).await?;
    if schema != manifest.schema {
        let found = manifest.schema;
        return Err(BackupError::Differs(format!(
            "it has schema {found} and this program makes {schema}: restore it with maillage {}, then upgrade",
            manifest.version
        )));
    }
    let session = session(address, options).await?;
    session.batch_execute("begin").await?;
    session.batch_execute("lock table maillage.spaces, maillage.facts, maillage_vault.root in exclusive mode").await?;
    refuse_what_is_there(&session, address).await?;
    // The store that the migration made gives way to the one that is put back; the trigger guards it again at once.
    session.batch_execute("alter table maillage.store disable trigger store_stays; delete from maillage.store").await?;
    for file in manifest.files.iter().filter(|file| !file.columns.is_empty()) {
        copy_in(&session, file, &backup.join(&file.name)).await?;
    }
    session.batch_execute("alter table maillage.store enable trigger store_stays").await?;
    for row in session.query(GO_ON, &[]).await? {
        let (table, column): (String, String) = (row.try_get(1)?, row.try_get(2)?);
        let numbers = format!("pg_get_serial_sequence('{table}', '{column}')");
        let sql = format!("select setval({numbers}, max({column})) from {table} having count(*) > 0");
        session.query_opt(&sql, &[]).await?;
    }
    let mut restored = manifest.clone();
    restored.stands(last(&session).await?);
    if restored.spaces != manifest.spaces {
        return Err(BackupError::Differs("its spaces end elsewhere".to_owned()));
    }
    if manifest.with_key {
        put_key_back(backup, key)?;
    }
    session.batch_execute("commit").await?;
    Ok(manifest)
}

/// Tables that hold something as soon as a store was used.
const USED: [&str; 5] =
    ["maillage.spaces", "maillage.facts", "maillage.receipts", "maillage_vault.root", "public.relay_position"];
/// Rows of projections are another role's: whether they were ever made is told by the catalogue alone.
const ROWS_ARE_MADE: &str = "select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n
    on n.oid = c.relnamespace where n.nspname = 'maillage_projections' and c.relname = 'checkpoints')";

async fn refuse_what_is_there(session: &Client, address: &PostgresAddress) -> Result<(), BackupError> {
    let not_empty = |what: &str| BackupError::NotEmpty { place: format!("{address}: {what}") };
    for table in USED {
        let is_used = format!("select exists (select from {table})");
        if session.query_one(&is_used, &[]).await?.try_get(0)? {
            return Err(not_empty(table));
        }
    }
    if session.query_one(ROWS_ARE_MADE, &[]).await?.try_get(0)? {
        return Err(not_empty("maillage_projections.checkpoints"));
    }
    Ok(())
}

async fn copy_in(session: &Client, file: &BackupFile, from: &Path) -> Result<(), BackupError> {
    let table = file.name.strip_suffix(".copy").unwrap_or(&file.name);
    let is_ours = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    if !table.chars().all(is_ours) || file.columns.iter().any(|column| !column.chars().all(is_ours)) {
        return Err(BackupError::Differs(format!("« {table} » is no table of a store")));
    }
    let sql = format!("copy {table} ({}) from stdin (format binary)", columns_of(&file.columns));
    let mut rows = pin!(session.copy_in::<_, Bytes>(&sql).await?);
    let mut source = File::open(from).map_err(BackupError::io(from))?;
    loop {
        let mut buffer = vec![0; CHUNK];
        let read = source.read(&mut buffer).map_err(BackupError::io(from))?;
        if read == 0 {
            break;
        }
        buffer.truncate(read);
        rows.send(buffer.into()).await?;
    }
    rows.as_mut().finish().await?;
    Ok(())
}
