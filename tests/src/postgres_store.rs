//! The store of a region, as the contract suite wants it: a database of its own, opened as the application's role.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use maillage_events::id::SpaceId;
use maillage_log::clock::Clock;
use maillage_log::log::FactLog;
use maillage_log::postgres::connect::PostgresAddress;
use maillage_log::postgres::{PostgresLog, PostgresOptions, migrate};
use tokio::sync::OnceCell;
use tokio_postgres::{Client, Config, NoTls};

use crate::log_contract::{Column, LogFactory};

/// A role of the database server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The one that started the server; may do anything.
    Superuser,
    /// Owns the schema.
    Owner,
    /// What the services run as.
    App,
}

/// A log in a database of its own, which goes away with it.
#[derive(Debug)]
pub struct PostgresStore {
    server: Server,
    database: String,
}

/// Where the server is, as `pg_virtualenv` says it.
#[derive(Debug, Clone)]
struct Server {
    host: String,
    port: String,
    user: String,
    password: String,
}

/// What every database of this process is copied from: roles, grants, an empty schema.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

impl Server {
    /// `None`, and said, where the environment names no server.
    fn found() -> Option<Self> {
        let from = |name| std::env::var(name).ok();
        let found = from("PGHOST").map(|host| Self {
            host,
            port: from("PGPORT").unwrap_or_else(|| "5432".to_owned()),
            user: from("PGUSER").unwrap_or_else(|| "postgres".to_owned()),
            password: from("PGPASSWORD").unwrap_or_default(),
        });
        if found.is_none() {
            #[expect(clippy::print_stdout, reason = "ops/test counts these lines")]
            {
                println!("skipped: PostgreSQL (PGHOST is not set; ops/test starts one)");
            }
        }
        found
    }

    fn address(&self, role: Role, database: &str) -> String {
        let (user, password) = match role {
            Role::Superuser => (self.user.as_str(), self.password.as_str()),
            Role::Owner => ("maillage_owner", "owner"),
            Role::App => ("maillage_app", "app"),
        };
        format!(
            "host={} port={} user={user} password='{password}' dbname={database} sslmode=disable",
            self.host, self.port
        )
    }

    async fn client(&self, role: Role, database: &str) -> Client {
        let config: Config = self.address(role, database).parse().unwrap();
        let (client, connection) = config.connect(NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    async fn template(&self) -> String {
        let name = format!("maillage_template_{}", std::process::id());
        let admin = self.client(Role::Superuser, "postgres").await;
        admin.batch_execute(&format!("create database {name}")).await.unwrap();
        let inside = self.client(Role::Superuser, &name).await;
        // Roles belong to the whole server: two test programs may come here at once.
        admin.batch_execute("select pg_advisory_lock(1)").await.unwrap();
        inside.batch_execute(include_str!("../../ops/postgres/roles.sql")).await.unwrap();
        inside
            .batch_execute("alter role maillage_owner password 'owner'; alter role maillage_app password 'app'")
            .await
            .unwrap();
        admin.batch_execute("select pg_advisory_unlock(1)").await.unwrap();
        migrate(&self.address(Role::Owner, &name).parse().unwrap(), &options()).await.unwrap();
        name
    }
}

/// Options for a throw-away cluster, which runs without fsync.
pub fn options() -> PostgresOptions {
    PostgresOptions { accept_loss: true, ..PostgresOptions::default() }
}

impl PostgresStore {
    /// An empty log; `None` where there is no PostgreSQL, which is said on standard output.
    pub async fn fresh() -> Option<Self> {
        let server = Server::found()?;
        let template = TEMPLATE.get_or_init(|| server.template()).await;
        Some(Self::made(server.clone(), &format!("template {template}")).await)
    }

    /// An empty database, without roles and schema.
    pub async fn bare() -> Option<Self> {
        Some(Self::made(Server::found()?, "").await)
    }

    async fn made(server: Server, how: &str) -> Self {
        let database = format!("maillage_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        server
            .client(Role::Superuser, "postgres")
            .await
            .batch_execute(&format!("create database {database} {how}"))
            .await
            .unwrap();
        Self { server, database }
    }

    /// Its address, for a role.
    pub fn address(&self, role: Role) -> PostgresAddress {
        self.text(role).parse().unwrap()
    }

    /// Its address in the keyword form, for a role; words may be added to it.
    pub fn text(&self, role: Role) -> String {
        self.server.address(role, &self.database)
    }

    /// Its address as a URL, for a role whose password is a plain word.
    pub fn url(&self, role: Role) -> String {
        let user = match role {
            Role::Superuser => return self.text(role),
            Role::Owner => "maillage_owner:owner",
            Role::App => "maillage_app:app",
        };
        let Server { host, port, .. } = &self.server;
        format!("postgres://{user}@{host}:{port}/{}?sslmode=disable", self.database)
    }

    /// Host and port of the server.
    pub fn server(&self) -> (String, u16) {
        (self.server.host.clone(), self.server.port.parse().unwrap())
    }

    /// A session past the log, as somebody with `psql` has it.
    pub async fn raw(&self, role: Role) -> Client {
        self.server.client(role, &self.database).await
    }

    /// The log, as the type that it is.
    pub async fn log(&self, clock: Arc<dyn Clock>) -> Arc<PostgresLog> {
        PostgresLog::open(&self.address(Role::App), clock, &options()).await.unwrap()
    }
}

impl Drop for PostgresStore {
    /// A thread and a runtime of its own: this runs inside the test's.
    fn drop(&mut self) {
        let (server, database) = (self.server.clone(), self.database.clone());
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let admin = server.client(Role::Superuser, "postgres").await;
                // What cannot be dropped goes with the cluster.
                let _ = admin.batch_execute(&format!("drop database {database} with (force)")).await;
            });
        });
        let _ = gone.join();
    }
}

/// Ways that SQL has of changing or removing what is there.
pub const FORBIDDEN: &[&str] = &[
    "update maillage.facts set kind = 'space.opened' where position = 1",
    "update maillage.facts set position = 99 where position = 1",
    "delete from maillage.facts where position = 1",
    "delete from maillage.facts",
    "truncate maillage.facts",
    "truncate maillage.facts, maillage.receipts cascade",
    "insert into maillage.facts select * from maillage.facts where position = 1",
    "insert into maillage.facts select * from maillage.facts
     on conflict (space, position) do update set kind = 'space.opened'",
    "merge into maillage.facts f using (select 1) one on f.position = 1 when matched then delete",
    "with gone as (delete from maillage.facts returning *) select * from gone",
    "update maillage.receipts set first = 9",
    "delete from maillage.receipts",
    "truncate maillage.receipts",
    "insert into maillage.receipts select * from maillage.receipts",
    "update maillage.streams set stream = 'session/x'",
    "delete from maillage.streams",
    "update maillage.spaces set space = 'x'",
    "delete from maillage.spaces",
];

/// What an owner may do and the application may not.
pub const OWNERS_ONLY: &[&str] = &[
    "alter table maillage.facts disable trigger all",
    "alter table maillage.facts drop constraint facts_by_version",
    "alter table maillage.facts add column note text",
    "drop trigger facts_stay on maillage.facts",
    "drop table maillage.facts",
    "create table maillage.mine (x integer)",
    "create or replace function maillage.refuse() returns trigger language plpgsql as 'begin return null; end'",
    "insert into maillage.migrations values (99)",
    "set session_replication_role = replica",
];

#[async_trait]
impl LogFactory for PostgresStore {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn FactLog> {
        self.log(clock).await
    }

    async fn forbidden_ways_that_worked(&self) -> Vec<String> {
        let mut worked = Vec::new();
        for role in [Role::App, Role::Owner, Role::Superuser] {
            let raw = self.raw(role).await;
            for sql in FORBIDDEN {
                if raw.batch_execute(sql).await.is_ok() {
                    worked.push(format!("{role:?}: {sql}"));
                }
            }
        }
        worked
    }

    async fn make_hole(&self, space: &SpaceId, position: u64) {
        let raw = self.raw(Role::Superuser).await;
        raw.batch_execute("set session_replication_role = replica").await.unwrap();
        let sql = "delete from maillage.facts
            where position = $1 and space = (select number from maillage.spaces where space = $2)";
        assert_eq!(raw.execute(sql, &[&position.cast_signed(), &space.as_str()]).await.unwrap(), 1);
    }

    async fn alter(&self, space: &SpaceId, position: u64, column: Column) {
        let raw = self.raw(Role::Superuser).await;
        raw.batch_execute("set session_replication_role = replica").await.unwrap();
        let set = match column {
            Column::RecordedAt => "recorded_at = recorded_at + 1",
            Column::Id => "id = gen_random_uuid()",
            Column::Kind => "kind = 'session.moved'",
            Column::Occurred => "occurred = '2016-04'",
            Column::Stream => "stream = 'session/s-99'",
            Column::Version => "version = version + 64",
            Column::Fact => "fact = convert_to(replace(convert_from(fact, 'UTF8'), 'session', 'sessiom'), 'UTF8')",
            Column::Checksum => "checksum = ~checksum",
        };
        let of = "position = $1 and space = (select number from maillage.spaces where space = $2)";
        let sql = format!("update maillage.facts set {set} where {of}");
        assert_eq!(raw.execute(&sql, &[&position.cast_signed(), &space.as_str()]).await.unwrap(), 1);
    }
}
