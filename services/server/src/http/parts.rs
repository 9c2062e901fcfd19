//! Reading what surrounds a body: the language, the path, the query, the conditions.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use maillage_events::messages::Language;
use serde::de::DeserializeOwned;

use crate::http::problem::Problem;

/// The language of the answer, by `Accept-Language`.
#[derive(Debug, Clone, Copy)]
pub struct Lang(pub Language);

impl Lang {
    /// French unless the headers weigh English more.
    pub fn of(headers: &HeaderMap) -> Self {
        let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self(Language::from_accept(header))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// The parameters of the path.
#[derive(Debug)]
pub struct InPath<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for InPath<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        use axum::extract::path::ErrorKind;
        use axum::extract::rejection::PathRejection;
        let named = |name: String| Problem::new("bad-path").at_parameter(name, "place-bad-identifier");
        match Path::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(PathRejection::FailedToDeserializePathParams(why)) => Err(match why.into_kind() {
                ErrorKind::ParseErrorAtKey { key, .. }
                | ErrorKind::DeserializeError { key, .. }
                | ErrorKind::InvalidUtf8InPathParam { key } => named(key),
                _ => Problem::new("bad-path"),
            }),
            Err(_) => Err(Problem::new("bad-path")),
        }
    }
}

/// The parameters of the query; unknown ones are refused where their type says so.
#[derive(Debug)]
pub struct InQuery<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for InQuery<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(match parameter_at_fault(&rejection.body_text()) {
                Some(name) => Problem::new("bad-query").at_parameter(name, "place-wrong-parameter"),
                None => Problem::new("bad-query"),
            }),
        }
    }
}

/// The parameter that the reader of queries complains of: before a colon, or between backquotes.
fn parameter_at_fault(words: &str) -> Option<&str> {
    let said = words.rsplit_once("query string: ").map_or(words, |(_, said)| said);
    if let Some((_, rest)) = said.split_once("unknown field `") {
        return rest.split('`').next();
    }
    said.split_once(": ").map(|(name, _)| name).filter(|name| !name.contains(' '))
}

/// What the caller says the version must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    None,
    /// `If-Match: "3"`.
    Version(u64),
    /// `If-Match: *`: it exists.
    Exists,
    /// `If-None-Match: *`: it does not exist yet.
    IsNew,
}

impl<S: Send + Sync> FromRequestParts<S> for Condition {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let bad = |name: &str| Problem::new("bad-if-match").at_parameter(name, "place-bad-version-tag");
        if let Some(value) = parts.headers.get(header::IF_MATCH) {
            let text = value.to_str().map_err(|_| bad("If-Match"))?.trim();
            if text == "*" {
                return Ok(Self::Exists);
            }
            let version =
                text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|digits| digits.parse().ok());
            return version.map(Self::Version).ok_or_else(|| bad("If-Match"));
        }
        match parts.headers.get(header::IF_NONE_MATCH).map(|value| value.as_bytes()) {
            Some(b"*") => Ok(Self::IsNew),
            Some(_) => Err(bad("If-None-Match")),
            None => Ok(Self::None),
        }
    }
}

/// Whether the caller already holds what this tag names (`If-None-Match` of a read).
pub fn already_held(headers: &HeaderMap, tag: &str) -> bool {
    let held = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let opaque = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    held.split(',').any(|item| item.trim() == "*" || opaque(item) == opaque(tag))
}
