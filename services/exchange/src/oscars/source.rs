//! From bytes to numbered lines, with the limits that keep a hostile file harmless.

use crate::tabular::encoding::{NoText, decoded};
use crate::tabular::sheet::lines;

/// Longest line that is read, in bytes. The longest of a real record is under 2,000.
pub const LONGEST_LINE: usize = 64 * 1024;
/// Longest file that is read, in bytes. A real record is about 25,000.
pub const LONGEST_FILE: usize = 1024 * 1024;

/// A line that says something: its number in the file, and its words with every run of white space made one plain
/// space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, as an editor shows it.
    pub number: u64,
    /// Its words; never empty, as blank lines are left out.
    pub text: String,
}

/// The lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Those that are not blank, in order.
    pub lines: Vec<Line>,
    /// How many lines the file has, blank ones included.
    pub count: u64,
}

/// Why a file gave no lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnreadableFile {
    /// Nothing but white space.
    Empty,
    /// More than [`LONGEST_FILE`] bytes.
    FileTooLong {
        /// The length that was given.
        bytes: usize,
    },
    /// A line of more than [`LONGEST_LINE`] bytes.
    LineTooLong {
        /// The number of the first such line, from 1.
        line: u64,
        /// Its length.
        bytes: usize,
    },
    /// No text that can be read without guessing.
    NoText {
        /// The line that holds the first byte in doubt.
        line: u64,
    },
}

/// Reads a file: its encoding and the ends of its lines are those of tables, with any kind of space.
pub fn read(bytes: &[u8]) -> Result<Source, UnreadableFile> {
    if bytes.len() > LONGEST_FILE {
        return Err(longest_line(bytes).unwrap_or(UnreadableFile::FileTooLong { bytes: bytes.len() }));
    }
    if let Some(too_long) = longest_line(bytes) {
        return Err(too_long);
    }
    let text = decoded(bytes).map_err(|why| match why {
        NoText::Unsure { line, .. } => UnreadableFile::NoText { line },
        NoText::Workbook | NoText::Document | NoText::Damaged => UnreadableFile::NoText { line: 1 },
    })?;
    let mut source = Source::default();
    for raw in lines(&text) {
        source.count += 1;
        let clean = tidy(raw);
        if !clean.is_empty() {
            source.lines.push(Line { number: source.count, text: clean });
        }
    }
    if source.lines.is_empty() { Err(UnreadableFile::Empty) } else { Ok(source) }
}

fn longest_line(bytes: &[u8]) -> Option<UnreadableFile> {
    let alone = |line: &&[u8]| line.len() > LONGEST_LINE;
    let by_feeds = bytes.split(|b| *b == b'\n').zip(1..).find(|(line, _)| alone(line));
    let (line, number) = by_feeds?;
    // Lines that end by carriage returns alone are one line by feeds.
    let longest = line.split(|b| *b == b'\r').zip(number..).find(|(line, _)| alone(line));
    longest.map(|(line, number)| UnreadableFile::LineTooLong { line: number, bytes: line.len() })
}

/// Words with every run of white space (no-break spaces included) or control characters made one space, none at the
/// ends.
pub fn tidy(words: &str) -> String {
    let mut clean = String::with_capacity(words.len());
    for word in words
        .split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}'))
        .filter(|word| !word.is_empty())
    {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_lines_and_kinds_of_space_make_no_difference() {
        let unix = read("Durée\n12 mois\n".as_bytes()).unwrap();
        assert_eq!(read("\u{feff}Durée\r\n12\u{a0}mois\r\n".as_bytes()).unwrap(), unix);
        assert_eq!(read(b"Dur\xe9e\r12\xa0mois\r").unwrap(), unix);
        assert_eq!(unix.lines[1], Line { number: 2, text: "12 mois".to_owned() });
    }

    #[test]
    fn blank_lines_are_counted_and_left_out() {
        let source = read("a\n\n \u{202f}\nb".as_bytes()).unwrap();
        assert_eq!((source.count, source.lines[1].number), (4, 4));
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        assert_eq!(read(b"ab\ncd\x8e"), Err(UnreadableFile::NoText { line: 2 }));
        assert_eq!(read(b" \n\t"), Err(UnreadableFile::Empty));
        let mut long = b"a\n".to_vec();
        long.extend(vec![b'x'; 10 * 1024 * 1024]);
        assert_eq!(read(&long), Err(UnreadableFile::LineTooLong { line: 2, bytes: 10 * 1024 * 1024 }));
    }
}
