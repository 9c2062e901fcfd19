//! Words as the detectors read them: without accents, one kind of space and of dash, nothing that is not seen.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The words in plain letters, upper and lower case as they were.
pub fn plain(words: &str) -> Cow<'_, str> {
    if words.is_ascii() { Cow::Borrowed(words) } else { Cow::Owned(words.nfkd().filter_map(seen).collect()) }
}

/// What is left of a decomposed character; `None` for what only marks a letter, or is not seen at all.
fn seen(c: char) -> Option<char> {
    match c {
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '’' | '‘' | 'ʼ' | '‛' | '´' => Some('\''),
        '“' | '”' | '«' | '»' => Some('"'),
        '\n' | '\r' => Some(c),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// Whether the words are an identifier: lower-case letters, digits, `-` and `_`.
pub fn is_slug(plain: &str) -> bool {
    plain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}
