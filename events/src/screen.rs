//! The screen that keeps persons, over-long texts and numbers that readers round out of facts.
//!
//! Facts are for ever, so they may name organisations, places and works, never a person. The screen refuses what looks
//! like a contact or a titled name; it runs when a fact is admitted, never when one is read back.

use serde_json::Value;

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
        }
    }
}

/// The first thing in a payload that may not become part of a fact, wherever it stands.
pub fn unfit(payload: &Value) -> Option<Unfit> {
    match payload {
        Value::String(words) if is_reference(words) => None,
        Value::String(words) if words.len() > Text::MOST_BYTES => Some(Unfit::TooLong(words.len())),
        Value::String(words) => personal_mark(words).map(Unfit::Personal),
        Value::Array(items) => items.iter().find_map(unfit),
        Value::Object(members) => members.values().find_map(unfit),
        Value::Number(number) => number.as_u64().filter(|number| *number > MOST).map(Unfit::TooLarge),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Refuses a payload that is [`unfit`] for a fact.
pub fn screen(payload: &Value) -> Result<(), Refusal> {
    unfit(payload).map_or(Ok(()), |unfit| Err(unfit.refusal()))
}

/// Whether these are a UUID or a SHA-256 and nothing else. Their digits are nobody's number, though about one UUID in
/// 1,400 holds ten digits in a row.
fn is_reference(words: &str) -> bool {
    match words.len() {
        36 => uuid::Uuid::try_parse(words).is_ok(),
        64 => words.bytes().all(|b| b.is_ascii_hexdigit()),
        _ => false,
    }
}

/// What in a text looks like a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalMark {
    /// An e-mail address.
    Email,
    /// A French telephone number.
    Telephone,
    /// A social security number (NIR).
    SocialSecurityNumber,
    /// A courtesy title followed by a name.
    TitledName,
}

/// Looks for a person in free words; `None` when nothing was found. A screen, not a proof: it knows shapes, not people.
pub fn personal_mark(words: &str) -> Option<PersonalMark> {
    if is_reference(words) {
        return None;
    }
    if has_email(words) {
        return Some(PersonalMark::Email);
    }
    if let Some(mark) = digit_runs(words).find_map(|run| match run.as_bytes() {
        [b'0', b'1'..=b'9', ..] if run.len() == 10 => Some(PersonalMark::Telephone),
        [b'3', b'3', b'1'..=b'9', ..] if run.len() == 11 => Some(PersonalMark::Telephone),
        [b'1' | b'2', ..] if matches!(run.len(), 13 | 15) => Some(PersonalMark::SocialSecurityNumber),
        _ => None,
    }) {
        return Some(mark);
    }
    has_titled_name(words).then_some(PersonalMark::TitledName)
}

fn has_email(words: &str) -> bool {
    words.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(user, host)| {
            user.chars().next_back().is_some_and(|c| c.is_alphanumeric())
                && host.trim_end_matches(['.', ',', ')', ';']).contains('.')
        })
    })
}

/// Runs of digits, with the separators that telephone numbers use taken out.
fn digit_runs(words: &str) -> impl Iterator<Item = String> {
    let mut runs = vec![String::new()];
    let mut gap = 0;
    for c in words.chars() {
        if c.is_ascii_digit() {
            if let Some(run) = runs.last_mut() {
                run.push(c);
            }
            gap = 0;
        } else if matches!(c, ' ' | '.' | '\u{a0}' | '\u{202f}') && gap == 0 {
            gap = 1;
        } else {
            runs.push(String::new());
            gap = 0;
        }
    }
    runs.into_iter().filter(|run| run.len() >= 10)
}

const TITLES: [&str; 6] = ["M.", "Mme", "Mlle", "Monsieur", "Madame", "Mademoiselle"];
/// An institution may bear a titled name ("CH M. Lacroix"): the word before the title tells.
const INSTITUTIONS: [&str; 14] = [
    "ch",
    "chu",
    "centre",
    "hôpital",
    "hospitalier",
    "clinique",
    "école",
    "collège",
    "lycée",
    "rue",
    "avenue",
    "place",
    "groupe",
    "fondation",
];

fn has_titled_name(words: &str) -> bool {
    let all: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '’' | '\''))
        .filter(|w| !w.is_empty())
        .collect();
    all.windows(2).enumerate().any(|(at, pair)| {
        let before = at.checked_sub(1).and_then(|i| all.get(i)).map(|w| w.to_lowercase());
        TITLES.contains(&pair[0])
            && pair[1].chars().next().is_some_and(char::is_uppercase)
            && pair[1].chars().count() > 1
            && !TITLES.contains(&pair[1])
            && !before.is_some_and(|word| INSTITUTIONS.contains(&word.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn contacts_and_titled_names_are_found() {
        assert_eq!(personal_mark("écrire à a.durand@exemple.fr."), Some(PersonalMark::Email));
        assert_eq!(personal_mark("appeler le 05 46 00 00 00"), Some(PersonalMark::Telephone));
        assert_eq!(personal_mark("+33 6 00 00 00 00"), Some(PersonalMark::Telephone));
        assert_eq!(personal_mark("NIR 1 85 05 78 006 084"), Some(PersonalMark::SocialSecurityNumber));
        assert_eq!(personal_mark("rencontre avec Mme Benali"), Some(PersonalMark::TitledName));
    }

    #[test]
    fn digits_inside_a_reference_or_a_fingerprint_are_no_telephone() {
        let telephone = "0546000000";
        assert_eq!(personal_mark(&format!("a{telephone}")), Some(PersonalMark::Telephone));
        assert_eq!(personal_mark(&format!("9f0c2d1e-7a6b-5c4d-8e3f-a{telephone}b")), None);
        assert_eq!(personal_mark(&format!("{}a{telephone}b", "c".repeat(52))), None);
        assert_eq!(
            personal_mark(&format!("9f0c2d1e-7a6b-5c4d-8e3f-a{telephone}b appeler")),
            Some(PersonalMark::Telephone)
        );
    }

    #[test]
    fn organisations_places_and_figures_pass() {
        for sound in [
            "CH M. Lacroix",
            "3 sessions de sensibilisation en 2016",
            "15 000 € et 11 707 €",
            "Centre social Villeneuve",
            "rue Monsieur Thiers",
            "2 410 personnes (+25,13 %)",
            "de 2013 à 2018, 2019 et 2020",
            "Madame, Monsieur",
        ] {
            assert_eq!(personal_mark(sound), None, "{sound:?}");
        }
    }

    #[test]
    fn the_screen_walks_everywhere_and_takes_references_of_either_case() {
        let uuid = "9F0C2D1E-7A6B-5C4D-8E3F-0546000000AB";
        assert_eq!(unfit(&json!({"a": [uuid, "0".repeat(64), "a".repeat(64)], "b": null})), None);
        assert_eq!(unfit(&json!({"a": [{"b": "Mme Benali"}]})), Some(Unfit::Personal(PersonalMark::TitledName)));
        assert_eq!(unfit(&json!(["x".repeat(4001)])), Some(Unfit::TooLong(4001)));
        assert_eq!(unfit(&json!({"n": 1_u64 << 53})), Some(Unfit::TooLarge(1 << 53)));
        assert_eq!(unfit(&json!({"n": (1_u64 << 53) - 1})), None);
    }
}
