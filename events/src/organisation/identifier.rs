//! Whether an identifier of an organisation can exist: its length, its alphabet, its check digit.

use crate::organisation::IdentifierScheme;

/// The SIREN of La Poste, whose establishments sum their digits to a multiple of 5 instead.
const LA_POSTE: &str = "356000000";

pub(crate) fn is_plausible(scheme: IdentifierScheme, value: &str) -> bool {
    match scheme {
        IdentifierScheme::Siren => digits(value, 9) && luhn(value),
        IdentifierScheme::Siret => {
            digits(value, 14) && (luhn(value) || value.starts_with(LA_POSTE) && sum(value).is_multiple_of(5))
        }
        IdentifierScheme::Rna => rna(value),
        IdentifierScheme::FinessEj | IdentifierScheme::FinessEg => finess(value),
    }
}

fn digits(value: &str, length: usize) -> bool {
    value.len() == length && value.bytes().all(|b| b.is_ascii_digit())
}

fn sum(value: &str) -> u32 {
    value.chars().filter_map(|c| c.to_digit(10)).sum()
}

fn luhn(value: &str) -> bool {
    let total: u32 = value
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    total.is_multiple_of(10)
}

/// W, the department with its sub-prefecture, and seven digits: `W173001234`, in Corsica `W2A1001234`, overseas
/// `W9R1000453`, where a letter stands for the territory.
fn rna(value: &str) -> bool {
    match value.as_bytes() {
        [b'W', b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z', ..] => digits(&value[3..], 7),
        _ => false,
    }
}

/// Nine characters that begin with a department: two digits, or 2A and 2B in Corsica.
fn finess(value: &str) -> bool {
    match value.as_bytes() {
        [b'2', b'A' | b'B', ..] => digits(&value[2..], 7),
        _ => digits(value, 9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_keeps_to_its_scheme() {
        use IdentifierScheme::{FinessEj, Rna, Siren, Siret};
        for (scheme, sound, faulty) in [
            (Siren, "211703004", "211703005"),
            (Siret, "21170300400013", "21170300400014"),
            (Siret, "35600000049837", "35600000049838"),
            (Rna, "W173001234", "173001234"),
            (Rna, "W9R1000453", "W9R100045"),
            (Rna, "W2A1001234", "WA21001234"),
            (Rna, "W9C1000012", "w9C1000012"),
            (FinessEj, "170000012", "17000001"),
            (FinessEj, "2A0000014", "2C0000014"),
        ] {
            assert!(is_plausible(scheme, sound), "{sound} was refused");
            assert!(!is_plausible(scheme, faulty), "{faulty} was accepted");
        }
        assert!(!is_plausible(Siren, "211 703 004"));
        assert!(!is_plausible(FinessEj, "2Aé00001"));
    }
}
