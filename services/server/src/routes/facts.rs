//! The facts of a space, page by page, or as the very bytes that are stored.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::accept::choose;
use crate::http::parts::{InPath, InQuery};
use crate::http::problem::{Problem, RouteResult};
use crate::routes::paths::SpacePath;
use crate::state::AppState;

/// Routes of facts.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// One fact a line.
const NDJSON: &str = "application/x-ndjson";
/// Most facts of a page.
const MOST: usize = 1000;

/// Where to read on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The position after which to begin; 0 for the beginning.
    #[serde(default)]
    pub after: u64,
    /// How many at most: 1 to 1000.
    #[serde(default = "usual")]
    #[param(default = 100, minimum = 1, maximum = 1000)]
    pub limit: usize,
}

const fn usual() -> usize {
    100
}

/// A page of facts, each as its canonical JSON.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes what is written from stored bytes")]
pub struct FactPage {
    /// In the order of their positions, without a gap.
    #[schema(value_type = Vec<Object>)]
    facts: Vec<u8>,
    /// The position to ask after for the next page; `null` at the end.
    next: Option<u64>,
}

/// Lists the facts of a space in the order of their positions.
///
/// With `Accept: application/x-ndjson`, one fact a line: the very bytes that are stored.
#[utoipa::path(
    get,
    operation_id = "list_facts",
    path = "/v1/spaces/{space}/facts",
    tag = "facts",
    params(SpacePath, Page),
    responses(
        (
            status = 200,
            description = "A page of facts.",
            content((FactPage = "application/json"), (String = "application/x-ndjson")),
            headers(("Link" = String, description = "The next page, as rel=\"next\"; absent at the end.")),
        ),
    ),
)]
async fn list(
    State(state): State<AppState>,
    InPath(path): InPath<SpacePath>,
    InQuery(page): InQuery<Page>,
    headers: HeaderMap,
) -> RouteResult<Response> {
    if !(1..=MOST).contains(&page.limit) {
        return Err(Problem::new("bad-query").at_parameter("limit", "place-bad-limit"));
    }
    let media = choose(&headers, &["application/json", NDJSON])?;
    state.known(&path.space).await?;
    let mut facts = state.log.read(&path.space, page.after, page.limit + 1).await?;
    let more = facts.len() > page.limit;
    facts.truncate(page.limit);
    let next = facts.last().map(|fact| fact.position).filter(|_| more);

    let lines = media == NDJSON;
    let mut body = Vec::with_capacity(facts.iter().map(|fact| fact.bytes.len() + 1).sum::<usize>() + 32);
    if lines {
        for fact in &facts {
            body.extend_from_slice(&fact.bytes);
            body.push(b'\n');
        }
    } else {
        body.extend_from_slice(b"{\"facts\":[");
        for (at, fact) in facts.iter().enumerate() {
            if at > 0 {
                body.push(b',');
            }
            body.extend_from_slice(&fact.bytes);
        }
        body.extend_from_slice(
            format!("],\"next\":{}}}", next.map_or_else(|| "null".to_owned(), |at| at.to_string())).as_bytes(),
        );
    }
    let mut response = ([(header::CONTENT_TYPE, media), (header::VARY, "accept")], Body::from(body)).into_response();
    if let Some(next) = next {
        let link = format!("</v1/spaces/{}/facts?after={next}&limit={}>; rel=\"next\"", path.space, page.limit);
        if let Ok(link) = link.parse() {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}
