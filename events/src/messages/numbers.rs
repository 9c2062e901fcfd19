//! Numbers as people write them.

use super::language::Language;

/// Keeps the groups of a number together at the end of a line.
const NARROW_NO_BREAK: char = '\u{202f}';

/// A whole number for people: `2 410` in French, `2,410` in English.
pub fn number_shown(language: Language, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut shown = String::new();
    if number < 0 {
        shown.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(match language {
                Language::French => NARROW_NO_BREAK,
                Language::English => ',',
            });
        }
        shown.push(digit);
    }
    shown
}

/// A count for people.
pub fn count_shown(language: Language, number: u64) -> String {
    number_shown(language, i64::try_from(number).unwrap_or(i64::MAX))
}

/// Cents for people: `15 000,00 €` in French, `€15,000.00` in English.
pub fn euros_shown(language: Language, cents: u64) -> String {
    let whole = count_shown(language, cents / 100);
    match language {
        Language::French => format!("{whole},{:02}{NARROW_NO_BREAK}€", cents % 100),
        Language::English => format!("€{whole}.{:02}", cents % 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_numbers_as_their_language_writes_them() {
        assert_eq!(number_shown(Language::French, 1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(number_shown(Language::English, -2410), "-2,410");
        assert_eq!(euros_shown(Language::French, 1_500_000), "15\u{202f}000,00\u{202f}€");
        assert_eq!(euros_shown(Language::English, 1_500_000), "€15,000.00");
    }
}
