//! The screen that keeps persons, over-long texts and unreadable characters and numbers out of facts.
//!
//! Facts are for ever, so they may name organisations, places and works, never a person. The screen runs once, where a
//! fact is [sealed](crate::envelope::Draft::seal): on every key, text and number of the envelope and of the payload. No
//! other way leads into a log, so no door is left beside it. It never runs on what is read back.
//!
//! # Layout
//! * here: what it walks through, and why something may not stand in a fact.
//! * `person_mark`: the shapes of persons, from `email`, `digits` (telephone and social security numbers), `bank`,
//!   `title` and `title_words` (names behind a title); `plain`: the words as these read them.

mod bank;
mod digits;
mod email;
mod person_mark;
mod plain;
mod title;
mod title_words;

pub use person_mark::{PersonalMark, personal_mark};

use serde_json::Value;

use crate::organisation::{EmailAddress, TelephoneNumber};
use crate::refusal::Refusal;
use crate::text::Text;

/// The largest integer that every reader of JSON reads alike: 2^53 − 1.
const MOST: u64 = (1 << 53) - 1;

/// Why a payload may not become a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Its words look like a person's name or contact.
    Personal(PersonalMark),
    /// A text has this many bytes, more than [`Text::MOST_BYTES`].
    TooLong(usize),
    /// A number is above 2^53 − 1, so that readers of JSON would round it.
    TooLarge(u64),
    /// A text holds a character that is not shown, or changes how others are: NUL, escape, a change of direction.
    Unprintable(char),
}

impl Unfit {
    /// The refusal that says so.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Personal(mark) => Refusal::new("names-a-person").with("mark", format!("{mark:?}").to_lowercase()),
            Self::TooLong(length) => {
                Refusal::new("text-too-long").with("most", Text::MOST_BYTES).with("length", length)
            }
            Self::TooLarge(number) => Refusal::new("number-too-large").with("number", number),
            Self::Unprintable(c) => {
                Refusal::new("character-unprintable").with("character", format!("U+{:04X}", u32::from(c)))
            }
        }
    }
}

/// The first thing in a payload that may not become part of a fact, wherever it stands: in a text, a key or a number.
pub fn unfit(payload: &Value) -> Option<Unfit> {
    match payload {
        Value::String(words) => unfit_words(words),
        Value::Array(items) => items.iter().find_map(unfit),
        Value::Object(members) => members.iter().find_map(|(key, member)| {
            unfit_words(key).or_else(|| if is_public_contact(key, member) { None } else { unfit(member) })
        }),
        Value::Number(number) => number.as_u64().filter(|number| *number > MOST).map(Unfit::TooLarge),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Refuses a payload that is [`unfit`] for a fact.
pub fn screen(payload: &Value) -> Result<(), Refusal> {
    unfit(payload).map_or(Ok(()), |unfit| Err(unfit.refusal()))
}

/// What in words may not become part of a fact.
fn unfit_words(words: &str) -> Option<Unfit> {
    if words.len() > Text::MOST_BYTES {
        return Some(Unfit::TooLong(words.len()));
    }
    if let Some(c) = words.chars().find(|c| is_unprintable(*c)) {
        return Some(Unfit::Unprintable(c));
    }
    personal_mark(words).map(Unfit::Personal)
}

/// Control characters (line ends and tabs aside), and those that turn the direction of writing.
pub fn is_unprintable(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

/// The telephone and the e-mail address of an organisation, which are public. Only organisations have members of these
/// names, and only in these forms: a test holds it for every kind.
fn is_public_contact(key: &str, member: &Value) -> bool {
    let Value::String(words) = member else { return false };
    match key {
        "telephone" => TelephoneNumber::is_canonical(words),
        "email" => EmailAddress::is_canonical(words),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_screen_walks_everywhere_and_takes_references_of_either_case() {
        let uuid = "9F0C2D1E-7A6B-5C4D-8E3F-0546000000AB";
        assert_eq!(unfit(&json!({"a": [uuid, "0".repeat(64), "a".repeat(64)], "b": null})), None);
        assert_eq!(unfit(&json!({"a": [{"b": "Mme Benali"}]})), Some(Unfit::Personal(PersonalMark::TitledName)));
        assert_eq!(unfit(&json!({"a": {"Mme Benali": 1}})), Some(Unfit::Personal(PersonalMark::TitledName)));
        assert_eq!(unfit(&json!(["x".repeat(4001)])), Some(Unfit::TooLong(4001)));
        assert_eq!(unfit(&json!({"n": 1_u64 << 53})), Some(Unfit::TooLarge(1 << 53)));
        assert_eq!(unfit(&json!({"n": (1_u64 << 53) - 1})), None);
    }

    #[test]
    fn characters_that_nobody_sees_are_refused_and_line_ends_are_not() {
        for c in ['\0', '\u{1b}', '\u{7}', '\u{7f}', '\u{85}', '\u{200f}', '\u{202e}', '\u{2066}'] {
            assert_eq!(unfit(&json!({"title": format!("Forum {c} santé")})), Some(Unfit::Unprintable(c)));
            assert_eq!(unfit(&json!({format!("a{c}"): 1})), Some(Unfit::Unprintable(c)));
        }
        assert_eq!(unfit(&json!("Forum\r\n\tsanté\u{a0}: l’été")), None);
    }

    #[test]
    fn a_public_contact_passes_in_its_own_member_and_form_alone() {
        let telephone = Some(Unfit::Personal(PersonalMark::Telephone));
        let email = Some(Unfit::Personal(PersonalMark::Email));
        assert_eq!(unfit(&json!({"telephone": "0546000000", "email": "accueil@ville.example"})), None);
        assert_eq!(unfit(&json!({"telephone": "appeler le 0546000000"})), telephone);
        assert_eq!(unfit(&json!({"email": "0546000000", "phone": "x"})), telephone);
        assert_eq!(unfit(&json!({"email": "écrire à accueil@ville.example"})), email);
        assert_eq!(unfit(&json!({"name": "accueil@ville.example"})), email);
        assert_eq!(unfit(&json!({"telephone": ["0546000000"]})), telephone);
    }
}
