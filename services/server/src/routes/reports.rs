//! Reports: figures with their definitions, of a period, as known on a day.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maillage_events::messages::Language;
use maillage_events::when::Period;
use maillage_log::clock::{is_ahead, known_at};
use maillage_projections::catalogue::{CATALOGUE, filters};
use maillage_projections::report::filter::{BadFilter, Filter, Filters};
use maillage_projections::report::{Report, Scope};
use maillage_projector::{ProjectorError, Question};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::parts::{InPath, InQuery, Lang, already_held};
use crate::http::problem::{Problem, RouteResult};
use crate::routes::formats::HttpFormat;
use crate::routes::paths::ReportPath;
use crate::state::AppState;

/// Routes of reports.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(names)).routes(routes!(report))
}

/// Longest wait for a projection.
pub const MOST_WAIT: Duration = Duration::from_secs(5);

/// What is asked of a report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// First day of the period, included.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Last day of the period, included.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The cut-off on the second clock: a date (the end of that day in the time zone of the space) or an RFC 3339
    /// moment; not later than today.
    #[param(example = "2016-12-31")]
    pub known_at: Option<String>,
    /// One contract alone, by its identifier; of the reports that have it, which `GET /v1/reports` lists.
    pub contract: Option<String>,
    /// One pole alone, by its identifier; of the reports that have it.
    pub pole: Option<String>,
    /// One fiche alone, by its identifier; of the reports that have it.
    pub fiche: Option<String>,
    /// One funder alone, by the identifier of the organisation; of the reports that have it.
    pub funder: Option<String>,
    /// People of one quality alone, by its code or its name in either language; of the reports that have it.
    #[param(example = "inhabitant")]
    pub quality: Option<String>,
    /// The position that the answer must have taken into account: waits for it, 5 seconds at most.
    pub after: Option<u64>,
    /// The language, over `Accept-Language`: `fr` or `en`.
    pub lang: Option<String>,
    /// The form of the answer, over `Accept`: JSON by default, CSV to download, or the picture where the report has one
    /// (`network`).
    #[param(inline)]
    pub format: Option<HttpFormat>,
}

/// The reports that there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportList {
    /// Their names.
    #[schema(value_type = Vec<String>)]
    pub reports: Vec<&'static str>,
    /// What each may be narrowed to, by the name of the parameter: none where the list is empty.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<String>>)]
    pub filters: BTreeMap<&'static str, Vec<&'static str>>,
}

impl ReportQuery {
    fn filters(&self) -> Filters {
        let of = |filter| match filter {
            Filter::Contract => &self.contract,
            Filter::Pole => &self.pole,
            Filter::Fiche => &self.fiche,
            Filter::Funder => &self.funder,
            Filter::Quality => &self.quality,
        };
        Filters::of(Filter::ALL.map(|filter| (filter, of(filter).clone())))
    }
}

/// Lists the reports that can be asked for.
#[utoipa::path(
    get,
    operation_id = "list_reports",
    path = "/v1/reports",
    tag = "reports",
    responses(
        (status = 200, description = "Their names.", body = ReportList),
    ),
)]
async fn names() -> Json<ReportList> {
    let words = |name| filters(name).iter().map(|filter| filter.as_str()).collect();
    Json(ReportList {
        reports: CATALOGUE.iter().map(|(name, _)| *name).collect(),
        filters: CATALOGUE.iter().map(|(name, _)| (*name, words(name))).collect(),
    })
}

/// Waits until the projections have taken a position, a bounded time.
pub async fn wait(state: &AppState, space: &maillage_events::id::SpaceId, after: Option<u64>) -> RouteResult<()> {
    let Some(after) = after else { return Ok(()) };
    // Waiting for a position that nobody was given would hold the caller for nothing.
    let head = state.log.head(space).await?.position;
    if after > head {
        return Err(Problem::new("position-ahead").with("position", after).with("head", head));
    }
    if state.projector.wait_for(space, after, MOST_WAIT).await {
        return Ok(());
    }
    Err(Problem::new("not-there-yet"))
}

/// What a report is narrowed to is not of it, or names nothing.
fn bad_filter(bad: &BadFilter, language: Language) -> Problem {
    let problem = Problem::new(bad.code()).at_parameter(bad.filter().as_str(), "place-bad-filter");
    bad.values(language).into_iter().fold(problem, |it, (name, value)| it.with(name, value))
}

impl From<ProjectorError> for Problem {
    fn from(error: ProjectorError) -> Self {
        match error {
            ProjectorError::UnknownReport { name, known } => {
                Self::new("unknown-report").with("report", name).with("reports", known.join(", "))
            }
            ProjectorError::Filter(bad) => bad_filter(&bad, Language::French),
            ProjectorError::CatchingUp(_) => Self::new("not-there-yet"),
            ProjectorError::Read(error) => error.into(),
            error @ (ProjectorError::Fold(_)
            | ProjectorError::Row(_)
            | ProjectorError::RowsAltered(_)
            | ProjectorError::Store(_)
            | ProjectorError::Stopped) => {
                tracing::error!(%error, "a projection did not answer");
                Self::new("store-unavailable")
            }
        }
    }
}

/// Answers a report: a period on the first clock, a cut-off on the second.
#[utoipa::path(
    get,
    operation_id = "answer_report",
    path = "/v1/spaces/{space}/reports/{name}",
    tag = "reports",
    params(ReportPath, ReportQuery),
    responses(
        (
            status = 200,
            description = "The figures with their definitions, period, known-at and position: as JSON; as CSV \
                           (UTF-8 with its mark; semicolons in French, commas in English), in blocks that a record of \
                           empty fields ends (the head: what each line is, what it says; each table: its caption, its \
                           headings, its rows; the definitions), every record as wide as the widest; or as a picture \
                           with the same words below.",
            content((Report = "application/json"), (String = "text/csv"), (String = "image/svg+xml")),
            headers(
                ("ETag" = String, description = "Changes when the answer may have changed."),
                ("Content-Disposition" = String,
                    description = "Of CSV: a file named after the report, the space and the position.")
            ),
        ),
        (status = 304, description = "Nothing new since the tag that was sent."),
    ),
)]
async fn report(
    State(state): State<AppState>,
    InPath(path): InPath<ReportPath>,
    InQuery(query): InQuery<ReportQuery>,
    Lang(language): Lang,
    headers: HeaderMap,
) -> RouteResult<Response> {
    let language = match query.lang.as_deref() {
        None => language,
        Some("fr") => Language::French,
        Some("en") => Language::English,
        Some(_) => return Err(Problem::new("bad-query").at_parameter("lang", "place-bad-language")),
    };
    if query.from.zip(query.to).is_some_and(|(from, to)| from > to) {
        return Err(Problem::new("bad-query").at_parameter("to", "place-bad-period"));
    }
    let format = match query.format {
        Some(format) => format,
        None => HttpFormat::accepted(&headers)?,
    };
    state.known(&path.space).await?;
    let cut = match &query.known_at {
        None => None,
        Some(text) => {
            let zone = state.executor.zone(&path.space).await?;
            let at_fault = |key| Problem::new("bad-query").at_parameter("known_at", key);
            let cut = known_at(text, &zone).ok_or_else(|| at_fault("place-bad-moment"))?;
            if is_ahead(cut, &*state.log.clock(), &zone) {
                return Err(at_fault("place-moment-ahead"));
            }
            Some(cut)
        }
    };
    wait(&state, &path.space, query.after).await?;
    let question = Question {
        space: path.space,
        report: path.name,
        scope: Scope { period: Period { from: query.from, to: query.to }, filters: query.filters() },
        known_at: cut,
        language,
    };
    let report = state.projector.report(question).await.map_err(|error| match error {
        ProjectorError::Filter(bad) => bad_filter(&bad, language),
        other => other.into(),
    })?;
    let rendered = format.render(&report, language)?;
    let tag: String = Sha256::digest(&rendered.bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{tag}\"");
    let common = [
        (header::ETAG, tag.clone()),
        (header::VARY, "accept, accept-language".to_owned()),
        (header::CONTENT_LANGUAGE, language.tag().to_owned()),
    ];
    if already_held(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Ok((common, rendered).into_response())
}
