//! Who may talk to a server on loopback: nobody's page but our own.
//!
//! A page of another site could make a browser on this machine send requests here. Its `Origin` gives it away on unsafe
//! methods; a name of its own that it points at 127.0.0.1 (DNS rebinding) is given away by `Host`.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::problem::Problem;

/// Refuses requests to a foreign name, and unsafe ones from a foreign page.
pub async fn guard(request: Request, next: Next) -> Response {
    let authority = request.uri().authority().map(|authority| authority.as_str().to_owned());
    match admit(request.method(), authority.as_deref(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn admit(method: &Method, authority: Option<&str>, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    let host = text(header::HOST).or(authority).unwrap_or_default();
    if !is_loopback_name(host) {
        return Err(Problem::new("foreign-host"));
    }
    if method.is_safe() {
        return Ok(());
    }
    let same = match (text(header::ORIGIN), text(header::HeaderName::from_static("sec-fetch-site"))) {
        (Some(origin), _) => origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(host)),
        (None, Some(site)) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
    };
    if same { Ok(()) } else { Err(Problem::new("foreign-origin")) }
}

/// `localhost`, `127.0.0.1`, `[::1]`, with or without a port.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(method: Method, pairs: &[(&'static str, &'static str)]) -> Option<&'static str> {
        let headers =
            pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap())).collect();
        admit(&method, None, &headers).err().map(|problem| problem.code())
    }

    #[test]
    fn a_foreign_name_is_refused_even_for_reading() {
        assert_eq!(refusal(Method::GET, &[("host", "evil.example:8080")]), Some("foreign-host"));
        assert_eq!(refusal(Method::GET, &[("host", "192.168.0.4")]), Some("foreign-host"));
        assert_eq!(refusal(Method::GET, &[]), Some("foreign-host"));
        for host in ["127.0.0.1:8080", "localhost", "[::1]:8080", "LOCALHOST:1"] {
            assert_eq!(refusal(Method::GET, &[("host", host)]), None, "{host}");
        }
    }

    #[test]
    fn a_foreign_page_cannot_write() {
        let host = ("host", "127.0.0.1:8080");
        assert_eq!(refusal(Method::POST, &[host, ("origin", "http://evil.example")]), Some("foreign-origin"));
        assert_eq!(refusal(Method::POST, &[host, ("origin", "null")]), Some("foreign-origin"));
        assert_eq!(refusal(Method::POST, &[host, ("origin", "http://127.0.0.1:9090")]), Some("foreign-origin"));
        assert_eq!(refusal(Method::PUT, &[host, ("sec-fetch-site", "cross-site")]), Some("foreign-origin"));
        assert_eq!(refusal(Method::POST, &[host, ("origin", "http://127.0.0.1:8080")]), None);
        assert_eq!(refusal(Method::POST, &[host]), None);
        assert_eq!(refusal(Method::GET, &[host, ("origin", "http://evil.example")]), None);
    }
}
