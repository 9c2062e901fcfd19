//! Any report, with both clocks to choose.

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use maillage_events::id::SpaceId;
use maillage_events::messages::{Language, say};
use maillage_events::when::Period;
use maillage_projections::catalogue::filters;
use maillage_projections::report::Scope;
use maillage_projections::report::filter::{Filter, Filters};
use maillage_projector::{ProjectorError, Question};
use maud::html;
use serde::Deserialize;

use crate::AppState;
use crate::console::frame::{Page, language, problem, problem_said};
use crate::console::named_space::named_space;
use crate::console::{picture, tables};

/// The clocks and what the report is narrowed to, as a form sends them: empty means no bound, and everything.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Clocks {
    from: String,
    to: String,
    known_at: String,
    contract: String,
    pole: String,
    fiche: String,
    funder: String,
    quality: String,
}

impl Clocks {
    fn of(&self, filter: Filter) -> &str {
        match filter {
            Filter::Contract => &self.contract,
            Filter::Pole => &self.pole,
            Filter::Fiche => &self.fiche,
            Filter::Funder => &self.funder,
            Filter::Quality => &self.quality,
        }
    }

    fn filters(&self) -> Filters {
        let said = |filter| Some(self.of(filter).to_owned()).filter(|value| !value.is_empty());
        Filters::of(Filter::ALL.map(|filter| (filter, said(filter))))
    }
}

/// `GET /espaces/{space}/rapports/{name}`.
pub async fn page(
    State(state): State<AppState>,
    Path((space, name)): Path<(String, String)>,
    Query(clocks): Query<Clocks>,
    uri: Uri,
) -> Response {
    let language = language(&uri);
    let Ok(space) = SpaceId::new(space) else {
        return problem(language, StatusCode::NOT_FOUND, "console-no-such-space");
    };
    let Ok(Some(it)) = named_space(&state, &space).await else {
        return problem(language, StatusCode::NOT_FOUND, "console-no-such-space");
    };
    let day = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
    let (Ok(from), Ok(to)) = (day(&clocks.from), day(&clocks.to)) else {
        return problem(language, StatusCode::BAD_REQUEST, "console-bad-date");
    };
    let Ok(zone) = state.executor.zone(&space).await else {
        return problem(language, StatusCode::SERVICE_UNAVAILABLE, "console-unavailable");
    };
    let known_at = match clocks.known_at.as_str() {
        "" => None,
        text => match maillage_log::clock::known_at(text, &zone) {
            Some(moment) if maillage_log::clock::is_ahead(moment, &*state.log.clock(), &zone) => {
                return problem(language, StatusCode::BAD_REQUEST, "place-moment-ahead");
            }
            Some(moment) => Some(moment),
            None => return problem(language, StatusCode::BAD_REQUEST, "console-bad-date"),
        },
    };
    let question = Question {
        space: space.clone(),
        report: name.clone(),
        scope: Scope { period: Period { from, to }, filters: clocks.filters() },
        known_at,
        language,
    };
    let report = match state.projector.report(question).await {
        Ok(report) => report,
        Err(ProjectorError::UnknownReport { .. }) => {
            return problem(language, StatusCode::NOT_FOUND, "console-no-such-report");
        }
        Err(ProjectorError::Filter(bad)) => {
            return problem_said(language, StatusCode::BAD_REQUEST, &bad.shown(language));
        }
        Err(error) => {
            tracing::error!(%error, "a report could not be answered");
            return problem(language, StatusCode::SERVICE_UNAVAILABLE, "console-unavailable");
        }
    };
    let query = api_query(&clocks, language);
    let content = html! {
        h1 { (report.title) }
        (tables::clocks(language, &report))
        section.card {
            form.clock method="get" {
                label { (say(language, "console-from")) input type="date" name="from" value=(clocks.from); }
                label { (say(language, "console-to")) input type="date" name="to" value=(clocks.to); }
                label { (say(language, "console-known-at")) input type="date" name="known_at" value=(clocks.known_at); }
                @for filter in filters(&name) {
                    label {
                        (say(language, &format!("label-filter-{}", filter.as_str())))
                        input type="text" name=(filter.as_str()) value=(clocks.of(*filter));
                    }
                }
                button type="submit" { (say(language, "console-show")) }
                a href={ "/v1/spaces/" (space) "/reports/" (name) "?" (query) } { "JSON" }
                a href={ "/v1/spaces/" (space) "/reports/" (name) "?format=csv&" (query) } { "CSV" }
                @if report.picture.is_some() {
                    a href={ "/v1/spaces/" (space) "/reports/" (name) "?format=svg&" (query) } { "SVG" }
                }
            }
        }
        @if let Some(picture) = &report.picture { section.card { (picture::shown(language, picture)) } }
        @for table in &report.tables { section.card { (tables::table(language, table)) } }
        section.card { (tables::definitions(language, &report.definitions)) }
    };
    Page {
        language,
        title: &report.title,
        space: Some((space.as_str(), &it.name)),
        demonstration: it.demonstration,
        live: false,
    }
    .show(&content)
}

/// The same question to the API, which takes an empty bound for a mistake; a `+` would read as a space there.
fn api_query(clocks: &Clocks, language: Language) -> String {
    let bounds = [("from", clocks.from.as_str()), ("to", &clocks.to), ("known_at", &clocks.known_at)];
    let said = bounds
        .into_iter()
        .chain(Filter::ALL.map(|filter| (filter.as_str(), clocks.of(filter))))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", value.replace('+', "%2B")));
    std::iter::once(format!("lang={}", language.tag())).chain(said).collect::<Vec<_>>().join("&")
}
