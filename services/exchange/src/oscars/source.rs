//! From bytes to numbered lines, with the limits that keep a hostile file harmless.

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
    /// Not UTF-8.
    NotUtf8 {
        /// The line that holds the first wrong byte.
        line: u64,
        /// The offset of that byte in the file, from 0.
        offset: usize,
    },
}

/// Reads a file: UTF-8 with or without a byte order mark, lines ended by LF or CRLF, any kind of space.
pub fn read(bytes: &[u8]) -> Result<Source, UnreadableFile> {
    if bytes.len() > LONGEST_FILE {
        return Err(longest_line(bytes).unwrap_or(UnreadableFile::FileTooLong { bytes: bytes.len() }));
    }
    if let Some(too_long) = longest_line(bytes) {
        return Err(too_long);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        UnreadableFile::NotUtf8 { line: 1 + count_of(before, b'\n'), offset: error.valid_up_to() }
    })?;
    let mut source = Source::default();
    for raw in text.strip_prefix('\u{feff}').unwrap_or(text).lines() {
        source.count += 1;
        let clean = tidy(raw);
        if !clean.is_empty() {
            source.lines.push(Line { number: source.count, text: clean });
        }
    }
    if source.lines.is_empty() { Err(UnreadableFile::Empty) } else { Ok(source) }
}

fn count_of(bytes: &[u8], byte: u8) -> u64 {
    bytes.iter().fold(0, |count, b| count + u64::from(*b == byte))
}

fn longest_line(bytes: &[u8]) -> Option<UnreadableFile> {
    let mut number = 0;
    bytes.split(|b| *b == b'\n').find_map(|line| {
        number += 1;
        (line.len() > LONGEST_LINE).then_some(UnreadableFile::LineTooLong { line: number, bytes: line.len() })
    })
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
        assert_eq!(unix.lines[1], Line { number: 2, text: "12 mois".to_owned() });
    }

    #[test]
    fn blank_lines_are_counted_and_left_out() {
        let source = read("a\n\n \u{202f}\nb".as_bytes()).unwrap();
        assert_eq!((source.count, source.lines[1].number), (4, 4));
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        assert_eq!(read(b"ab\ncd\xff"), Err(UnreadableFile::NotUtf8 { line: 2, offset: 5 }));
        assert_eq!(read(b" \n\t"), Err(UnreadableFile::Empty));
        let mut long = b"a\n".to_vec();
        long.extend(vec![b'x'; 10 * 1024 * 1024]);
        assert_eq!(read(&long), Err(UnreadableFile::LineTooLong { line: 2, bytes: 10 * 1024 * 1024 }));
    }
}
