//! One space's overview: fiches, counters that move, the network as a picture with its table, recent facts.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use maillage_events::id::SpaceId;
use maillage_events::messages::{Language, say};
use maillage_projections::attendance::Attendance;
use maillage_projections::fiches::Fiches;
use maillage_projections::network::Network;
use maillage_projections::projection::Projection;
use maillage_projections::report::{Report, Scope};
use maillage_projector::{ProjectorError, Question};
use maud::{Markup, html};

use crate::AppState;
use crate::console::frame::{Page, fragment, language, problem};
use crate::console::named_space::named_space;
use crate::console::{fiches, picture, recent, tables, tiles};

/// The report of a projection over all dates, as everything known gives it.
async fn ask<P: Projection>(state: &AppState, space: &SpaceId, language: Language) -> Result<Report, ProjectorError> {
    let question = Question {
        space: space.clone(),
        report: P::NAME.to_owned(),
        scope: Scope::default(),
        known_at: None,
        language,
    };
    state.projector.report(question).await
}

/// The counters as they stand; `None` while the space is folded for the first time.
fn counters_now(state: &AppState, space: &SpaceId, language: Language) -> Option<Markup> {
    let overview = state.projector.with_live_state(space, |attendance: &Attendance, _| attendance.overview())?;
    Some(tiles::counters(language, &overview))
}

/// `GET /espaces/{space}`.
pub async fn page(State(state): State<AppState>, Path(space): Path<String>, uri: Uri) -> Response {
    let language = language(&uri);
    let Ok(space) = SpaceId::new(space) else {
        return problem(language, StatusCode::NOT_FOUND, "console-no-such-space");
    };
    let it = match named_space(&state, &space).await {
        Ok(Some(it)) => it,
        Ok(None) => return problem(language, StatusCode::NOT_FOUND, "console-no-such-space"),
        Err(_) => return problem(language, StatusCode::SERVICE_UNAVAILABLE, "console-unavailable"),
    };
    let (attendance, ties) =
        (ask::<Attendance>(&state, &space, language).await, ask::<Network>(&state, &space, language).await);
    let tiles = counters_now(&state, &space, language);
    let fiches = state.projector.with_live_state(&space, move |fiches: &Fiches, _| fiches.overview(language));
    let recent = recent::facts(&state, &space, language).await;
    let content = html! {
        h1 { (it.name) }
        @if let Ok(report) = &attendance { (tables::clocks(language, report)) }
        section.card aria-labelledby="t-compteurs" {
            h2 #t-compteurs { (say(language, "console-counters")) }
            p.soft role="status" {
                span #etat-direct
                    data-live={ "/v1/spaces/" (space) "/live" }
                    data-on=(say(language, "console-live-on"))
                    data-off=(say(language, "console-live-off"))
                    { (say(language, "console-live-still")) }
            }
            div data-fragment={ "/espaces/" (space) "/compteurs?lang=" (language.tag()) } {
                @if let Some(tiles) = tiles { (tiles) }
            }
            @if let Ok(report) = &attendance { (tables::definitions(language, &report.definitions)) }
        }
        @if let Some(contracts) = &fiches { (fiches::contracts(language, &space, contracts)) }
        @if let Ok(report) = &ties { (network_of(language, report)) }
        section.card aria-labelledby="t-faits" {
            h2 #t-faits { (say(language, "console-recent")) }
            div data-fragment={ "/espaces/" (space) "/faits-recents?lang=" (language.tag()) } { (recent) }
            p { a href={ "/v1/spaces/" (space) "/facts" } { (say(language, "console-all-facts")) } }
        }
    };
    Page {
        language,
        title: &it.name,
        space: Some((space.as_str(), &it.name)),
        demonstration: it.demonstration,
        live: true,
    }
    .show(&content)
}

/// `GET /espaces/{space}/compteurs`.
pub async fn counters(State(state): State<AppState>, Path(space): Path<String>, uri: Uri) -> Response {
    let language = language(&uri);
    let Ok(space) = SpaceId::new(space) else {
        return problem(language, StatusCode::NOT_FOUND, "console-no-such-space");
    };
    match counters_now(&state, &space, language) {
        Some(tiles) => fragment(&tiles),
        None => problem(language, StatusCode::SERVICE_UNAVAILABLE, "console-unavailable"),
    }
}

/// `GET /espaces/{space}/faits-recents`.
pub async fn recent(State(state): State<AppState>, Path(space): Path<String>, uri: Uri) -> Response {
    let language = language(&uri);
    match SpaceId::new(space) {
        Ok(space) => fragment(&recent::facts(&state, &space, language).await),
        Err(_) => problem(language, StatusCode::NOT_FOUND, "console-no-such-space"),
    }
}

fn network_of(language: Language, report: &Report) -> Markup {
    html! {
        section.card {
            h2 { (report.title) }
            @if let Some(picture) = &report.picture { (picture::shown(language, picture)) }
            @for table in report.tables.iter().take(2) {
                details { summary { (table.caption) } (tables::table(language, table)) }
            }
            (tables::definitions(language, &report.definitions))
        }
    }
}
