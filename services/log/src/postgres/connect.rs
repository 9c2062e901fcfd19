//! Reaching PostgreSQL: an address, TLS when the address or the server asks for it, a pool of sessions with time-outs.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod};
use futures::StreamExt;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::{AsyncMessage, Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Longest wait for a session of the server.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a server may stay silent on the network before it counts as gone.
const SILENCE: Duration = Duration::from_secs(30);
/// What a pool runs first in each of its sessions.
pub(crate) type Setup = &'static str;

/// Why PostgreSQL cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address cannot be read. The address itself is not repeated: it may hold a password.
    #[error("the PostgreSQL address cannot be read: {0}")]
    Address(tokio_postgres::Error),
    /// A certificate file cannot be read.
    #[error("{path}: {why}")]
    Certificates {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// TLS cannot be had.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// The pool was not built.
    #[error("pool of sessions: {0}")]
    Pool(#[from] deadpool_postgres::BuildError),
    /// The server did not take the session.
    #[error("no session: {}", super::failure::error_text(.0))]
    Session(#[from] tokio_postgres::Error),
}

/// Where PostgreSQL is and how it is spoken to. Its `Debug` and `Display` hold no password.
#[derive(Clone)]
pub struct PostgresAddress {
    config: Config,
}

impl std::fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}

impl PartialEq for PostgresAddress {
    fn eq(&self, other: &Self) -> bool {
        self.config == other.config
    }
}

impl Eq for PostgresAddress {}

impl std::fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hosts = self.config.get_hosts().iter().map(|host| match host {
            tokio_postgres::config::Host::Tcp(name) => name.clone(),
            tokio_postgres::config::Host::Unix(path) => path.display().to_string(),
        });
        let host = hosts.collect::<Vec<_>>().join(",");
        let port = self.config.get_ports().iter().map(|port| format!(":{port}")).collect::<String>();
        write!(f, "postgres://{host}{port}/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl FromStr for PostgresAddress {
    type Err = ConnectError;

    /// Reads `postgres://user@host:port/database?sslmode=…` or the keyword form. What is not said comes from nowhere:
    /// no environment is read.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self { config: text.parse().map_err(ConnectError::Address)? })
    }
}

impl PostgresAddress {
    /// The driver's configuration, for a session outside a pool (`LISTEN`, a lease).
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// A pool of at most `size` sessions. TLS verifies the server against the system's certificates and, when given,
    /// those of a PEM file.
    pub fn pool(&self, size: usize, authorities: Option<&Path>) -> Result<Pool, ConnectError> {
        self.pool_with(size, authorities, "")
    }

    /// The same, where each session begins with some statements.
    ///
    /// # Errors
    /// When the authorities cannot be read.
    pub fn pool_with(&self, size: usize, authorities: Option<&Path>, setup: Setup) -> Result<Pool, ConnectError> {
        let manager = Manager::from_config(
            self.watched(),
            tls(authorities)?,
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let set_up = Hook::async_fn(move |session: &mut deadpool_postgres::ClientWrapper, _| {
            Box::pin(async move { session.batch_execute(setup).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager).max_size(size).wait_timeout(Some(CONNECT)).post_create(set_up);
        Ok(pool.runtime(deadpool_postgres::Runtime::Tokio1).build()?)
    }

    /// A session outside a pool, for what holds one: a writer, a migration. What the server sends unasked goes to
    /// `notice`. The session ends when its client is dropped.
    pub(crate) async fn session(
        &self,
        authorities: Option<&Path>,
        notice: impl Fn(AsyncMessage) + Send + 'static,
    ) -> Result<(Client, tokio::task::JoinHandle<()>), ConnectError> {
        let (client, mut connection) = self.watched().connect(tls(authorities)?).await?;
        let io = tokio::spawn(async move {
            let mut messages = futures::stream::poll_fn(move |context| connection.poll_message(context));
            while let Some(message) = messages.next().await {
                match message {
                    Ok(message) => notice(message),
                    Err(error) => return tracing::warn!(%error, "a session with PostgreSQL was lost"),
                }
            }
        });
        Ok((client, io))
    }

    /// The configuration with a name for the server's own lists, and time-outs for a server that vanished.
    fn watched(&self) -> Config {
        let mut config = self.config.clone();
        config
            .connect_timeout(CONNECT)
            .tcp_user_timeout(SILENCE)
            .keepalives_idle(SILENCE / 2)
            .application_name("maillage");
        config
    }
}

/// TLS against the system's certificate authorities and those of a PEM file (a city has its own).
pub fn tls(authorities: Option<&Path>) -> Result<MakeRustlsConnect, ConnectError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = authorities {
        let unreadable = |why: String| ConnectError::Certificates { path: path.display().to_string(), why };
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(error.to_string()))? {
            let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
            roots.add(certificate).map_err(|error| unreadable(error.to_string()))?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
