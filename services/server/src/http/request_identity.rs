//! Which request this is: a retry must be told from a new request, whatever server it reaches.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, Uri};
use maillage_events::id::{CommandId, SpaceId};
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use crate::http::problem::Problem;

/// The header that names a request.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header that says that an answer is that of an earlier, identical request.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longest key, in characters.
pub const MOST_CHARACTERS: usize = 200;

/// Method, path and key of a request.
#[derive(Debug, Clone)]
pub struct RequestIdentity {
    method: Method,
    path: String,
    key: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for RequestIdentity {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let uri = parts.extensions.get::<axum::extract::OriginalUri>().map_or(&parts.uri, |original| &original.0);
        Self::read(parts.method.clone(), uri, parts.headers.get(IDEMPOTENCY_KEY).map(|value| value.as_bytes()))
    }
}

impl RequestIdentity {
    fn read(method: Method, uri: &Uri, key: Option<&[u8]>) -> Result<Self, Problem> {
        let bad = || {
            Problem::new("bad-idempotency-key")
                .with("most", MOST_CHARACTERS)
                .at_parameter("Idempotency-Key", "place-bad-key")
        };
        let key = match key {
            None => None,
            Some(bytes)
                if (1..=MOST_CHARACTERS).contains(&bytes.len()) && bytes.iter().all(|b| (b' '..=b'~').contains(b)) =>
            {
                Some(String::from_utf8(bytes.to_vec()).map_err(|_| bad())?)
            }
            Some(_) => return Err(bad()),
        };
        Ok(Self { method, path: canonical_path(uri.path()), key })
    }

    /// The hash by which the log tells a retry from a reuse of its id: method, path and body.
    pub fn fingerprint(&self, body: &[u8]) -> [u8; 32] {
        let mut sha = Sha256::new();
        for part in [self.method.as_str().as_bytes(), self.path.as_bytes(), body] {
            sha.update((part.len() as u64).to_be_bytes());
            sha.update(part);
        }
        sha.finalize().into()
    }

    /// The command's id: derived from the key; without one, a fresh one. A `PUT` without a key is judged on what
    /// stands.
    pub fn command_id(&self, space: &SpaceId, fresh: impl FnOnce() -> CommandId) -> CommandId {
        match &self.key {
            Some(key) => CommandId::derived(&format!("key\n{space}\n{key}")),
            None => fresh(),
        }
    }

    /// Whether it bears a key.
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Whether it asks that something stands, rather than that it be recorded once.
    pub fn is_put(&self) -> bool {
        self.method == Method::PUT
    }
}

/// A path as its identifiers read: percent-encoding undone, and each UUID in its one usual spelling.
fn canonical_path(path: &str) -> String {
    let segment = |segment: &str| {
        let decoded = percent_decode_str(segment).decode_utf8_lossy().into_owned();
        decoded.parse::<uuid::Uuid>().map_or(decoded, |uuid| uuid.to_string())
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(method: Method, key: Option<&str>) -> Result<RequestIdentity, Problem> {
        RequestIdentity::read(method, &"/v1/spaces/s".parse().unwrap(), key.map(str::as_bytes))
    }

    fn id(identity: &RequestIdentity, fresh: u128) -> CommandId {
        identity.command_id(&SpaceId::new("s").unwrap(), || CommandId(uuid::Uuid::from_u128(fresh)))
    }

    #[test]
    fn a_key_names_the_command_whatever_the_body() {
        let with = identity(Method::POST, Some("k 1")).unwrap();
        assert_eq!(id(&with, 1), id(&with, 2));
        assert_ne!(with.fingerprint(b"a"), with.fingerprint(b"b"));
    }

    #[test]
    fn without_a_key_every_request_is_a_command_of_its_own() {
        for method in [Method::PUT, Method::POST] {
            let without = identity(method, None).unwrap();
            assert_ne!(id(&without, 1), id(&without, 2));
        }
    }

    #[test]
    fn identifiers_count_as_they_read_and_not_as_they_are_spelt() {
        let fingerprint =
            |path: &str| RequestIdentity::read(Method::PUT, &path.parse().unwrap(), None).unwrap().fingerprint(b"a");
        let usual = fingerprint("/v1/spaces/s/persons/67e55044-10b1-426f-9247-bb680e5fe0c8");
        for spelt in ["67E55044-10B1-426F-9247-BB680E5FE0C8", "67e5504410b1426f9247bb680e5fe0c8"] {
            assert_eq!(fingerprint(&format!("/v1/spaces/s/persons/{spelt}")), usual);
        }
        assert_eq!(fingerprint("/v1/spaces/s/signups/%69%31"), fingerprint("/v1/spaces/s/signups/i1"));
        assert_ne!(fingerprint("/v1/spaces/s/signups/i2"), fingerprint("/v1/spaces/s/signups/i1"));
    }

    #[test]
    fn a_key_is_printable_and_short() {
        assert!(identity(Method::POST, Some("")).is_err());
        assert!(identity(Method::POST, Some("a\tb")).is_err());
        assert!(identity(Method::POST, Some("é")).is_err());
        assert!(identity(Method::POST, Some(&"x".repeat(201))).is_err());
        assert!(identity(Method::POST, Some(&"x".repeat(200))).is_ok());
    }
}
