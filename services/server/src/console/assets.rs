//! Style and script, compiled in and served with a strong ETag.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/direct.js");

/// `GET /console/style.css`.
pub async fn style(headers: HeaderMap) -> Response {
    serve(&headers, "text/css; charset=utf-8", STYLE)
}

/// `GET /console/direct.js`.
pub async fn script(headers: HeaderMap) -> Response {
    serve(&headers, "text/javascript; charset=utf-8", SCRIPT)
}

fn serve(sent: &HeaderMap, kind: &'static str, content: &'static str) -> Response {
    let tag: String = Sha256::digest(content.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let held = sent.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(tag.as_str());
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::ETAG, tag), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if held { (StatusCode::NOT_MODIFIED, headers).into_response() } else { (headers, content).into_response() }
}
