//! TLS to the database: the server is known by the authority that the city gave, or not spoken to.

use std::io::Write;

use maillage_log::log::FactLog;
use maillage_log::postgres::{OpenError, PostgresLog, PostgresOptions};
use maillage_tests::log_contract::workload::{clock, one};
use maillage_tests::postgres_store::{PostgresStore, Role, options};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::store;

/// A throw-away authority, and a certificate of the server under it: authority, certificate and key in PEM.
fn certificates(host: &str) -> (String, String, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![host.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    (authority.pem(), certificate.pem(), key.serialize_pem())
}

/// Writes a file into the server's folder as the server, readable by it alone.
async fn put(store: &PostgresStore, name: &str, text: &str) {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let sql = format!(
        "copy (select replace(encode('\\x{hex}'::bytea, 'base64'), e'\\n', '')) \
         to program 'umask 077; base64 -d > \"$(pwd)/{name}\"'"
    );
    store.raw(Role::Superuser).await.batch_execute(&sql).await.unwrap();
}

async fn alter(store: &PostgresStore, statements: &[&str]) {
    let raw = store.raw(Role::Superuser).await;
    for sql in statements {
        raw.batch_execute(sql).await.unwrap();
    }
    raw.batch_execute("select pg_reload_conf()").await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
}

/// The certificate is put before the server while it runs; sessions that are there, and those that ask for no TLS, do
/// not notice.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_trusted_by_its_authority_and_refused_without() {
    let store = store!();
    let (host, _) = store.server();
    let (authority, certificate, key) = certificates(&host);
    put(&store, "maillage-test.crt", &certificate).await;
    put(&store, "maillage-test.key", &key).await;
    let set = [
        "alter system set ssl_cert_file = 'maillage-test.crt'",
        "alter system set ssl_key_file = 'maillage-test.key'",
        "alter system set ssl = on",
    ];
    alter(&store, &set).await;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(authority.as_bytes()).unwrap();

    let address = store.text(Role::App).replace("sslmode=disable", "sslmode=require").parse().unwrap();
    let trusting = PostgresOptions { authorities: Some(file.path().to_owned()), ..options() };
    let trusted = PostgresLog::open(&address, clock(), &trusting).await;
    let stranger = PostgresLog::open(&address, clock(), &options()).await;
    let encrypted = match &trusted {
        Ok(log) => {
            log.append(one("over TLS", "s-1", 0)).await.unwrap();
            let sql = "select count(*) from pg_stat_ssl join pg_stat_activity using (pid) \
                       where ssl and datname = current_database()";
            store.raw(Role::Superuser).await.query_one(sql, &[]).await.unwrap().get::<_, i64>(0)
        }
        Err(_) => 0,
    };
    alter(&store, &["alter system reset ssl", "alter system reset ssl_cert_file", "alter system reset ssl_key_file"])
        .await;
    assert!(trusted.is_ok(), "{trusted:?}");
    assert!(encrypted >= 2, "{encrypted} sessions were encrypted");
    assert!(matches!(&stranger, Err(OpenError::Connect(_))), "{stranger:?}");
}
