//! A report as JSON: figures, definitions, tables. On one line over HTTP, laid out for whoever reads it at a terminal.

use super::{Format, MediaType, Medium};

/// The media type of JSON.
pub const MEDIA_TYPE: MediaType = MediaType { name: "application/json", download: None, is_active: false };

/// JSON, which is also what programs get when they ask for nothing else.
pub const FORMAT: Format = Format {
    name: "json",
    meaning: "JSON",
    media_type: Some(MEDIA_TYPE),
    write: |report, _language, medium| match medium {
        Medium::Http => serde_json::to_string(report).map(Some),
        Medium::CommandLine => serde_json::to_string_pretty(report).map(|json| Some(json + "\n")),
    },
};
