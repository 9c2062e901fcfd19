//! Headings that are not known, told from what stands under the heading above them.

use maillage_events::text::folded;

use super::language::words;
use super::names::kind;
use super::source::Line;
use crate::party_names::is_category;

/// What stands under a heading that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// Values on one line.
    OneLine,
    /// Names of organisations on one line.
    Names,
    /// Paragraphs or bullets.
    Paragraphs,
}

/// First words of headings that records print beside those that are read. Amid paragraphs nothing else tells them.
const FIRST_WORDS: [&str; 16] = [
    "observation",
    "outil",
    "remarque",
    "commentaire",
    "bilan",
    "moyen",
    "intervenant",
    "contact",
    "document",
    "perspective",
    "communication",
    "support",
    "site",
    "methode",
    "calendrier",
    "difficulte",
];

/// Longest line that can be a heading, in words.
const MOST_WORDS: usize = 6;

/// Whether a line begins a part of its own: it cannot belong to the heading above it.
pub fn is_other_heading(above: Under, already: &[Line], before: Option<&Line>, line: &Line) -> bool {
    let Some(last) = already.last() else { return looks_like_one(&line.text) && is_named_like_one(&line.text) };
    if above != Under::Paragraphs {
        return !continues(above, last, line) && !already.iter().any(|other| folded(&other.text) == folded(&line.text));
    }
    let apart = before.is_some_and(|before| line.number > before.number + 1);
    looks_like_one(&line.text) && (is_named_like_one(&line.text) || apart)
}

/// Whether a line continues values that OSCARS prints on one line: a wrapped one, one more bullet, one more partner.
fn continues(above: Under, last: &Line, line: &Line) -> bool {
    let text = line.text.as_str();
    let bullet = |text: &str| text.starts_with(['-', '*', '•', '–']);
    last.text.ends_with([',', ';', ':', '-'])
        || text.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | '(' | '…' | '.'))
        || bullet(text)
        || above == Under::Names && !is_named_like_one(text) && (is_party(text) || is_category(text))
}

/// Whether a name is that of an organisation: by a word of its kind, or because it is letters that stand for words.
fn is_party(name: &str) -> bool {
    kind(name).is_some() || words(name).iter().any(|word| word.raw.len() > 2 && word.raw == word.raw.to_uppercase())
}

/// Whether a line has the form of a heading: a few words that begin with a capital, without a bullet, a figure or the
/// marks of a sentence.
fn looks_like_one(text: &str) -> bool {
    let bare = text.trim_end_matches([':', ' ']);
    bare.starts_with(char::is_uppercase)
        && words(bare).len() <= MOST_WORDS
        && !bare.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '€' | '«'))
}

fn is_named_like_one(text: &str) -> bool {
    let first = words(text).into_iter().next();
    first.is_some_and(|word| FIRST_WORDS.contains(&word.folded.trim_end_matches('s')) && looks_like_one(text))
}
