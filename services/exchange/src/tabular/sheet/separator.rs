//! What stands between the cells of a file: told by a line `sep=…`, or by its headings.

use super::lexer::{Lexer, Read};

/// What spreadsheets put between cells, the likeliest first.
const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];

/// The separator that a line of its own names: `sep=;`, whatever its case.
pub fn told(line: &str) -> Option<char> {
    let bare = line.trim_matches(['"', ' ']);
    let named = bare.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and_then(|_| bare.get(4..))?;
    let mut rest = named.chars();
    let separator = rest.next()?;
    let fit = separator.is_ascii_punctuation() && separator != '"' || separator == '\t';
    (fit && rest.all(|c| SEPARATORS.contains(&c) || c == separator || c == '"')).then_some(separator)
}

/// The separator by which the first line gives the most headings that are known, or else the most cells.
pub fn found(lines: &[&str], first: usize, is_known: &dyn Fn(&str) -> bool) -> char {
    let mut best = (SEPARATORS[0], (0, 0));
    for separator in SEPARATORS {
        let read = Lexer::new(lines.to_vec(), separator, first).read();
        let Some(Read::Record(headings)) = read else { continue };
        let known = headings.cells.iter().filter(|cell| is_known(cell)).count();
        let score = (known, headings.cells.len());
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}
