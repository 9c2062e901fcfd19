//! The schema `maillage_projections`: made by the projector itself, for its rows are derived and another layout is
//! folded again.

use tokio_postgres::Client;

use super::session::{BEGIN, server_message};
use crate::ProjectorError;

/// Raised when the tables change; rows of an older layout are dropped and folded again.
const LAYOUT: i32 = 2;

const TABLES: &str = include_str!("layout/tables.sql");

/// One process at a time makes the tables; the number has no meaning but to be ours.
const ONE_AT_A_TIME: &str = "select pg_advisory_xact_lock(7021905311420410)";

/// PostgreSQL asks for the right to make a schema even where it is there: so it is looked for first. Who
/// makes it at the same moment is no error.
pub(crate) const SCHEMA: &str = include_str!("layout/schema.sql");

/// What an older layout left. Other tables of the schema are not ours to drop.
const DROP: &str = "drop view if exists maillage_projections.standing;
    drop table if exists maillage_projections.rows, maillage_projections.generations, maillage_projections.replaced,
        maillage_projections.checkpoints, maillage_projections.spaces";

/// Whose rows they are. It stays when the tables change.
const BELONGS: &str = "create table if not exists maillage_projections.store (
    one boolean primary key default true check (one), id uuid not null)";

/// Makes the tables where they are missing or of an older layout. A newer one is refused: a newer program keeps those
/// rows.
pub(super) async fn prepare(client: &Client) -> Result<(), ProjectorError> {
    if found(client).await? == Some(LAYOUT) && belongs(client).await? {
        return Ok(());
    }
    client.batch_execute(BEGIN).await?;
    client.batch_execute(ONE_AT_A_TIME).await?;
    match found(client).await? {
        Some(LAYOUT) => {}
        Some(newer) if newer > LAYOUT => {
            return Err(ProjectorError::Store(format!(
                "the rows have layout {newer}, this program knows {LAYOUT}: a newer program keeps them"
            )));
        }
        _ => {
            client.batch_execute(SCHEMA).await.map_err(forbidden)?;
            client.batch_execute(DROP).await?;
            client.batch_execute(TABLES).await?;
            let layout = format!(
                "create table if not exists maillage_projections.layout (number integer not null);
                 delete from maillage_projections.layout; insert into maillage_projections.layout values ({LAYOUT})"
            );
            client.batch_execute(&layout).await?;
        }
    }
    client.batch_execute(BELONGS).await?;
    Ok(client.batch_execute("commit").await?)
}

async fn belongs(client: &Client) -> Result<bool, ProjectorError> {
    let there = client.query_one("select to_regclass('maillage_projections.store') is not null", &[]).await?;
    Ok(there.get(0))
}

/// Whether anybody made the tables.
pub(super) async fn is_there(client: &Client) -> Result<bool, ProjectorError> {
    let there = client.query_one("select to_regclass('maillage_projections.layout') is not null", &[]).await?;
    Ok(there.get(0))
}

async fn found(client: &Client) -> Result<Option<i32>, ProjectorError> {
    if !is_there(client).await? {
        return Ok(None);
    }
    Ok(client.query_opt("select number from maillage_projections.layout", &[]).await?.map(|row| row.get(0)))
}

fn forbidden(error: tokio_postgres::Error) -> ProjectorError {
    ProjectorError::Store(format!(
        "{}: the projector makes its own schema, so its role needs `GRANT CREATE ON DATABASE`, \
         or the schema maillage_projections as its own",
        server_message(&error)
    ))
}
