//! A CSV file as records: every line is read or named, whatever its encoding, its separator and its line ends.
//!
//! # Layout
//! * `separator`: what stands between cells; `lexer`: lines → a `record` each; `census`: what stands there, counted
//!   without the lexer and held against what it read.

mod census;
mod lexer;
mod record;
mod separator;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Read as _};

use sha2::{Digest, Sha256};

use super::encoding::{NoText, decoded};
use super::problems::{ProblemPlace, Problems};
use census::Census;
use lexer::{Fault, Lexer, Read};
pub use lexer::{MOST_BYTES, lines};
pub use record::Record;

/// Longest file, in bytes.
pub const LONGEST_FILE: usize = 64 << 20;

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its base name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Its headings and where they stand; `None` for a file that holds nothing, or is named as a whole.
    pub headings: Option<Record>,
    /// Its records, blank lines left out.
    pub records: Vec<Record>,
    /// Lines in doubt, first and last: named, not read.
    pub named: Vec<(u64, u64)>,
}

/// Reads a whole source. `is_known` tells headings of its table from other words. Fails only when the source itself
/// cannot be read.
pub fn read_sheet(
    file: &str,
    source: &mut dyn BufRead,
    is_known: &dyn Fn(&str) -> bool,
    problems: &mut Problems,
) -> io::Result<Sheet> {
    let mut bytes = Vec::new();
    source.take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    let digest = Sha256::digest(&bytes).into();
    let mut sheet = Sheet { file: file.to_owned(), digest, headings: None, records: Vec::new(), named: Vec::new() };
    if bytes.len() > LONGEST_FILE {
        problems.add(ProblemPlace::file(file), "file-too-long", &[("most", (LONGEST_FILE >> 20).to_string())]);
        return Ok(sheet);
    }
    match decoded(&bytes) {
        Ok(text) => sheet.read(&text, is_known, problems),
        Err(why) => no_text(file, why, problems),
    }
    Ok(sheet)
}

fn no_text(file: &str, why: NoText, problems: &mut Problems) {
    let place = ProblemPlace::file(file);
    match why {
        NoText::Workbook => problems.add(place, "unread-workbook", &[]),
        NoText::Document => problems.add(place, "unread-document", &[]),
        NoText::Damaged => problems.add(place, "damaged-text", &[]),
        NoText::Unsure { line, byte } => {
            problems.add(ProblemPlace::row(file, line), "encoding-unsure", &[("byte", format!("0x{byte:02X}"))]);
        }
    }
}

impl Sheet {
    fn read(&mut self, text: &str, is_known: &dyn Fn(&str) -> bool, problems: &mut Problems) {
        let lines = lexer::lines(text);
        let blank = |line: &&str| line.trim_matches(|c: char| c.is_whitespace() || c == ';' || c == ',').is_empty();
        let begins = lines.iter().position(|line| !blank(line)).unwrap_or(lines.len());
        let told = lines.get(begins).and_then(|line| separator::told(line));
        let first = if told.is_some() { begins + 1 } else { begins };
        let separator = told.unwrap_or_else(|| separator::found(&lines, first, is_known));
        let mut lexer = Lexer::new(lines, separator, first);
        while let Some(read) = lexer.read() {
            match read {
                Read::Record(record) if self.headings.is_none() => {
                    lexer.expect(&record.cells);
                    self.headings = Some(record);
                }
                Read::Record(record) => self.records.push(record),
                Read::Fault(fault, first, last) => self.name(fault, first, last, problems),
            }
        }
        let read: Vec<&Record> = self.headings.iter().chain(&self.records).collect();
        let mut named = self.named.clone();
        named.extend(told.and_then(|_| u64::try_from(first).ok()).map(|line| (line, line)));
        for line in Census::of(text, separator).unaccounted(&read, &named) {
            problems.add(ProblemPlace::row(&self.file, line), "row-unaccounted", &[]);
        }
    }

    fn name(&mut self, fault: Fault, first: u64, last: u64, problems: &mut Problems) {
        let place = ProblemPlace::row(&self.file, first);
        let lines = [("last", last.to_string()), ("lines", if first == last { "one" } else { "many" }.to_owned())];
        match fault {
            Fault::InsideCell => problems.add(place, "quote-inside-cell", &lines),
            Fault::NeverClosed => problems.add(place, "quote-never-closed", &lines),
            Fault::CutShort => problems.add(place, "quote-cuts-row", &lines),
            Fault::JoinsRows => problems.add(place, "quote-joins-rows", &lines),
            Fault::TooLong(length) => {
                problems.add(place, "line-too-long", &[("size", length.div_ceil(1 << 20).to_string())]);
            }
        }
        self.named.push((first, last));
    }
}

/// Bytes in lower-case hexadecimal, two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
