//! Who may talk to a server on loopback: nobody's page but our own.
//!
//! A page of another site could make a browser on this machine send requests here. Its `Origin` gives it away on unsafe
//! methods; a name of its own that it points at 127.0.0.1 (DNS rebinding) is given away by `Host`. Behind a proxy, our
//! own pages have the [public origin](PublicOrigin), whether the proxy keeps `Host` or puts its own there.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::problem::Problem;
use crate::http::public_origin::PublicOrigin;
use crate::state::AppState;

/// Refuses requests to a foreign name, and unsafe ones from a foreign page.
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match admit(request.method(), request.uri(), request.headers(), state.public_origin.as_ref()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn admit(method: &Method, uri: &Uri, headers: &HeaderMap, public: Option<&PublicOrigin>) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    let host = one_host(uri, headers)?;
    let is_public = public.is_some_and(|public| public.names(&host));
    if !is_public && !is_loopback_name(&host) {
        return Err(Problem::new("foreign-host"));
    }
    if method.is_safe() {
        return Ok(());
    }
    let same = match (text(header::ORIGIN), text(header::HeaderName::from_static("sec-fetch-site"))) {
        (Some(origin), _) => {
            let here = origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(&host));
            public.is_some_and(|public| public.is(origin)) || here && !is_public
        }
        (None, Some(site)) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
    };
    if same { Ok(()) } else { Err(Problem::new("foreign-origin")) }
}

/// The one name that a request gives the server: its `Host`, of which there is one, and which an address with a name of
/// its own repeats.
fn one_host(uri: &Uri, headers: &HeaderMap) -> Result<String, Problem> {
    let mut hosts = headers.get_all(header::HOST).iter().map(|value| value.to_str().unwrap_or("?"));
    let (host, another) = (hosts.next(), hosts.next());
    let addressed = uri.authority().map(|authority| authority.as_str());
    match (host, addressed) {
        _ if another.is_some() => Err(Problem::new("two-hosts")),
        (Some(host), Some(addressed)) if !host.eq_ignore_ascii_case(addressed) => Err(Problem::new("two-hosts")),
        (host, addressed) => Ok(host.or(addressed).unwrap_or_default().to_owned()),
    }
}

/// `localhost`, `127.0.0.1`, `[::1]`, with or without a port.
fn is_loopback_name(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').unwrap_or_default(),
        None => host.find(':').map_or((host, ""), |at| host.split_at(at)),
    };
    let is_port = |port: &str| port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok());
    (port.is_empty() || is_port(port))
        && (name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(
        method: Method,
        uri: &str,
        pairs: &[(&'static str, &'static str)],
        public: Option<&str>,
    ) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(header::HeaderName::from_static(name), value.parse().unwrap());
        }
        let public = public.map(|origin| origin.parse().unwrap());
        admit(&method, &uri.parse().unwrap(), &headers, public.as_ref()).err().map(|problem| problem.code())
    }

    fn refusal(method: Method, pairs: &[(&'static str, &'static str)]) -> Option<&'static str> {
        judged(method, "/", pairs, None)
    }

    #[test]
    fn behind_the_proxy_our_own_pages_write_and_no_others() {
        let public = Some("https://maillage.ville.fr");
        for host in ["127.0.0.1:8080", "maillage.ville.fr"] {
            let from = |origin| judged(Method::POST, "/", &[("host", host), ("origin", origin)], public);
            assert_eq!(from("https://maillage.ville.fr"), None, "{host}");
            for foreign in ["https://evil.example", "http://maillage.ville.fr", "null"] {
                assert_eq!(from(foreign), Some("foreign-origin"), "{host} {foreign}");
            }
        }
        let host = [("host", "maillage.ville.fr")];
        assert_eq!(judged(Method::GET, "/", &host, public), None);
        assert_eq!(judged(Method::GET, "/", &host, None), Some("foreign-host"), "the control: nobody said the origin");
        assert_eq!(judged(Method::GET, "/", &[("host", "evil.example")], public), Some("foreign-host"));
        let direct = [("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080")];
        assert_eq!(judged(Method::POST, "/", &direct, public), None, "from the machine itself");
    }

    #[test]
    fn a_request_names_one_server() {
        let host = ("host", "127.0.0.1:8080");
        assert_eq!(refusal(Method::GET, &[host, host]), Some("two-hosts"));
        assert_eq!(refusal(Method::GET, &[host, ("host", "evil.example")]), Some("two-hosts"));
        assert_eq!(judged(Method::GET, "http://evil.example/", &[host], None), Some("two-hosts"));
        assert_eq!(judged(Method::GET, "http://127.0.0.1:8080/", &[host], None), None);
    }

    #[test]
    fn what_only_begins_like_a_loopback_name_is_foreign() {
        for host in ["[::1].evil.example", "localhost:80@evil.example", "localhost.evil.example", "127.0.0.1:x", "[::1"]
        {
            assert_eq!(refusal(Method::GET, &[("host", host)]), Some("foreign-host"), "{host}");
        }
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
