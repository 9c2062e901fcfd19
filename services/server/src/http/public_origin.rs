//! The origin of our pages as browsers name it, where a proxy stands in front.

use std::fmt;
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::{Authority, Scheme};

/// `https://maillage.ville.fr`: a scheme, a name, perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOrigin {
    scheme: Scheme,
    authority: Authority,
}

/// What is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » is no origin: a scheme and a name, such as https://maillage.ville.fr, and nothing after them")]
pub struct NoOrigin(String);

impl FromStr for PublicOrigin {
    type Err = NoOrigin;
    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let no = || NoOrigin(text.to_owned());
        let parts = text.parse::<Uri>().map_err(|_| no())?.into_parts();
        let path = parts.path_and_query.map_or_else(String::new, |path| path.as_str().to_owned());
        match (parts.scheme, parts.authority) {
            (Some(scheme), Some(authority))
                if (scheme == Scheme::HTTP || scheme == Scheme::HTTPS)
                    && matches!(path.as_str(), "" | "/")
                    && !text.ends_with('/')
                    && !authority.as_str().contains('@') =>
            {
                Ok(Self { scheme, authority })
            }
            _ => Err(no()),
        }
    }
}

impl fmt::Display for PublicOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl PublicOrigin {
    /// Whether a page says that it comes from here.
    pub fn is(&self, origin: &str) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        scheme.eq_ignore_ascii_case(self.scheme.as_str()) && self.names(authority)
    }

    /// Whether a request is for this name. The port of the scheme may be said or left out.
    pub fn names(&self, host: &str) -> bool {
        let usual = if self.scheme == Scheme::HTTPS { ":443" } else { ":80" };
        let short = |text: &str| text.strip_suffix(usual).unwrap_or(text).to_ascii_lowercase();
        short(host) == short(self.authority.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_name_and_nothing_more() {
        for good in ["https://maillage.ville.fr", "http://intranet:8443", "https://[fd00::1]:444"] {
            assert_eq!(good.parse::<PublicOrigin>().unwrap().to_string(), good);
        }
        for bad in ["", "maillage.ville.fr", "https://", "https://a/", "https://a/b", "ftp://a", "https://u@a", "null"]
        {
            assert!(bad.parse::<PublicOrigin>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn its_port_may_be_said_or_left_out() {
        let origin: PublicOrigin = "https://maillage.ville.fr".parse().unwrap();
        assert!(origin.is("https://maillage.ville.fr") && origin.is("https://MAILLAGE.ville.fr:443"));
        assert!(!origin.is("http://maillage.ville.fr") && !origin.is("https://maillage.ville.fr:8443"));
        assert!(!origin.is("https://evil.maillage.ville.fr") && !origin.is("null"));
    }
}
