//! What the databases themselves take, with nothing checked: the reference that benches measure the log against.
//!
//! # Layout
//! * [`sqlite`]: rows inserted into a table of their own, and the facts of a log scanned; [`postgres`]: rows inserted.

pub mod postgres;
pub mod sqlite;

/// What a store holds of one fact, as a row of a table without a promise.
#[derive(Debug, Clone)]
pub struct RawRow {
    /// Its stream.
    pub stream: String,
    /// Its version.
    pub version: u64,
    /// Its id.
    pub id: [u8; 16],
    /// Its kind.
    pub kind: &'static str,
    /// The first clock.
    pub occurred: String,
    /// The canonical bytes.
    pub fact: Vec<u8>,
}
