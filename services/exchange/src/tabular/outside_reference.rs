//! What rows name and no file of the import records: the log must have it.

use maillage_events::family::Family;
use maillage_events::id::StreamId;
use maillage_events::messages::{Language, stream};

use super::problems::{ProblemPlace, Problems};
use crate::plan::Problem;

/// Something that a row names and no file of the import records: the log must have it.
#[derive(Debug, Clone)]
pub struct OutsideReference {
    /// The stream that it must hold.
    pub stream: StreamId,
    /// The file's base name.
    pub file: String,
    /// The line that names it, from 1.
    pub row: u64,
    /// The heading of the column that names it, as the file writes it.
    pub column: String,
    /// The cell that names it, as it stands.
    pub value: String,
}

/// The problem of something that neither the files nor the log record.
pub fn missing_reference(language: Language, reference: &OutsideReference) -> Problem {
    let mut problems = Problems::new(language);
    let place = ProblemPlace {
        file: &reference.file,
        row: Some(reference.row),
        column: Some(&reference.column),
        value: Some(&reference.value),
    };
    let key = if reference.stream.family == Family::Person { "person-missing" } else { "reference-missing" };
    let object = stream(language, &reference.stream.to_string());
    problems.add(place, key, &[("object", object)]);
    problems.finish().remove(0)
}
