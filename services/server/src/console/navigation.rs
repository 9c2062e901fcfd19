//! The reports that every page leads to: those of the catalogue, all of them.

use maillage_events::messages::{Language, say};
pub use maillage_projections::catalogue::navigation as reports;

/// What the navigation calls a report.
pub fn words(language: Language, report: &str) -> String {
    say(language, &format!("console-report-{report}"))
}
