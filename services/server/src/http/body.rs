//! Reading a body: JSON of a known shape, bounded in length and depth, faults named by JSON Pointer.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use maillage_events::shape_fault::ShapeFault;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::http::problem::Problem;

/// Longest body, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// Longest time for a body to arrive: shorter than that of an answer, so that a slow caller is told what was slow.
pub const MOST_TIME: Duration = Duration::from_secs(15);
/// Deepest nesting of objects and arrays.
pub const MOST_DEPTH: usize = 24;

/// A JSON body: what it says, and its very bytes (a retry is told from a reuse by their hash).
#[derive(Debug)]
pub struct JsonBody<T> {
    /// What it says.
    pub value: T,
    /// As it was sent.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned + Serialize, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/json") {
            return Err(Problem::new("not-json"));
        }
        let bytes = received(request, state).await?;
        Ok(Self { value: read(&bytes)?, bytes })
    }
}

/// A body as it was sent, whole, in time and not encoded.
///
/// # Errors
/// A problem: encoded, too large, too slow, cut short.
pub async fn received<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let encoding =
        request.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?").to_owned());
    if let Some(encoding) = encoding.filter(|encoding| !encoding.trim().eq_ignore_ascii_case("identity")) {
        return Err(Problem::new("body-encoded").with("encoding", encoding));
    }
    let bytes = tokio::time::timeout(MOST_TIME, Bytes::from_request(request, state)).await;
    let bytes = bytes.map_err(|_| Problem::new("body-too-slow").with("most", MOST_TIME.as_secs()))?;
    bytes.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new("body-too-large").with("most", MOST_BYTES / 1024)
        } else {
            Problem::new("bad-json").with("line", 0).with("column", 0)
        }
    })
}

/// Reads JSON, or says where it is at fault.
pub fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, Problem> {
    if depth(bytes) > MOST_DEPTH {
        return Err(Problem::new("json-too-deep").with("most", MOST_DEPTH));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize::<_, T>(&mut json).map_err(|error| ShapeFault::of(&error));
    // What is no JSON has no shape that could be at fault.
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| no_json(bytes, &error))?;
    let misshapen_body = |fault| misshapen(Problem::new("bad-body"), fault, "");
    let value = read.map_err(misshapen_body)?;
    let sent: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let written = serde_json::to_value(&value).unwrap_or_default();
    ShapeFault::between(&sent, &written).map_or(Ok(value), |fault| Err(misshapen_body(fault)))
}

/// A fact's payload that is not of the shape of its kind.
pub fn unreadable(kind: &str, fault: Option<ShapeFault>, under: &str) -> Problem {
    let problem = Problem::new("bad-fact").with("kind", kind);
    match fault {
        Some(fault) => misshapen(problem, fault, under),
        None => problem.at_pointer("/kind", "place-unknown-kind", Vec::new()),
    }
}

fn misshapen(problem: Problem, fault: ShapeFault, under: &str) -> Problem {
    problem.at_pointer(format!("{under}{}", fault.pointer), fault.key, fault.values)
}

fn no_json(bytes: &[u8], error: &serde_json::Error) -> Problem {
    let line = if bytes.iter().all(u8::is_ascii_whitespace) { 0 } else { error.line() };
    Problem::new("bad-json").with("line", line).with("column", error.column())
}

/// The deepest nesting, strings aside; no parser runs before it is known.
fn depth(bytes: &[u8]) -> usize {
    let (mut now, mut most, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                now += 1;
                most = most.max(now);
            }
            b'}' | b']' if !quoted => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use maillage_events::messages::Language;

    #[derive(Debug, serde::Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        inner: Vec<Inner>,
    }
    #[derive(Debug, serde::Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        n: u8,
    }

    fn places(text: &str) -> (String, Vec<Option<String>>) {
        let body = read::<Shape>(text.as_bytes()).unwrap_err().body(Language::English, None);
        (body.code, body.errors.into_iter().map(|place| place.pointer).collect())
    }

    #[test]
    fn a_fault_is_named_by_its_pointer() {
        assert_eq!(places(r#"{"inner":[{"n":1},{"n":"x"}]}"#), ("bad-body".into(), vec![Some("/inner/1/n".into())]));
        assert_eq!(places(r#"{"inner":[{"n":1,"m":2}]}"#), ("bad-body".into(), vec![Some("/inner/0/m".into())]));
        assert_eq!(places(r#"{"inner":[{}]}"#), ("bad-body".into(), vec![Some("/inner/0/n".into())]));
        assert_eq!(
            places(r#"{"inner":[[1]]}"#),
            ("bad-body".into(), vec![Some("/inner/0".into())]),
            "no list is a struct"
        );
        assert_eq!(places(r#"[[{"n":1}]]"#), ("bad-body".into(), vec![Some("".into())]));
        assert_eq!(places(r#"{"inner":["#), ("bad-json".into(), vec![]));
        assert_eq!(places(r#"{"inner":[]} x"#), ("bad-json".into(), vec![]));
        assert_eq!(places(""), ("bad-json".into(), vec![]));
        assert_eq!(places(r#"{"inner":null}"#), ("bad-body".into(), vec![Some("/inner".into())]), "null is JSON");
        assert_eq!(places(r#"{"inner":[{"n":1e400}]}"#).0, "bad-body", "so is a number that is too large");
    }

    #[test]
    fn depth_counts_brackets_outside_strings_only() {
        assert_eq!(depth(br#"{"a":["[[[[\"["]}"#), 2);
        let deep = format!("{}{}", "[".repeat(MOST_DEPTH + 1), "]".repeat(MOST_DEPTH + 1));
        assert_eq!(read::<serde_json::Value>(deep.as_bytes()).unwrap_err().code(), "json-too-deep");
    }
}
