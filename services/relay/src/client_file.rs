//! How brokers that ask for TLS, a certificate or a password are reached: a file of librdkafka's properties, as kcat
//! takes it with `-F`.

use std::collections::BTreeMap;
use std::path::Path;

use rdkafka::config::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::producer::BaseProducer;

/// Properties by name.
pub type Client = BTreeMap<String, String>;

/// The properties that may be set: whom to trust, who we are, how the network is used. The rest (acknowledgements,
/// groups, offsets) keeps the order and the completeness of facts, and is not an operator's.
const ALLOWED: &str = "security.protocol, ssl.*, sasl.*, enable.ssl.certificate.verification, broker.address.family, \
    socket.keepalive.enable, connections.max.idle.ms, client.rack";

/// What is wrong with a file: where, what, and the way out. No value that may be a secret is repeated.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UnfitFile(String);

/// The properties of a file, read and tried: what librdkafka would refuse later is refused here. Without a file there
/// are none.
///
/// # Errors
/// When the file cannot be read, holds a name that may not be set or a secret that everybody may read, names a file
/// that cannot be read, or when librdkafka refuses it.
pub fn read_client_file(path: Option<&Path>) -> Result<Client, UnfitFile> {
    let Some(path) = path else { return Ok(Client::new()) };
    let usage = |why: String| UnfitFile(format!("{}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| usage(error.to_string()))?;
    let client = parse(&text).map_err(|(line, why)| UnfitFile(format!("{}:{line}: {why}", path.display())))?;
    #[cfg(unix)]
    if client.keys().any(|name| is_secret(name)) && is_open_to_others(path) {
        return Err(usage(format!("it holds a secret and everybody may read it: chmod o= {}", path.display())));
    }
    // OpenSSL would say that it could not read, and not what.
    let files = client
        .iter()
        .filter(|(name, value)| name.starts_with("ssl.") && name.ends_with(".location") && *value != "probe");
    for (name, value) in files {
        std::fs::File::open(value).map_err(|error| usage(format!("{name}: {value}: {error}")))?;
    }
    // A client without brokers, dropped at once: making it reads certificates and keys.
    let tried = with_properties(&client).create::<BaseProducer>();
    tried.map_err(|error| usage(without_values(&error)))?;
    Ok(client)
}

/// Lines of `name=value`, empty ones and remarks (`#`) left out; else the line, from 1, and why it is refused.
fn parse(text: &str) -> Result<Client, (usize, String)> {
    let mut client = Client::new();
    for (at, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once('=').map(|(name, value)| (name.trim(), value.trim())) else {
            return Err((at, "name=value is expected".to_owned()));
        };
        if !is_allowed(name) {
            return Err((at, format!("{name} is not about how brokers are reached; what may stand here: {ALLOWED}")));
        }
        if client.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err((at, format!("{name} stands here twice")));
        }
    }
    let protocol = client.get("security.protocol").map(|protocol| protocol.to_ascii_lowercase()).unwrap_or_default();
    if protocol.ends_with("ssl") {
        // Its OpenSSL is compiled in and knows no place of the system: librdkafka looks where systems keep their
        // authorities.
        client.entry("ssl.ca.location".to_owned()).or_insert_with(|| "probe".to_owned());
    }
    Ok(client)
}

fn is_allowed(name: &str) -> bool {
    let family = |prefix| name.strip_prefix(prefix).is_some_and(|rest: &str| !rest.is_empty());
    family("ssl.") || family("sasl.") || ALLOWED.split(", ").any(|allowed| allowed == name)
}

fn is_secret(name: &str) -> bool {
    name.ends_with("password") || name.ends_with("secret") || matches!(name, "ssl.key.pem" | "sasl.oauthbearer.config")
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o007 != 0)
}

/// A client with these properties, and no others yet.
pub(crate) fn with_properties(client: &Client) -> ClientConfig {
    let mut config = ClientConfig::new();
    client.iter().for_each(|(name, value)| _ = config.set(name, value));
    config
}

/// What librdkafka says of a setting, without repeating the value: it may be a password.
fn without_values(error: &KafkaError) -> String {
    match error {
        KafkaError::ClientConfig(_, why, name, _) => format!("{name}: {why}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_how_brokers_are_reached_is_taken() {
        let text = "# la région\nsecurity.protocol = SASL_SSL\n\nssl.ca.location=/ca.pem\nsasl.password=a=b\n";
        let expected = [("sasl.password", "a=b"), ("security.protocol", "SASL_SSL"), ("ssl.ca.location", "/ca.pem")];
        assert_eq!(parse(text).unwrap(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    }

    #[test]
    fn what_keeps_the_order_of_facts_is_refused_by_line_and_name() {
        for name in
            ["acks", "enable.idempotence", "enable.auto.commit", "group.id", "bootstrap.servers", "ssl.", "sasl"]
        {
            let (line, why) = parse(&format!("security.protocol=ssl\n{name}=1\n")).unwrap_err();
            assert!(line == 2 && why.starts_with(name), "{name}: {line} {why}");
        }
        assert_eq!(parse("security.protocol=ssl\nsecurity.protocol=plaintext").unwrap_err().0, 2);
        assert_eq!(parse("\nsasl.password").unwrap_err().0, 2);
    }

    #[test]
    fn the_authorities_of_the_system_are_looked_for_when_none_are_named() {
        assert_eq!(parse("security.protocol=SASL_SSL").unwrap()["ssl.ca.location"], "probe");
        assert!(!parse("security.protocol=sasl_plaintext").unwrap().contains_key("ssl.ca.location"));
    }

    fn refused(text: &str, mode: u32) -> String {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("client.properties");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        read_client_file(Some(&path)).unwrap_err().to_string()
    }

    #[test]
    fn a_secret_that_everybody_may_read_is_refused_and_never_repeated() {
        let text = "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.username=u\nsasl.password=Zwyntorbex\n";
        let why = refused(text, 0o644);
        assert!(why.contains("chmod o=") && !why.contains("Zwyntorbex"), "{why}");
        // With a typing error, librdkafka is the one that complains.
        let why = refused(&text.replace("sasl.password", "sasl.passwort"), 0o600);
        assert!(why.contains("sasl.passwort") && !why.contains("Zwyntorbex"), "{why}");
    }

    #[test]
    fn a_certificate_that_cannot_be_read_is_refused_before_anything_starts() {
        let why = refused("security.protocol=SSL\nssl.ca.location=/nowhere/ca.pem\n", 0o644);
        assert!(why.contains("client.properties") && why.contains("ssl.ca.location: /nowhere/ca.pem"), "{why}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, "no certificate").unwrap();
        let why = refused(&format!("security.protocol=SSL\nssl.ca.location={}\n", path.display()), 0o644);
        assert!(why.contains("ssl.ca.location"), "{why}");
    }
}
