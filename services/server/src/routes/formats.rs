//! The formats of a report: figures for programs, tables for a spreadsheet, a picture.

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use maillage_projections::report::Report;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::problem::{Answered, Problem};

/// The form of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Figures, definitions and tables.
    #[default]
    Json,
    /// Tables, then definitions (RFC 4180, UTF-8).
    Csv,
    /// The picture.
    Svg,
}

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

impl Format {
    /// Puts a report into this format; `no-picture` where it has none.
    pub fn render(self, report: &Report) -> Answered<RenderedReport> {
        let (bytes, headers) = match self {
            Self::Json => {
                let bytes = serde_json::to_vec(report).map_err(|_| Problem::new("internal"))?;
                (bytes, vec![(header::CONTENT_TYPE, "application/json".to_owned())])
            }
            Self::Csv => {
                // Names of reports and spaces are small letters, digits and hyphens: nothing to quote.
                let file = format!("maillage-{}-{}-{}.csv", report.report, report.space, report.position);
                let headers = vec![
                    (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                    (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
                ];
                (report.to_csv().into_bytes(), headers)
            }
            Self::Svg => {
                let picture =
                    report.picture.clone().ok_or_else(|| Problem::new("no-picture").with("report", report.report))?;
                let headers = vec![
                    (header::CONTENT_TYPE, "image/svg+xml".to_owned()),
                    (header::CONTENT_SECURITY_POLICY, PICTURE_POLICY.to_owned()),
                ];
                (picture.into_bytes(), headers)
            }
        };
        Ok(RenderedReport { bytes, headers })
    }
}
