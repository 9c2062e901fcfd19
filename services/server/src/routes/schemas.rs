//! What strangers need to read facts: the schema of every kind, and the document of the topic that carries them.

use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maillage_events::schema;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::problem::{Problem, RouteResult};
use crate::state::AppState;

/// Routes of schemas.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(of_kind)).routes(routes!(asyncapi))
}

/// The version that a file name says: `1.json` is 1, and nothing else is.
fn version_of(file: &str) -> Option<u16> {
    let digits = file.strip_suffix(".json")?;
    let version: u16 = digits.parse().ok()?;
    (version.to_string() == digits).then_some(version)
}

/// Gives the JSON Schema (draft 2020-12) of a kind of fact, whole: envelope and payload.
#[utoipa::path(
    get,
    operation_id = "schema_of_kind",
    path = "/schemas/{kind}/{file}",
    tag = "facts",
    params(
        ("kind" = String, Path, description = "A kind of fact.", example = "session.held"),
        (
            "file" = String,
            Path,
            description = "A version of its form, with the suffix `.json`.",
            example = "1.json",
        ),
    ),
    responses(
        (status = 200, description = "The schema.", body = Value, content_type = "application/schema+json"),
    ),
)]
async fn of_kind(Path((kind, file)): Path<(String, String)>) -> RouteResult<Response> {
    let schema = version_of(&file)
        .and_then(|version| schema::of_kind(&kind, version))
        .ok_or_else(|| Problem::new("no-such-page"))?;
    Ok(([(header::CONTENT_TYPE, "application/schema+json")], schema.to_string()).into_response())
}

/// Gives the AsyncAPI 3.0 document of the topic that carries facts.
#[utoipa::path(
    get,
    operation_id = "asyncapi",
    path = "/asyncapi.json",
    tag = "facts",
    responses(
        (status = 200, description = "The document.", body = Value),
    ),
)]
async fn asyncapi() -> Json<Value> {
    Json(schema::asyncapi::document(env!("CARGO_PKG_VERSION")))
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn one_version_has_one_address() {
        assert_eq!(version_of("1.json"), Some(1));
        for other in ["01.json", "+1.json", "1", "1.jsonx", ".json", "a.json", "70000.json"] {
            assert_eq!(version_of(other), None, "{other}");
        }
    }
}
