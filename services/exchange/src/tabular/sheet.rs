//! A CSV file as lines and records: bounded memory, every bad line named, the good ones read.

use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use super::problems::{ProblemPlace, Problems};

/// Longest line, and longest record over several lines, in bytes.
pub const MOST_BYTES: usize = 1 << 20;

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

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its base name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Its headings and where they stand, when there are any.
    pub headings: Option<Record>,
    /// Its records, blank lines left out.
    pub records: Vec<Record>,
}

/// Reads a whole source, keeping no more of a line than [`MOST_BYTES`]. Fails only when the source itself cannot be
/// read.
pub fn read_sheet(file: &str, source: &mut dyn BufRead, problems: &mut Problems) -> io::Result<Sheet> {
    let mut lines = Lines { source, hash: Sha256::new(), number: 0 };
    let mut scan = Scan { file, problems, headings: None, separator: b';', records: Vec::new(), open: None };
    while let Some((mut line, length)) = lines.next()? {
        if length > MOST_BYTES {
            scan.too_long(lines.number, length);
            continue;
        }
        if lines.number == 1 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        scan.line(lines.number, &line);
    }
    scan.end();
    let Scan { headings, records, .. } = scan;
    Ok(Sheet { file: file.to_owned(), digest: lines.hash.finalize().into(), headings, records })
}

struct Lines<'a> {
    source: &'a mut dyn BufRead,
    hash: Sha256,
    number: u64,
}

impl Lines<'_> {
    /// The next line without its end, and its whole length; of a line that is too long only the beginning is read.
    fn next(&mut self) -> io::Result<Option<(Vec<u8>, usize)>> {
        let (mut line, mut length, mut started) = (Vec::new(), 0, false);
        loop {
            let buffer = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                break;
            }
            started = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(buffer.len(), |at| at + 1);
            self.hash.update(&buffer[..taken]);
            let words = &buffer[..end.unwrap_or(taken)];
            length += words.len();
            if line.len() <= MOST_BYTES {
                line.extend_from_slice(&words[..words.len().min(MOST_BYTES + 1 - line.len())]);
            }
            self.source.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if !started {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\r') {
            line.pop();
            length -= 1;
        }
        Ok(Some((line, length)))
    }
}

/// A record whose quotation marks are still open at the end of a line.
struct Open {
    line: u64,
    bytes: Vec<u8>,
}

struct Scan<'a> {
    file: &'a str,
    problems: &'a mut Problems,
    headings: Option<Record>,
    separator: u8,
    records: Vec<Record>,
    open: Option<Open>,
}

impl Scan<'_> {
    fn line(&mut self, number: u64, line: &[u8]) {
        let (begins, bytes) = match self.open.take() {
            Some(mut open) => {
                open.bytes.push(b'\n');
                open.bytes.extend_from_slice(line);
                (open.line, open.bytes)
            }
            None => (number, line.to_vec()),
        };
        if bytes.len() > MOST_BYTES {
            return self.problems.add(ProblemPlace::row(self.file, begins), "quote-never-closed", &[]);
        }
        // RFC 4180 doubles a quotation mark inside a quoted cell, so a complete record has an even number of them.
        if bytes.iter().filter(|byte| **byte == b'"').count() % 2 == 1 {
            self.open = Some(Open { line: begins, bytes });
            return;
        }
        self.record(begins, number, &bytes);
    }

    fn record(&mut self, line: u64, last_line: u64, bytes: &[u8]) {
        if self.headings.is_none() {
            // Some spreadsheets write their separator on a line of its own, which says nothing else.
            if line == 1 && matches!(bytes, b"sep=;" | b"sep=,") {
                return;
            }
            self.separator = if bytes.contains(&b';') { b';' } else { b',' };
        }
        let separator = self.separator;
        if bytes.iter().all(|byte| *byte == separator || byte.is_ascii_whitespace()) {
            return;
        }
        let Some(cells) = self.cells(line, bytes) else { return };
        let record = Record { line, last_line, cells };
        if self.headings.is_none() { self.headings = Some(record) } else { self.records.push(record) }
    }

    /// The cells of a record, or `None` when it is not UTF-8, which is then named with its column and byte.
    fn cells(&mut self, line: u64, bytes: &[u8]) -> Option<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.separator)
            .buffer_capacity(bytes.len().max(1))
            .from_reader(bytes);
        let fields = reader.byte_records().next()?.ok()?;
        let mut cells = Vec::with_capacity(fields.len());
        for (at, field) in fields.iter().enumerate() {
            match std::str::from_utf8(field) {
                Ok(cell) => cells.push(cell.to_owned()),
                Err(error) => {
                    let heading = self.headings.as_ref().and_then(|headings| headings.cells.get(at)).cloned();
                    let column = heading.unwrap_or_else(|| (at + 1).to_string());
                    let bad = field.get(error.valid_up_to()).copied().unwrap_or_default();
                    let byte = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to() + 1);
                    let place = ProblemPlace {
                        file: self.file,
                        row: Some(line),
                        column: Some(&column),
                        value: Some(&format!("0x{bad:02X}")),
                    };
                    self.problems.add(place, "not-utf8", &[("byte", byte.to_string())]);
                    return None;
                }
            }
        }
        Some(cells)
    }

    fn too_long(&mut self, number: u64, length: usize) {
        self.open = None;
        let mebibytes = length.div_ceil(1 << 20).to_string();
        self.problems.add(ProblemPlace::row(self.file, number), "line-too-long", &[("size", mebibytes)]);
    }

    fn end(&mut self) {
        if let Some(open) = self.open.take() {
            self.problems.add(ProblemPlace::row(self.file, open.line), "quote-never-closed", &[]);
        }
    }
}

/// Bytes in lower-case hexadecimal, two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use maillage_events::messages::Language;

    use super::*;

    fn read(bytes: &[u8]) -> (Sheet, Vec<crate::plan::Problem>) {
        let mut problems = Problems::new(Language::French);
        let sheet = read_sheet("essai.csv", &mut &bytes[..], &mut problems).unwrap();
        (sheet, problems.finish())
    }

    fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
        sheet.records.iter().map(|record| record.cells.iter().map(String::as_str).collect()).collect()
    }

    #[test]
    fn byte_order_mark_separators_quotes_and_line_ends_of_spreadsheets_are_read() {
        let (sheet, problems) =
            read("\u{feff}code;titre\r\na;\"un; \"\"deux\"\"\"\r\n\r\n;;\r\nb;\"sur\ndeux lignes\"\n".as_bytes());
        assert_eq!(problems, []);
        assert_eq!(sheet.headings.as_ref().unwrap().cells, ["code", "titre"]);
        assert_eq!(cells(&sheet), [vec!["a", "un; \"deux\""], vec!["b", "sur\ndeux lignes"]]);
        assert_eq!((sheet.records[1].line, sheet.records[1].last_line), (5, 6));
        assert_eq!(cells(&read(b"code,titre\na,b").0), [["a", "b"]]);
        assert_eq!(cells(&read(b"sep=;\r\ncode;titre\r\na;b\r\n").0), [["a", "b"]]);
    }

    #[test]
    fn a_line_of_ten_megabytes_is_named_and_the_lines_around_it_are_read() {
        let mut bytes = b"code;titre\na;b\nx;".to_vec();
        bytes.resize(bytes.len() + 10_000_000, b'z');
        bytes.extend_from_slice(b"\nc;d\n");
        let (sheet, problems) = read(&bytes);
        assert_eq!(cells(&sheet), [["a", "b"], ["c", "d"]]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].row, Some(3));
    }

    #[test]
    fn a_line_of_the_greatest_length_is_still_read() {
        let mut bytes = b"code;titre\nx;".to_vec();
        bytes.resize(bytes.len() + MOST_BYTES - 2, b'z');
        assert_eq!(read(&bytes).1, []);
        bytes.push(b'z');
        assert_eq!(read(&bytes).1.len(), 1);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_row_column_and_byte() {
        let (sheet, problems) = read(b"code;titre\na;caf\xe9\nb;ok\n");
        assert_eq!(cells(&sheet), [["b", "ok"]]);
        let problem = &problems[0];
        assert_eq!(
            (problem.row, problem.column.as_deref(), problem.value.as_deref()),
            (Some(2), Some("titre"), Some("0xE9"))
        );
        assert!(problem.message.contains("octet 6"), "{}", problem.message);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_named_where_it_opens() {
        let (sheet, problems) = read(b"code;titre\na;\"b\nc;d\n");
        assert_eq!(cells(&sheet), Vec::<Vec<&str>>::new());
        assert_eq!(problems[0].row, Some(2));
    }
}
