//! How an organisation is reached: its public telephone and e-mail address, the only ones that facts hold.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bad_id::{BadId, string_schema};

/// A type that is written as its canonical text, and read from other spellings of it.
macro_rules! contact {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads it as people write it.
            pub fn new(words: &str) -> Result<Self, BadId> {
                let canonical = Self::canonical(words).filter(|canonical| Self::is_canonical(canonical));
                canonical.map(Self).ok_or_else(|| BadId { value: words.to_owned(), expected: $expected })
            }
            /// Its canonical text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(words: String) -> Result<Self, BadId> {
                Self::new(&words)
            }
        }
        impl From<$name> for String {
            fn from(contact: $name) -> String {
                contact.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

contact! {
    /// The public telephone number of an organisation: ten digits, a short number, or `+` and a country's code.
    /// Canonical without anything between its digits; `+33 (0)5 46 00 00 00` is `0546000000`.
    TelephoneNumber,
    "a telephone number: 10 digits, a short number of 2 to 6, or + and the code of a country"
}
string_schema!(TelephoneNumber, "^([0-9]{2,6}|0[1-9][0-9]{8}|\\+[1-9][0-9]{7,14})$", "0546515151");

contact! {
    /// The public e-mail address of an organisation, in lower case.
    EmailAddress,
    "an e-mail address"
}
string_schema!(
    EmailAddress,
    "^[a-z0-9._%+-]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,24}$",
    "accueil@ville.example"
);

impl TelephoneNumber {
    fn canonical(words: &str) -> Option<String> {
        let mut digits = String::with_capacity(16);
        for (at, c) in words.trim().replace("(0)", "").char_indices() {
            match c {
                '+' if at == 0 => digits.push(c),
                '0'..='9' => digits.push(c),
                ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}' | '\u{2011}' => {}
                _ => return None,
            }
        }
        let digits = digits.strip_prefix("00").map(|abroad| format!("+{abroad}")).unwrap_or(digits);
        Some(digits.strip_prefix("+33").map(|national| format!("0{national}")).unwrap_or(digits))
    }

    /// Whether these are such a number, spelt as facts hold it.
    pub fn is_canonical(words: &str) -> bool {
        let are_digits = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
        match words.strip_prefix('+') {
            Some(digits) => (8..=15).contains(&digits.len()) && !digits.starts_with('0') && are_digits(digits),
            None if words.len() == 10 => words.starts_with('0') && !words.starts_with("00") && are_digits(words),
            None => (2..=6).contains(&words.len()) && are_digits(words),
        }
    }
}

impl EmailAddress {
    fn canonical(words: &str) -> Option<String> {
        Some(words.trim().to_lowercase())
    }

    /// Whether this is such an address, spelt as facts hold it.
    pub fn is_canonical(words: &str) -> bool {
        let Some((user, host)) = words.split_once('@') else { return false };
        let is_label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        (1..=64).contains(&user.len())
            && user.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'%' | b'+' | b'-'))
            && host.rsplit_once('.').is_some_and(|(labels, last)| {
                labels.split('.').all(is_label)
                    && (2..=24).contains(&last.len())
                    && last.bytes().all(|b| b.is_ascii_lowercase())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_spelling() {
        for words in ["05 46 51 51 42", "05.46.51.51.42", "05-46-51-51-42", "+33 5 46 51 51 42", "+33 (0)5 46 51 51 42"]
        {
            assert_eq!(TelephoneNumber::new(words).unwrap().as_str(), "0546515142");
        }
        for (words, canonical) in [
            ("0033 5 46 51 51 42", "0546515142"),
            ("3114", "3114"),
            ("0 800 23 13 13", "0800231313"),
            ("+32 2 123 45 67", "+3221234567"),
        ] {
            assert_eq!(TelephoneNumber::new(words).unwrap().as_str(), canonical);
        }
        for bad in
            ["", "0", "05 46 51 51", "00 00 00 00 00", "Mme Benali 05 46 51 51 42", "05 46 51 51 42 43", "+0123456789"]
        {
            assert!(TelephoneNumber::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_is_one_and_nothing_else() {
        assert_eq!(EmailAddress::new(" Accueil@Ville.Example ").unwrap().as_str(), "accueil@ville.example");
        for bad in
            ["", "accueil", "a@b", "a b@ville.example", "a@ville..example", "a@b@ville.example", "é@ville.example"]
        {
            assert!(EmailAddress::new(bad).is_err(), "{bad}");
        }
    }
}
