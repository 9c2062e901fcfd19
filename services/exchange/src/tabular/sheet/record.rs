//! One record of a file, with its lines.

/// One record of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line where it begins, from 1.
    pub line: u64,
    /// The line where it ends.
    pub last_line: u64,
    /// Its cells, untrimmed.
    pub cells: Vec<String>,
}
