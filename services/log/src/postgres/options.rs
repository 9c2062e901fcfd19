//! How the log on PostgreSQL is opened, and why it may be refused.

use std::path::PathBuf;

use tokio_postgres::Client;

use super::connect::ConnectError;

/// Sessions that reads may use at once.
const POOL: usize = 8;

/// How the log, or the vault, is opened.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    /// A PEM file of certificate authorities that are trusted besides those of the system.
    pub authorities: Option<PathBuf>,
    /// Says that acknowledged facts may be lost in a crash: for benches and throw-away clusters only.
    pub accept_loss: bool,
    /// Sessions that reads may use at once; the writer and the listener have one each besides.
    pub pool: usize,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self { authorities: None, accept_loss: false, pool: POOL }
    }
}

/// Why a store on PostgreSQL was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The server cannot be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server said no.
    #[error("PostgreSQL: {}", super::failure::error_text(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// Acknowledged facts could be lost.
    #[error(
        "{setting} is {value} on this PostgreSQL, so acknowledged facts could be lost; refusing to start. {way_out}"
    )]
    WeakDurability {
        /// Which setting.
        setting: &'static str,
        /// Its value.
        value: String,
        /// What to do about it.
        way_out: &'static str,
    },
    /// The schema is older than this build, and the role may not change it.
    #[error(
        "the schema is at version {found}, this build needs {known}: migrate it as its owner \
         (maillage_owner in ops/postgres/roles.sql; the role {role} may not)"
    )]
    Behind {
        /// What the database has; 0 when it has none.
        found: i32,
        /// What this build needs.
        known: i32,
        /// The role of the session.
        role: String,
    },
    /// The schema is newer than this build.
    #[error("the schema is at version {found}, this build knows {known}: install the newer build; nothing was touched")]
    Ahead {
        /// What the database has.
        found: i32,
        /// What this build knows.
        known: i32,
    },
    /// A migration failed; it left no trace.
    #[error("the schema could not be migrated: {0}")]
    Migration(#[from] refinery::Error),
}

/// The settings without which a commit that was answered may be lost, what makes each of them weak, and the way out.
const DURABLE: [(&str, &str, &str); 3] = [
    ("fsync", "off", "Set fsync = on in postgresql.conf and reload, or accept the loss (--i-accept-loss)."),
    (
        "full_page_writes",
        "off",
        "Set full_page_writes = on in postgresql.conf and reload, or accept the loss (--i-accept-loss).",
    ),
    (
        "synchronous_commit",
        "off",
        "Set synchronous_commit = on (or local) where it was weakened: postgresql.conf, ALTER DATABASE, ALTER ROLE or \
         the address; or accept the loss (--i-accept-loss).",
    ),
];

/// Whether what a session commits is durable; a server, a database, a role or the address may each have weakened it.
pub(crate) async fn durable(session: &Client, accept_loss: bool) -> Result<(), OpenError> {
    const ASK: &str =
        "select current_setting(a.name) from unnest($1::text[]) with ordinality a (name, at) order by a.at";
    let names = DURABLE.map(|(setting, ..)| setting);
    let values = session
        .query(ASK, &[&names.as_slice()])
        .await?
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<Vec<String>, _>>()?;
    if let Some(weak) = weak(&values).filter(|_| !accept_loss) {
        return Err(weak);
    }
    // What was found good stays so in this session, whatever is reloaded meanwhile.
    session
        .batch_execute("select set_config('synchronous_commit', current_setting('synchronous_commit'), false)")
        .await?;
    Ok(())
}

/// The first setting that is weak, of values in the order of [`DURABLE`].
fn weak(values: &[String]) -> Option<OpenError> {
    let ((setting, _, way_out), value) = DURABLE.iter().zip(values).find(|((_, weak, _), value)| value == weak)?;
    Some(OpenError::WeakDurability { setting, value: value.clone(), way_out })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_that_may_lose_an_answered_commit_is_refused_by_its_name_with_a_way_out() {
        let sound = ["on", "on", "local"].map(str::to_owned);
        assert!(weak(&sound).is_none());
        for (place, name) in ["fsync", "full_page_writes", "synchronous_commit"].into_iter().enumerate() {
            let mut values = sound.clone();
            values[place] = "off".to_owned();
            let refusal = weak(&values).unwrap().to_string();
            assert!(refusal.starts_with(&format!("{name} is off")) && refusal.contains("--i-accept-loss"), "{refusal}");
        }
    }
}
