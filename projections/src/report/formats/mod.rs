//! The formats of a report: one list, which the command line, the API and the page ask. A format is one file and one
//! entry.
//!
//! # Layout
//! * here: the list; `text`, `json`, `csv`, `svg`: one format each; `head`: what each of them says of what was asked.

mod csv;
mod head;
mod json;
mod svg;
mod text;

use maillage_events::messages::Language;

use super::Report;

pub use self::json::{FORMAT as JSON, MEDIA_TYPE as JSON_MEDIA_TYPE};

/// Where a report goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A terminal or a file, by the command line.
    CommandLine,
    /// An answer over HTTP.
    Http,
}

/// What an answer over HTTP says of its bytes.
#[derive(Debug, Clone, Copy)]
pub struct MediaType {
    /// The `Content-Type`.
    pub name: &'static str,
    /// The ending of the file's name, where the answer is one to download.
    pub download: Option<&'static str>,
    /// Whether a browser that opens it by itself would run what it holds.
    pub is_active: bool,
}

/// One format.
#[derive(Debug)]
pub struct Format {
    /// Its name in `--format` and in `?format=`.
    pub name: &'static str,
    /// What it is, in one English line for `--help`.
    pub meaning: &'static str,
    /// How it is sent over HTTP; `None` for what only a terminal shows.
    pub media_type: Option<MediaType>,
    write: fn(&Report, Language, Medium) -> Result<Option<String>, serde_json::Error>,
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub const ALL: &'static [Self] = &[text::FORMAT, json::FORMAT, csv::FORMAT, svg::FORMAT];

    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|format| format.name == name)
    }

    /// The report in this format; `None` where it has none of it (a picture).
    pub fn write(
        &self,
        report: &Report,
        language: Language,
        medium: Medium,
    ) -> Result<Option<String>, serde_json::Error> {
        (self.write)(report, language, medium)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a list of formats.
    fn faults(formats: &[Format]) -> Vec<String> {
        let mut faults = Vec::new();
        for (at, format) in formats.iter().enumerate() {
            if formats[..at].iter().any(|before| before.name == format.name) {
                faults.push(format!("{} stands twice", format.name));
            }
            if format.meaning.is_empty() {
                faults.push(format!("{} does not say what it is", format.name));
            }
            if format.media_type.is_some_and(|media| !media.name.contains('/')) {
                faults.push(format!("{} has no media type", format.name));
            }
        }
        faults
    }

    #[test]
    fn every_format_is_whole_and_named_once() {
        assert_eq!(faults(Format::ALL), Vec::<String>::new());
        assert!(Format::named("csv").is_some() && Format::named("pdf").is_none());

        // The control: an incomplete format and a second of the same name are found.
        let nothing = Some(MediaType { name: "", download: None, is_active: false });
        let incomplete = Format { meaning: "", media_type: nothing, ..text::FORMAT };
        assert_eq!(
            faults(&[text::FORMAT, incomplete]),
            ["text stands twice", "text does not say what it is", "text has no media type"]
        );
    }
}
