//! Free words in facts, and the one way in which spellings are compared.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

/// Free words about an action, an organisation or a reason; at most [`Text::MOST_BYTES`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Text(pub String);

impl Text {
    /// Longest text admitted, in bytes of UTF-8.
    pub const MOST_BYTES: usize = 4000;

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing but white space is there.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self(words)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is a SHA-256 as facts write it: 64 hexadecimal digits in lower case.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Words as they are compared, never as they are shown: lower case, without accents, ligatures written out, one
/// apostrophe, plain spaces. `É` typed as one character and `E` with a combining accent (as macOS writes the names of
/// files) are the same; letters of other scripts stay.
pub fn folded(words: &str) -> String {
    folded_chars(words).collect()
}

/// The characters of [`folded`], for whoever may not leave a copy of them in memory.
pub fn folded_chars(words: &str) -> impl Iterator<Item = char> {
    words.nfd().filter(|c| !is_combining_accent(*c)).flat_map(char::to_lowercase).flat_map(|c| {
        let (first, second) = plain(c);
        std::iter::once(first).chain(second)
    })
}

/// Lower-case ASCII letters and digits of the folded words, anything else as one `-`; at most `most` bytes, and neither
/// end is a `-`. Empty when no letter or digit remains.
pub fn slug(words: &str, most: usize) -> String {
    let mut slug = String::new();
    for c in folded_chars(words) {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
        if slug.len() >= most {
            break;
        }
    }
    slug.truncate(most);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn is_combining_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// What Unicode does not decompose: ligatures, letters with a stroke, typographic apostrophes and spaces.
fn plain(c: char) -> (char, Option<char>) {
    match c {
        'œ' => ('o', Some('e')),
        'æ' => ('a', Some('e')),
        'ß' => ('s', Some('s')),
        'þ' => ('t', Some('h')),
        'ĳ' => ('i', Some('j')),
        '\u{fb01}' => ('f', Some('i')),
        '\u{fb02}' => ('f', Some('l')),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ł' => ('l', None),
        'ø' => ('o', None),
        '’' | '‘' | 'ʼ' | '‛' | '´' => ('\'', None),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => (' ', None),
        other => (other, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_to_one() {
        for (a, b) in [
            ("séances.csv", "se\u{301}ances.csv"),
            ("ÉLÈVE", "élève"),
            ("cœur", "COEUR"),
            ("L’Île", "l'ile"),
            ("ﬁche", "fiche"),
            ("10\u{202f}000\u{a0}€", "10 000 €"),
            ("Łódź", "lodz"),
            ("ÿ ñ ç", "y n c"),
        ] {
            assert_eq!(folded(a), folded(b), "{a:?} and {b:?}");
        }
        assert_ne!(folded("séance"), folded("seance s"));
        assert_ne!(folded("张伟"), folded("张伟明"), "other scripts keep their letters");
    }

    #[test]
    fn a_slug_is_the_same_however_its_accents_were_typed() {
        assert_eq!(slug("Pôle – Fives (Œuvre)", 64), "pole-fives-oeuvre");
        assert_eq!(slug("Po\u{302}le – Fives (Œuvre)", 64), "pole-fives-oeuvre");
        assert_eq!(slug(&"é".repeat(70), 64), "e".repeat(64));
        assert_eq!(slug("ab cd", 3), "ab");
        assert_eq!(slug("— …", 64), "");
    }
}
