//! What a `DELETE` says: in its query, since many clients and proxies drop its body; a JSON body is read all the same.

use axum::body::Bytes;
use axum::extract::{FromRequest, Query, Request};
use axum::http::header;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::http::body::{JsonBody, read, received};
use crate::http::problem::Problem;
use crate::routes::bodies::Stated;

/// What a `DELETE` says, and the bytes by which a retry is told from another request.
#[derive(Debug)]
pub struct Deletion<T> {
    /// What it says.
    pub value: Stated<T>,
    /// Its body, or its query as a body would write it.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned + Serialize, S: Send + Sync> FromRequest<S> for Deletion<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let query =
            Query::<Vec<(String, String)>>::try_from_uri(request.uri()).map_err(|_| Problem::new("bad-query"))?.0;
        if request.headers().contains_key(header::CONTENT_TYPE) {
            if !query.is_empty() {
                let (name, _) = query.into_iter().next().unwrap_or_default();
                return Err(Problem::new("bad-query").at_parameter(name, "place-wrong-parameter"));
            }
            let JsonBody { value, bytes } = JsonBody::from_request(request, state).await?;
            return Ok(Self { value, bytes });
        }
        if !received(request, state).await?.is_empty() {
            return Err(Problem::new("not-json"));
        }
        let bytes = Bytes::from(as_body(query)?);
        Ok(Self { value: read(&bytes).map_err(Problem::of_parameters)?, bytes })
    }
}

/// The parameters of a query as a body would write them.
fn as_body(query: Vec<(String, String)>) -> Result<String, Problem> {
    let (mut body, mut data) = (Map::new(), Map::new());
    for (name, value) in query {
        let into = if name == "occurred_on" { &mut body } else { &mut data };
        if into.insert(name.clone(), value.into()).is_some() {
            return Err(Problem::new("bad-query").at_parameter(name, "place-wrong-parameter"));
        }
    }
    body.insert("data".to_owned(), Value::Object(data));
    Ok(Value::Object(body).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use maillage_events::messages::Language;

    #[derive(Debug, serde::Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Why {
        motive: String,
    }

    async fn said(uri: &str, headers: &[(&str, &str)], body: &str) -> Result<String, (String, Option<String>)> {
        let mut request = axum::http::Request::delete(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::from(body.to_owned())).unwrap();
        let read = Deletion::<Why>::from_request(request, &()).await;
        read.map(|it| it.value.data.motive).map_err(|problem| {
            let body = problem.body(Language::French, None);
            (body.code, body.errors.into_iter().find_map(|place| place.parameter))
        })
    }

    #[tokio::test]
    async fn a_query_says_what_a_body_would() {
        let json = ("content-type", "application/json");
        let body = r#"{"data":{"motive":"erreur"}}"#;
        assert_eq!(said("/?motive=erreur", &[], "").await, Ok("erreur".to_owned()));
        assert_eq!(said("/", &[json], body).await, Ok("erreur".to_owned()));
        let at = |name: &str| Err(("bad-query".to_owned(), Some(name.to_owned())));
        assert_eq!(said("/", &[], "").await, at("motive"));
        assert_eq!(said("/?motive=a&moon=b", &[], "").await, at("moon"));
        assert_eq!(said("/?motive=a&motive=b", &[], "").await, at("motive"));
        assert_eq!(said("/?motive=a&occurred_on=hier", &[], "").await, at("occurred_on"));
        assert_eq!(said("/?motive=a", &[json], body).await, at("motive"), "said twice");
        assert_eq!(said("/?motive=a", &[], body).await, Err(("not-json".to_owned(), None)));
    }
}
