//! Free words in facts, and the screen that keeps persons out of them.
//!
//! Facts are for ever, so they may name organisations, places and works, never a person. The screen refuses what looks
//! like a contact or a titled name; it runs when a fact is admitted, never when one is read back.

use std::fmt;

use serde::{Deserialize, Serialize};
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
    if is_digest_or_uuid(words) {
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

/// Fingerprints and opaque references are no words, and hold ten digits in a row by chance: about one UUID in 1,400
/// does.
fn is_digest_or_uuid(words: &str) -> bool {
    let hexadecimal = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let groups = || words.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    (words.len() == 64 && hexadecimal(words)) || (words.len() == 36 && groups() && words.split('-').all(hexadecimal))
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
}
