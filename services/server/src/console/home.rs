//! The spaces of this store.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use maillage_events::messages::{message, say};
use maud::html;

use crate::AppState;
use crate::console::frame::{Page, language, problem};
use crate::console::named_space::{NamedSpace, named_space};

/// `GET /`.
pub async fn page(State(state): State<AppState>, uri: Uri) -> Response {
    let language = language(&uri);
    let Ok(spaces) = state.log.spaces().await else {
        return problem(language, StatusCode::SERVICE_UNAVAILABLE, "console-unavailable");
    };
    let mut rows: Vec<(String, NamedSpace, u64)> = Vec::new();
    for space in spaces {
        let position = state.projector.position(&space);
        if let Ok(Some(it)) = named_space(&state, &space).await {
            rows.push((space.to_string(), it, position));
        }
    }
    let content = html! {
        h1 { (say(language, "console-spaces")) }
        @if rows.is_empty() {
            section.card {
                p { (say(language, "console-no-space")) }
                pre { "maillage import dossier/ --space ma-ville" }
            }
        }
        ul.tiles {
            @for (id, it, position) in &rows {
                li.tile {
                    h3 { a href={ "/espaces/" (id) } { (it.name) } }
                    p.soft { (message(language, "console-facts-count", &[("count", position.to_string())])) }
                    @if it.demonstration { p.soft { (say(language, "console-demonstration-short")) } }
                }
            }
        }
    };
    let title = say(language, "console-spaces");
    Page {
        language,
        title: &title,
        space: None,
        demonstration: rows.iter().any(|(_, it, _)| it.demonstration),
        live: false,
    }
    .show(&content)
}
