//! A vault to try promises on, in a file or in a database of its own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use maillage_events::id::PersonRef;
use maillage_log::postgres::PostgresOptions;
use maillage_log::vault::{Vault, VaultError};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

/// A place for one vault; it goes away with this.
pub struct Bench {
    pub folder: tempfile::TempDir,
    database: Option<Database>,
}

struct Database {
    runtime: Runtime,
    server: String,
    name: String,
}

static NEXT: AtomicU32 = AtomicU32::new(1);

impl Bench {
    /// In a SQLite file.
    pub fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// In a PostgreSQL database; `None`, and said, where the environment names no server.
    pub fn postgres() -> Option<Self> {
        let from = |name| std::env::var(name).unwrap_or_default();
        let Ok(host) = std::env::var("PGHOST") else {
            println!("skipped: PostgreSQL (PGHOST is not set; ops/test starts one)");
            return None;
        };
        let server = format!(
            "host={host} port={} user={} password='{}' sslmode=disable",
            from("PGPORT"),
            from("PGUSER"),
            from("PGPASSWORD")
        );
        let name = format!("maillage_vault_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let database = Database { runtime: Runtime::new().unwrap(), server, name };
        let create = format!("create database {}", database.name);
        database.run("postgres", async |client| client.batch_execute(&create).await.unwrap());
        Some(Self { folder: tempfile::tempdir().unwrap(), database: Some(database) })
    }

    /// Another vault of the same sort.
    pub fn another(&self) -> Self {
        if self.database.is_some() { Self::postgres().unwrap() } else { Self::sqlite() }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("vault.sqlite")
    }

    pub fn key(&self) -> PathBuf {
        self.folder.path().join("vault.key")
    }

    pub fn open(&self) -> Vault {
        self.open_with(&self.key()).unwrap()
    }

    /// Opens it with a root key of one's own choice.
    pub fn open_with(&self, key: &Path) -> Result<Vault, VaultError> {
        let Some(database) = &self.database else { return Vault::open(&self.file(), key) };
        let address = format!("{} dbname={}", database.server, database.name).parse().unwrap();
        let options = PostgresOptions { accept_loss: true, ..PostgresOptions::default() };
        database.runtime.block_on(Vault::open_postgres(&address, key, &options))
    }

    /// Whether bytes stand in what is stored: any file of the folder, journals included, or any row.
    pub fn holds(&self, needle: &[u8]) -> bool {
        let mut files = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let in_files =
            files.any(|path| std::fs::read(path).unwrap().windows(needle.len()).any(|bytes| bytes == needle));
        in_files || self.database.as_ref().is_some_and(|database| database.holds(needle))
    }

    /// Key, card and blind index as they are stored for a person of `ville`.
    pub fn stored(&self, person: PersonRef) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        match &self.database {
            None => {
                let sql = "SELECT key, card, blind FROM persons WHERE space = 'ville' AND person = ?1";
                self.raw()
                    .query_row(sql, [person.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .unwrap()
            }
            Some(database) => database.run(&database.name, async |client| {
                let sql = "select key, card, blind from maillage_vault.persons where space = 'ville' and person = $1";
                let row = client.query_one(sql, &[&person.0]).await.unwrap();
                (row.get(0), row.get(1), row.get(2))
            }),
        }
    }

    /// Puts some columns of one person of `ville` under another, as somebody who can write to the store may.
    pub fn move_columns(&self, columns: &str, from: PersonRef, space: &str, to: PersonRef) {
        match &self.database {
            None => {
                let sql = format!(
                    "UPDATE persons SET ({columns}) =
                        (SELECT {columns} FROM persons WHERE person = ?1 AND space = 'ville')
                     WHERE person = ?2 AND space = ?3"
                );
                assert_eq!(self.raw().execute(&sql, (from.0.as_bytes(), to.0.as_bytes(), space)).unwrap(), 1);
            }
            Some(database) => database.run(&database.name, async |client| {
                let table = "maillage_vault.persons";
                let sql = format!(
                    "update {table} set ({columns}) =
                        (select {columns} from {table} where person = $1 and space = 'ville')
                     where person = $2 and space = $3"
                );
                assert_eq!(client.execute(&sql, &[&from.0, &to.0, &space]).await.unwrap(), 1);
            }),
        }
    }

    /// The SQLite file, past the vault.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).unwrap()
    }
}

impl Database {
    fn run<T>(&self, name: &str, work: impl AsyncFnOnce(&Client) -> T) -> T {
        self.runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&format!("{} dbname={name}", self.server), NoTls).await.unwrap();
            tokio::spawn(connection);
            work(&client).await
        })
    }

    fn holds(&self, needle: &[u8]) -> bool {
        self.run(&self.name, async |client| {
            let sql = "select exists (
                select from maillage_vault.persons where position($1 in key) > 0 or position($1 in card) > 0
                    or position($1 in blind) > 0 or uuid_send(person) = $1)
                or exists (
                select from maillage_vault.pending where position($1 in key) > 0 or position($1 in card) > 0)";
            client.query_one(sql, &[&needle]).await.unwrap().get(0)
        })
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Some(database) = &self.database {
            let drop = format!("drop database {} with (force)", database.name);
            database.run("postgres", async |client| {
                let _ = client.batch_execute(&drop).await;
            });
        }
    }
}
