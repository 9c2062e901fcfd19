//! Which request this is: a retry must be told from a new request, whatever server it reaches.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, Uri};
use maillage_events::id::{CommandId, SpaceId};
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
        Ok(Self { method, path: uri.path().to_owned(), key })
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

    /// The command's id: derived from the key; without one, from the whole request where its method is idempotent (an
    /// identical retry gets its first answer, another body is judged by the rules); otherwise a fresh one.
    pub fn command_id(&self, space: &SpaceId, fingerprint: &[u8; 32], fresh: impl FnOnce() -> CommandId) -> CommandId {
        match &self.key {
            Some(key) => CommandId::derived(&format!("key\n{space}\n{key}")),
            None if self.is_named_by_its_content() => self.id_from_content(space, fingerprint, 0),
            None => fresh(),
        }
    }

    /// Whether its address ends with this name.
    pub fn speaks_of(&self, name: &str) -> bool {
        self.path.rsplit('/').next() == Some(name)
    }

    /// Whether the id comes from the request's own content: it has no key, and its method is `PUT`.
    pub fn is_named_by_its_content(&self) -> bool {
        self.key.is_none() && self.method == Method::PUT
    }

    /// The id of a request that is named by its content; `times` says how often what it led to was taken back.
    pub fn id_from_content(&self, space: &SpaceId, fingerprint: &[u8; 32], times: u32) -> CommandId {
        let hash: String = fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
        CommandId::derived(&format!("put\n{space}\n{hash}\n{times}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(method: Method, key: Option<&str>) -> Result<RequestIdentity, Problem> {
        RequestIdentity::read(method, &"/v1/spaces/s".parse().unwrap(), key.map(str::as_bytes))
    }

    fn id(identity: &RequestIdentity, body: &[u8], fresh: u128) -> CommandId {
        identity.command_id(&SpaceId::new("s").unwrap(), &identity.fingerprint(body), || {
            CommandId(uuid::Uuid::from_u128(fresh))
        })
    }

    #[test]
    fn a_key_names_the_command_whatever_the_body() {
        let with = identity(Method::POST, Some("k 1")).unwrap();
        assert_eq!(id(&with, b"a", 1), id(&with, b"b", 2));
        assert_ne!(with.fingerprint(b"a"), with.fingerprint(b"b"));
    }

    #[test]
    fn without_a_key_an_identical_put_is_a_retry_and_a_post_never_is() {
        let put = identity(Method::PUT, None).unwrap();
        assert_eq!(id(&put, b"a", 1), id(&put, b"a", 2));
        assert_ne!(id(&put, b"a", 1), id(&put, b"b", 1));
        let post = identity(Method::POST, None).unwrap();
        assert_ne!(id(&post, b"a", 1), id(&post, b"a", 2));
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
