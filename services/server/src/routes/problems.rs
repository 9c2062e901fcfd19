//! The addresses that problems bear as their type: each explains itself.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maillage_events::messages::{self, Language};
use maud::{DOCTYPE, html};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::parts::Lang;
use crate::http::problem::{CODES, Problem, RouteResult};
use crate::state::AppState;

/// Routes of problems.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(explain))
}

/// What a code means: its title, its explanation and its status; `None` for an unknown code.
fn explained(code: &str, language: Language) -> Option<(String, String, u16)> {
    if let Some((known, status)) = CODES.iter().find(|(known, _)| *known == code) {
        return Some((
            messages::say(language, &format!("problem-{known}")),
            messages::say(language, &format!("problem-{known}-detail")),
            status.as_u16(),
        ));
    }
    let key = format!("refusal-{code}");
    let known = messages::keys(language).into_values().flatten().any(|known| known == key);
    known.then(|| (messages::say(language, "problem-refused"), messages::say(language, &key), 409))
}

/// Explains a kind of problem.
#[utoipa::path(
    get,
    operation_id = "explain_problem",
    path = "/problems/{code}",
    tag = "problems",
    params(("code" = String, Path, description = "The code of a problem.")),
    responses(
        (
            status = 200,
            description = "What the code means, for people.",
            body = String,
            content_type = "text/html",
        ),
    ),
)]
async fn explain(Path(code): Path<String>, Lang(language): Lang) -> RouteResult<Response> {
    let (title, detail, status) = explained(&code, language).ok_or_else(|| Problem::new("unknown-problem"))?;
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (title) } }
            body { main { h1 { (title) } p { (detail) } p { code { (code) } " · HTTP " (status) } } }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, language.tag()),
        (header::VARY, "accept-language"),
    ];
    Ok((headers, page.into_string()).into_response())
}
