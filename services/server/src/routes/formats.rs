//! The formats of a report over HTTP: those of the projections' list that have a media type.

use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use maillage_events::messages::Language;
use maillage_projections::report::Report;
use maillage_projections::report::formats::{self, Format, MediaType, Medium};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::http::accept::choose;
use crate::http::problem::{Problem, RouteResult};

/// A format that is sent over HTTP.
#[derive(Debug, Clone, Copy)]
pub struct HttpFormat {
    format: &'static Format,
    media_type: MediaType,
}

impl HttpFormat {
    /// Every one, in the order of the list of formats.
    pub fn all() -> impl Iterator<Item = Self> {
        Format::ALL.iter().filter_map(|format| Some(Self { format, media_type: format.media_type? }))
    }

    /// The one that the caller would rather have, by `Accept`.
    ///
    /// # Errors
    /// `not-acceptable` when they want none of them.
    pub fn accepted(headers: &HeaderMap) -> RouteResult<Self> {
        let usual = Self::default().media_type.name;
        let others = Self::all().map(|it| it.media_type.name).filter(|name| *name != usual);
        let chosen = choose(headers, &std::iter::once(usual).chain(others).collect::<Vec<_>>())?;
        Ok(Self::all().find(|it| it.media_type.name == chosen).unwrap_or_default())
    }
}

/// JSON: what is sent when nothing is said.
impl Default for HttpFormat {
    fn default() -> Self {
        Self { format: &formats::JSON, media_type: formats::JSON_MEDIA_TYPE }
    }
}

impl<'de> Deserialize<'de> for HttpFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::all().find(|it| it.format.name == name).ok_or_else(|| {
            let names: Vec<String> = Self::all().map(|it| format!("`{}`", it.format.name)).collect();
            D::Error::custom(format!("unknown variant `{name}`, expected one of {}", names.join(", ")))
        })
    }
}

impl PartialSchema for HttpFormat {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The form of a report."))
            .enum_values(Some(Self::all().map(|it| it.format.name).collect::<Vec<_>>()))
            .into()
    }
}
impl ToSchema for HttpFormat {}

/// A picture opened by itself is a document of this origin: it may then load nothing, run nothing and be framed by
/// nobody.
const PICTURE_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// A report in one of its formats.
#[derive(Debug)]
pub struct RenderedReport {
    /// What is sent.
    pub bytes: Vec<u8>,
    headers: Vec<(HeaderName, String)>,
}

impl IntoResponse for RenderedReport {
    fn into_response(self) -> Response {
        let mut response = self.bytes.into_response();
        for (name, value) in self.headers {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

impl HttpFormat {
    /// Puts a report into this format; `no-picture` where it has none.
    pub fn render(self, report: &Report, language: Language) -> RouteResult<RenderedReport> {
        let written = self.format.write(report, language, Medium::Http).map_err(|_| Problem::new("internal"))?;
        let bytes = written.ok_or_else(|| Problem::new("no-picture").with("projection", report.report))?.into_bytes();
        let mut headers = vec![(header::CONTENT_TYPE, self.media_type.name.to_owned())];
        if let Some(ending) = self.media_type.download {
            // Names of reports and spaces are small letters, digits and hyphens: nothing to quote.
            let file = format!("maillage-{}-{}-{}.{ending}", report.report, report.space, report.position);
            headers.push((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")));
        }
        if self.media_type.is_active {
            headers.push((header::CONTENT_SECURITY_POLICY, PICTURE_POLICY.to_owned()));
        }
        Ok(RenderedReport { bytes, headers })
    }
}
