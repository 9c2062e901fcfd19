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

/// What a code means.
struct Explained {
    title: String,
    /// The explanation, with an example of every value that it shows.
    detail: String,
    /// Whether it shows any.
    is_example: bool,
    status: u16,
}

/// What a code means; `None` for an unknown code.
fn explained(code: &str, language: Language) -> Option<Explained> {
    let known = CODES.iter().find(|(known, _)| *known == code);
    let (title, key, status) = match known {
        Some((code, status)) => (format!("problem-{code}"), format!("problem-{code}-detail"), status.as_u16()),
        None => ("problem-refused".to_owned(), format!("refusal-{code}"), 409),
    };
    messages::is_known(&key).then(|| Explained {
        title: messages::say(language, &title),
        detail: messages::example(language, &key),
        is_example: !messages::variables(language, &key).is_empty(),
        status,
    })
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
    let Explained { title, detail, is_example, status } =
        explained(&code, language).ok_or_else(|| Problem::new("unknown-problem"))?;
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (title) } }
            body {
                main {
                    h1 { (title) }
                    @if is_example { p { (messages::say(language, "problem-example")) } }
                    p { (detail) }
                    p { (messages::say(language, "problem-code")) " " code { (code) } " · HTTP " (status) }
                }
            }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, language.tag()),
        (header::VARY, "accept-language"),
    ];
    Ok((headers, page.into_string()).into_response())
}
