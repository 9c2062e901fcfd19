//! One space's overview: fiches, counters that move, the network as a picture with its table, recent facts.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{Id, SpaceId, StreamId};
use maillage_events::messages::{self, Language, message, say};
use maillage_events::space::SpaceFact;
use maillage_log::log::ReadError;
use maillage_projections::dates::date_shown;
use maillage_projections::figures::{bounds_shown, count_shown, unknown_shown};
use maillage_projections::report::{Report, Scope};
use maillage_projector::{ProjectorError, Question};
use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use crate::AppState;
use crate::console::frame::{Page, fragment, problem};
use crate::console::tables;

/// How many recent facts the page shows.
const RECENT: u64 = 12;

/// What a space was opened as.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its name.
    pub name: String,
    /// Whether it holds demonstration data.
    pub demonstration: bool,
}

/// The language of a page: French, unless its address says `lang=en`. The page is for French coordinators, whatever
/// their browser was installed in.
pub fn language(uri: &Uri) -> Language {
    let english = uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "lang=en"));
    if english { Language::English } else { Language::French }
}

/// How a space was opened; `None` when it does not exist.
pub async fn opened(state: &AppState, space: &SpaceId) -> Result<Option<Opened>, ReadError> {
    let Ok(id) = Id::new(space.as_str()) else { return Ok(None) };
    for fact in state.log.read_stream(space, &StreamId::new(Family::Space, id)).await? {
        if let Ok(Fact::Space(SpaceFact::Opened(it))) = fact.view().whole().map(|whole| whole.fact) {
            return Ok(Some(Opened { name: it.name.0, demonstration: it.demonstration }));
        }
    }
    let exists = state.log.head(space).await?.position > 0;
    Ok(exists.then(|| Opened { name: space.to_string(), demonstration: false }))
}

async fn ask(state: &AppState, space: &SpaceId, report: &str, language: Language) -> Result<Report, ProjectorError> {
    let question =
        Question { space: space.clone(), report: report.to_owned(), scope: Scope::default(), known_at: None, language };
    state.projector.report(question).await
}

/// `GET /espaces/{space}`.
pub async fn page(State(state): State<AppState>, Path(space): Path<String>, uri: Uri) -> Response {
    let language = language(&uri);
    let Ok(space) = SpaceId::new(space) else {
        return problem(language, StatusCode::NOT_FOUND, "console-no-such-space");
    };
    let it = match opened(&state, &space).await {
        Ok(Some(it)) => it,
        Ok(None) => return problem(language, StatusCode::NOT_FOUND, "console-no-such-space"),
        Err(_) => return problem(language, StatusCode::SERVICE_UNAVAILABLE, "console-unavailable"),
    };
    let (fiches, attendance, ties) = (
        ask(&state, &space, "fiches", language).await,
        ask(&state, &space, "attendance", language).await,
        ask(&state, &space, "network", language).await,
    );
    let recent = recent_facts(&state, &space, language).await;
    let content = html! {
        h1 { (it.name) }
        @if let Ok(report) = &attendance { (tables::clocks(language, report)) }
        section.card aria-labelledby="t-compteurs" {
            h2 #t-compteurs { (say(language, "console-counters")) }
            p.soft role="status" { span #etat-direct data-live={ "/v1/spaces/" (space) "/live" } data-on=(say(language, "console-live-on")) data-off=(say(language, "console-live-off")) { (say(language, "console-live-still")) } }
            div data-fragment={ "/espaces/" (space) "/compteurs?lang=" (language.tag()) } { @if let Ok(report) = &attendance { (counters_of(language, report)) } }
            @if let Ok(report) = &attendance { (tables::definitions(language, &report.definitions)) }
        }
        @if let Ok(report) = &fiches { (fiches_of(language, &space, report)) }
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
    match ask(&state, &space, "attendance", language).await {
        Ok(report) => fragment(&counters_of(language, &report)),
        Err(_) => problem(language, StatusCode::SERVICE_UNAVAILABLE, "console-unavailable"),
    }
}

/// `GET /espaces/{space}/faits-recents`.
pub async fn recent(State(state): State<AppState>, Path(space): Path<String>, uri: Uri) -> Response {
    let language = language(&uri);
    match SpaceId::new(space) {
        Ok(space) => fragment(&recent_facts(&state, &space, language).await),
        Err(_) => problem(language, StatusCode::NOT_FOUND, "console-no-such-space"),
    }
}

/// A figure of a report as people read it: unknown is *n.r.*, never 0.
fn figure(language: Language, value: &Value) -> String {
    match value {
        Value::Number(number) => {
            number.as_u64().map_or_else(|| number.to_string(), |count| count_shown(language, count))
        }
        Value::String(text) => text.clone(),
        _ => unknown_shown(language),
    }
}

fn counters_of(language: Language, report: &Report) -> Markup {
    let poles = report.figures["by_pole"].as_array().cloned().unwrap_or_default();
    let names: Vec<String> = report
        .tables
        .iter()
        .find(|table| table.name == "by_pole")
        .map(|table| {
            table.rows.iter().map(|row| row.first().map(|cell| cell.shown(language)).unwrap_or_default()).collect()
        })
        .unwrap_or_default();
    html! {
        ul.tiles {
            (tile(language, "total", &say(language, "console-total"), &report.figures["total"]))
            @for (row, name) in poles.iter().zip(&names) {
                (tile(language, row["pole"].as_str().unwrap_or("sans-pole"), name, row))
            }
        }
    }
}

fn tile(language: Language, key: &str, name: &str, row: &Value) -> Markup {
    // An estimate stays one up to the page: « environ ».
    let about = |key: &str, shown: String| match row[format!("{key}_estimated")].as_bool() {
        Some(true) => message(language, "figure-about", &[("value", shown)]),
        _ => shown,
    };
    let persons = match row["persons_at_least"].as_u64() {
        Some(least) => about("persons", bounds_shown(language, least, row["persons_at_most"].as_u64())),
        None => unknown_shown(language),
    };
    let passages = match row["passages"].is_null() {
        true => unknown_shown(language),
        false => about("passages", figure(language, &row["passages"])),
    };
    let lines = [
        ("console-distinct", "distinct", persons),
        ("console-sessions-held", "held", figure(language, &row["sessions_held"])),
        ("console-confirmed", "confirmed", figure(language, &row["signups_confirmed"])),
        ("console-waiting", "waiting", figure(language, &row["signups_waiting"])),
    ];
    html! {
        li.tile {
            h3 { (name) }
            div.big data-key={ (key) "-passages" } { (passages) }
            div.soft { (say(language, "console-passages")) }
            dl {
                @for (label, part, shown) in lines {
                    dt { (say(language, label)) }
                    dd data-key={ (key) "-" (part) } { (shown) }
                }
            }
        }
    }
}

fn fiches_of(language: Language, space: &SpaceId, report: &Report) -> Markup {
    let contracts = report.figures["contracts"].as_array().cloned().unwrap_or_default();
    let fiches = report.figures["fiches"].as_array().cloned().unwrap_or_default();
    html! {
        @for contract in contracts.iter().filter(|contract| contract["fiches"]["count"].as_u64().unwrap_or(0) > 0) {
            section.card {
                h2 { (contract["title"].as_str().unwrap_or_default()) }
                p.soft { (say(language, "console-fiches")) " : " (figure(language, &contract["fiches"]["count"]))
                    @for missing in contract["fiches"]["missing"].as_array().into_iter().flatten() { " · " (say(language, "console-missing-number")) " " (missing) }
                }
                ul.fiches {
                    @for fiche in fiches.iter().filter(|fiche| fiche["contract"] == contract["contract"]) { (fiche_of(language, fiche)) }
                }
                p { a href={ "/espaces/" (space) "/rapports/fiches" } { (say(language, "console-fiches-detail")) } }
            }
        }
    }
}

fn fiche_of(language: Language, fiche: &Value) -> Markup {
    let year = fiche["years"].as_array().and_then(|years| years.last()).cloned().unwrap_or(Value::Null);
    let status = year["status"].as_str().unwrap_or("unknown");
    let label = match status {
        "unknown" => unknown_shown(language),
        known => say(language, &format!("label-fiche-status-{}", known)),
    };
    html! {
        li {
            span.n { (figure(language, &fiche["number"])) }
            div {
                div { (fiche["title"].as_str().unwrap_or_default()) }
                span class={ "state " (status) } { (label) }
                span.soft { @if let Some(year) = year["year"].as_i64() { " " (year) } " · " (say(language, "console-credited")) " : " (figure(language, &year["sessions"]["count"])) }
                @if let Some(motive) = year["motive"].as_str() { div.soft { (motive) } }
                @if let Some(successor) = year["successor"].as_str() { div.soft { "→ " (successor) } }
            }
        }
    }
}

fn network_of(language: Language, report: &Report) -> Markup {
    html! {
        section.card {
            h2 { (report.title) }
            @if let Some(picture) = &report.picture { figure { (PreEscaped(picture)) } }
            @for table in report.tables.iter().take(2) {
                details { summary { (table.caption) } (tables::table(language, table)) }
            }
            (tables::definitions(language, &report.definitions))
        }
    }
}

async fn recent_facts(state: &AppState, space: &SpaceId, language: Language) -> Markup {
    let Ok(head) = state.log.head(space).await else { return html! {} };
    let Ok(facts) = state.log.read(space, head.position.saturating_sub(RECENT), RECENT as usize).await else {
        return html! {};
    };
    html! {
        ol.facts {
            @for fact in facts.iter().rev() {
                li {
                    span.at data-key=(fact.position) { "n° " (fact.position) }
                    span.at { (date_shown(language, fact.view().occurred())) }
                    span.what { (messages::kind(language, &fact.kind)) " " span.soft { (fact.stream) } }
                }
            }
        }
    }
}
