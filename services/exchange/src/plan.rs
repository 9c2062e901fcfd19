//! What reading a file gives before anything is recorded: requests to admit, persons for the vault, problems to show.

use maillage_events::id::PersonRef;
use maillage_events::import::ImportFormat;
use maillage_log::executor::StreamAsk;
use maillage_log::vault::PersonCard;

/// Something in a file that cannot be taken as it is. Shown to a coordinator, so every part is filled that is known.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The file's base name, as the user gave it.
    pub file: String,
    /// Row or line, from 1 (for CSV: the line in the file where the record begins; the heading is line 1).
    pub row: Option<u64>,
    /// The heading of the column, as the file writes it (CSV alone).
    pub column: Option<String>,
    /// The value as it stands, shortened to 80 characters.
    pub value: Option<String>,
    /// The whole sentence, in the language of the user.
    pub message: String,
}

/// A file (or a folder) as it was read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whether it is a record or tables.
    pub format: ImportFormat,
    /// SHA-256 of its bytes, in hexadecimal (for a folder: of the sorted names and bytes of its files).
    pub fingerprint: String,
    /// Rows or lines read.
    pub rows: u64,
    /// Those of them that stand in files named as a whole: nobody looked at them one by one.
    pub rows_named_whole: u64,
    /// Requests, each with the file and row it comes from, in an order in which they can be admitted.
    pub requests: Vec<PlannedRequest>,
    /// Persons that the vault must know first.
    pub persons: Vec<(PersonRef, PersonCard)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was read and gives no fact; it bars nothing.
    pub unused: Vec<Problem>,
}

/// A request and where it comes from, so that a refusal can name the place.
#[derive(Debug, Clone)]
pub struct PlannedRequest {
    /// What the rules decide.
    pub request: StreamAsk,
    /// The file's base name.
    pub file: String,
    /// Row or line.
    pub row: u64,
}
