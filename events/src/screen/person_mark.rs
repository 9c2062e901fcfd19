//! What in words looks like a person.

use super::plain::{is_slug, plain};
use super::{bank, digits, email, title};

/// What in a text looks like a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalMark {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Telephone,
    /// A social security number (NIR).
    SocialSecurityNumber,
    /// A bank account number (IBAN).
    BankAccount,
    /// A courtesy title followed by a name.
    TitledName,
}

/// Looks for a person in free words or in an identifier; `None` when nothing was found. A screen, not a proof: it knows
/// shapes, not people. A name without a title passes.
pub fn personal_mark(words: &str) -> Option<PersonalMark> {
    if is_harmless_at_once(words) || is_reference(words) {
        return None;
    }
    let plain = plain(words);
    let plain = identifier_of(&plain).unwrap_or(&plain);
    if email::has_email(plain) {
        return Some(PersonalMark::Email);
    }
    // The shortest of the numbers below has ten digits.
    if plain.bytes().filter(u8::is_ascii_digit).count() >= 10 {
        if bank::has_account(plain) {
            return Some(PersonalMark::BankAccount);
        }
        if digits::has_social_security_number(plain) {
            return Some(PersonalMark::SocialSecurityNumber);
        }
        if digits::has_telephone(plain) {
            return Some(PersonalMark::Telephone);
        }
    }
    title::has_titled_name(plain).then_some(PersonalMark::TitledName)
}

/// The identifier in the name of a stream, `session/s-1`.
fn identifier_of(plain: &str) -> Option<&str> {
    let (family, id) = plain.split_once('/')?;
    (family.bytes().all(|b| b.is_ascii_lowercase()) && is_slug(id)).then_some(id)
}

/// One word of letters, or a few digits: most keys, members of lists, dates and identifiers.
fn is_harmless_at_once(words: &str) -> bool {
    let (mut letters, mut digits, mut others) = (0, 0, 0);
    for b in words.bytes() {
        match b {
            b'0'..=b'9' => digits += 1,
            b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
            _ => others += 1,
        }
    }
    // A name stands behind its title, so between them stands something that is neither.
    digits < 10 && (others == 0 || letters == 0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_and_titled_names_are_found() {
        assert_eq!(personal_mark("écrire à a.durand@exemple.fr."), Some(PersonalMark::Email));
        assert_eq!(personal_mark("appeler le 05 46 00 00 00"), Some(PersonalMark::Telephone));
        assert_eq!(personal_mark("+33 6 00 00 00 00"), Some(PersonalMark::Telephone));
        assert_eq!(personal_mark("NIR 1 85 05 78 006 084"), Some(PersonalMark::SocialSecurityNumber));
        assert_eq!(personal_mark("FR76 3000 6000 0112 3456 7890 189"), Some(PersonalMark::BankAccount));
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
        assert_eq!(personal_mark(&format!("centre-social-a{telephone}b")), None, "the mark that ends a cut identifier");
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
