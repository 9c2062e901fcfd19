//! The picture of a report, where it has one.

use super::{Format, MediaType};

pub(super) const FORMAT: Format = Format {
    name: "svg",
    meaning: "The picture, where the projection has one (network)",
    media_type: Some(MediaType { name: "image/svg+xml", download: None, is_active: true }),
    write: |report, _language, _medium| Ok(report.picture.clone()),
};
