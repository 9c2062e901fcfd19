//! Sums in euros, as records print them.

/// A sum in cents: `15 000 € €`, `11 707,50 €`, `1.234,5 euros`, `800`. Anything else is `None`: no sum is ever
/// guessed.
pub fn cents(words: &str) -> Option<u64> {
    let lower = words.to_lowercase();
    let bare: String =
        lower.replace("euros", "€").replace("euro", "€").chars().filter(|c| !c.is_whitespace()).collect();
    let digits = bare.trim_end_matches('€');
    let (whole, fraction) = match digits.rsplit_once([',', '.']) {
        Some((whole, fraction)) if fraction.len() <= 2 => (whole, fraction),
        _ => (digits, ""),
    };
    let whole = thousands(whole)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (fraction.is_empty() && digits.ends_with([',', '.'])) {
        return None;
    }
    let hundredths = format!("{fraction:0<2}").parse::<u64>().ok()?;
    whole.checked_mul(100)?.checked_add(hundredths)
}

/// Digits, where `.` may part groups of three.
fn thousands(words: &str) -> Option<u64> {
    let groups: Vec<&str> = words.split('.').collect();
    let sound = groups.iter().enumerate().all(|(at, group)| {
        let length = if at == 0 { (1..=15).contains(&group.len()) } else { group.len() == 3 };
        length && group.bytes().all(|b| b.is_ascii_digit())
    });
    if sound { groups.concat().parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_to_the_cent() {
        for (words, sum) in [
            ("15 000 € €", 1_500_000),
            ("11 707 € €", 1_170_700),
            ("11\u{202f}707,50\u{a0}€", 1_170_750),
            ("1.234,5 euros", 123_450),
            ("12.345", 1_234_500),
            ("800", 80_000),
            ("0 €", 0),
        ] {
            assert_eq!(cents(words), Some(sum), "{words:?}");
        }
    }

    #[test]
    fn what_is_not_a_sum_is_not_guessed() {
        for words in [
            "",
            "€",
            "quinze mille",
            "15 k€",
            "15 000 $",
            "-3 €",
            "12,",
            "1,2,3",
            "12.34.567",
            "environ 100 €",
            "99999999999999999999",
        ] {
            assert_eq!(cents(words), None, "{words:?}");
        }
    }
}
