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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    None,
    /// `If-Match: "3"`.
    Version(u64),
    /// `If-Match: "3", "4"`: it is at one of these versions. Weak tags and tags that we never gave are none of ours.
    OneOf(Vec<u64>),
    /// `If-Match: *`: it exists.
    Exists,
    /// `If-None-Match: *`: it does not exist yet.
    IsNew,
}

/// One tag of a condition (RFC 9110, 8.8.3).
enum Tag {
    /// The version of an object.
    Version(u64),
    /// A weak tag, which never matches where a strong one is asked for, or one that no object ever had.
    NeverOurs,
}

impl Tag {
    /// A tag as it is written; `None` for what is no tag.
    fn read(text: &str) -> Option<Self> {
        let opaque = |text: &str| text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned);
        if let Some(weak) = text.strip_prefix("W/") {
            return opaque(weak).map(|_| Self::NeverOurs);
        }
        let inside = opaque(text).filter(|inside| !inside.contains('"'))?;
        Some(inside.parse().map_or(Self::NeverOurs, Self::Version))
    }

    fn version(&self) -> Option<u64> {
        match self {
            Self::Version(version) => Some(*version),
            Self::NeverOurs => None,
        }
    }
}

impl Condition {
    /// The condition on an object at this version: where several versions would do, the one that it is at.
    ///
    /// # Errors
    /// 412 where it is at none of them, or does not exist.
    pub fn at(&self, actual: u64) -> Result<Self, Problem> {
        match self {
            Self::OneOf(versions) if versions.contains(&actual) => Ok(Self::Version(actual)),
            Self::OneOf(versions) => {
                let expected: Vec<String> = versions.iter().map(u64::to_string).collect();
                let expected = if expected.is_empty() { "?".to_owned() } else { expected.join(", ") };
                Err(Problem::new("stale-version").with("expected", expected).with("actual", actual))
            }
            Self::Exists if actual == 0 => Err(Problem::new("stale-version").with("expected", "*").with("actual", 0)),
            other => Ok(other.clone()),
        }
    }
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
            let tags: Option<Vec<Tag>> = text.split(',').map(|tag| Tag::read(tag.trim())).collect();
            let tags = tags.ok_or_else(|| bad("If-Match"))?;
            return Ok(match tags.as_slice() {
                [Tag::Version(version)] => Self::Version(*version),
                several => Self::OneOf(several.iter().filter_map(Tag::version).collect()),
            });
        }
        // Only whether there is anything yet can be asked of what is written.
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn condition(if_match: &str) -> Result<Condition, &'static str> {
        let request = axum::http::Request::put("/").header("if-match", if_match).body(()).unwrap();
        let mut parts = request.into_parts().0;
        Condition::from_request_parts(&mut parts, &()).await.map_err(|problem| problem.code())
    }

    #[tokio::test]
    async fn weak_tags_and_lists_are_conditions_and_what_is_no_tag_is_not() {
        assert_eq!(condition("\"3\"").await, Ok(Condition::Version(3)));
        assert_eq!(condition("*").await, Ok(Condition::Exists));
        assert_eq!(condition("\"3\", W/\"4\", \"5\"").await, Ok(Condition::OneOf(vec![3, 5])));
        for never in ["W/\"3\"", "\"abc\"", "W/\"a\", \"b\""] {
            let condition = condition(never).await.unwrap();
            assert_eq!(condition.at(3).unwrap_err().code(), "stale-version", "{never}");
        }
        for bad in ["3", "\"3", "W/3", "", "\"1\" \"2\"", "\"1\","] {
            assert_eq!(condition(bad).await, Err("bad-if-match"), "{bad}");
        }
        let either = Condition::OneOf(vec![3, 5]);
        assert_eq!((either.at(5).unwrap(), either.at(4).unwrap_err().code()), (Condition::Version(5), "stale-version"));
    }
}
