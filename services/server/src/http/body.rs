//! Reading a body: JSON of a known shape, bounded in length and depth, faults named by JSON Pointer.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use maillage_events::unreadable::Unreadable;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use crate::http::problem::Problem;

/// Longest body, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
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

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/json") {
            return Err(Problem::new("not-json"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let code = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { "body-too-large" } else { "bad-json" };
            Problem::new(code).with("most", MOST_BYTES / 1024).with("line", 0).with("column", 0)
        })?;
        Ok(Self { value: read(&bytes)?, bytes })
    }
}

/// Reads JSON, or says where it is at fault.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if depth(bytes) > MOST_DEPTH {
        return Err(Problem::new("json-too-deep").with("most", MOST_DEPTH));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let pointer = pointer(error.path());
        fault(error.inner(), &pointer)
    })?;
    json.end().map_err(|error| fault(&error, ""))?;
    Ok(value)
}

/// A fact's payload that is not of the shape of its kind.
pub fn unreadable(kind: &str, why: &Unreadable, under: &str) -> Problem {
    match why {
        Unreadable::Shape { source, .. } => {
            let (key, values, member) = what(source);
            let pointer = member.map_or_else(|| under.to_owned(), |member| format!("{under}/{member}"));
            Problem::new("bad-fact").with("kind", kind).at_pointer(pointer, key, values)
        }
        Unreadable::UnknownKind(_) | Unreadable::TooNew { .. } | Unreadable::Envelope(_) => {
            Problem::new("bad-fact").with("kind", kind).at_pointer("/kind", "place-unknown-kind", Vec::new())
        }
    }
}

fn fault(error: &serde_json::Error, pointer: &str) -> Problem {
    let (line, column) = (error.line(), error.column());
    if error.classify() != serde_json::error::Category::Data {
        return Problem::new("bad-json").with("line", line).with("column", column);
    }
    let (key, values, member) = what(error);
    // A path already ends with the unknown member, not with the one that is missing.
    let pointer = match member {
        Some(member) if key == "place-missing-member" => format!("{pointer}/{member}"),
        _ => pointer.to_owned(),
    };
    Problem::new("bad-body").with("line", line).with("column", column).at_pointer(pointer, key, values)
}

/// serde's words, reduced to what we say in both languages.
fn what(error: &serde_json::Error) -> (&'static str, Vec<(&'static str, String)>, Option<String>) {
    let words = error.to_string();
    let named = |prefix: &str| words.strip_prefix(prefix).and_then(|rest| rest.split('`').next()).map(str::to_owned);
    if let Some(member) = named("unknown field `") {
        return ("place-unknown-member", vec![("member", member.clone())], Some(member));
    }
    if let Some(member) = named("missing field `") {
        return ("place-missing-member", vec![("member", member.clone())], Some(member));
    }
    ("place-wrong-value", Vec::new(), None)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
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

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        #[expect(dead_code, reason = "only its reading is tested")]
        inner: Vec<Inner>,
    }
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only its reading is tested")]
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
        assert_eq!(places(r#"{"inner":["#), ("bad-json".into(), vec![]));
        assert_eq!(places(r#"{"inner":[]} x"#), ("bad-json".into(), vec![]));
    }

    #[test]
    fn depth_counts_brackets_outside_strings_only() {
        assert_eq!(depth(br#"{"a":["[[[[\"["]}"#), 2);
        let deep = format!("{}{}", "[".repeat(MOST_DEPTH + 1), "]".repeat(MOST_DEPTH + 1));
        assert_eq!(read::<serde_json::Value>(deep.as_bytes()).unwrap_err().code(), "json-too-deep");
    }
}
