//! Counts and money: what is estimated, bounded or unknown stays so.

use maillage_events::quantity::{Decimal, Quantity};
use maillage_events::text::Text;

use super::{BadCell, plain, says_unknown};

/// Reads `12`, `1 926`, `environ 40`, `20-25`, `entre 20 et 25`, `au moins 12`, `plusieurs`, `n.r.`; an empty cell is
/// unknown, never zero.
pub fn quantity(cell: &str) -> Result<Quantity, BadCell> {
    if says_unknown(cell) {
        return Ok(Quantity::unknown());
    }
    let words = plain(cell);
    if words == "plusieurs" || words.starts_with("plusieurs ") {
        return Ok(Quantity::Unknown { at_least: Some(2), as_said: Some(Text::from(cell.trim())) });
    }
    if let Some(least) = words.strip_prefix("au moins ").or_else(|| words.strip_prefix("plus de ")) {
        let least = whole(least)? + u64::from(words.starts_with("plus de "));
        return Ok(Quantity::Unknown { at_least: Some(least), as_said: Some(Text::from(cell.trim())) });
    }
    for about in ["environ ", "env. ", "env ", "≈", "~", "autour de "] {
        if let Some(value) = words.strip_prefix(about) {
            return Ok(Quantity::About { value: whole(value)? });
        }
    }
    let between = words.strip_prefix("entre ").and_then(|rest| rest.split_once(" et "));
    if let Some((min, max)) = between.or_else(|| words.split_once(" a ")).or_else(|| words.split_once('-')) {
        let (min, max) = (whole(min)?, whole(max)?);
        return if min <= max { Ok(Quantity::Range { min, max }) } else { Err(BadCell::NotAQuantity) };
    }
    whole(&words).map(Quantity::exact)
}

/// Digits, in groups of three where they are grouped.
fn whole(words: &str) -> Result<u64, BadCell> {
    let words = words.trim();
    let groups: Vec<&str> = words.split(' ').collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    if !grouped || !groups.iter().all(|group| digits(group)) {
        return Err(BadCell::NotAQuantity);
    }
    groups.concat().parse().ok().filter(|value| *value < 1 << 53).ok_or(BadCell::NotAQuantity)
}

/// Reads `15 000,00 €`, `15000`, `11 707 euros` or `12.50` as cents. A point before three digits (`15.000`) could mean
/// either and is refused.
pub fn euros(cell: &str) -> Result<u64, BadCell> {
    let words = plain(cell);
    let bare = words.trim_end_matches(['€', ' ']);
    let bare = bare.strip_suffix("euros").or_else(|| bare.strip_suffix("euro")).unwrap_or(bare).trim();
    let (whole_part, cents) = match bare.split_once([',', '.']) {
        Some((whole_part, cents)) => (whole_part, cents),
        None => (bare, ""),
    };
    let cents: u64 = match cents.as_bytes() {
        [] if !bare.ends_with([',', '.']) => 0,
        [tenth] if tenth.is_ascii_digit() => u64::from(tenth - b'0') * 10,
        [tenth, hundredth] if tenth.is_ascii_digit() && hundredth.is_ascii_digit() => {
            u64::from(tenth - b'0') * 10 + u64::from(hundredth - b'0')
        }
        _ => return Err(BadCell::NotEuros),
    };
    let whole_part = whole(whole_part).map_err(|_| BadCell::NotEuros)?;
    whole_part
        .checked_mul(100)
        .and_then(|sum| sum.checked_add(cents))
        .filter(|sum| *sum < 1 << 53)
        .ok_or(BadCell::NotEuros)
}

/// Reads `27,5`, `27.5` or `27,5 %`; the digits are kept as written.
pub fn decimal(cell: &str) -> Result<Decimal, BadCell> {
    let words = plain(cell);
    words.trim_end_matches(['%', ' ']).replace(',', ".").replace(' ', "").parse().map_err(|_| BadCell::NotADecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_stays_what_was_said_of_it() {
        let unknown = |least: u64, said: &str| Quantity::Unknown { at_least: Some(least), as_said: Some(said.into()) };
        for (cell, read) in [
            ("12", Quantity::exact(12)),
            ("0", Quantity::exact(0)),
            ("1\u{202f}926", Quantity::exact(1926)),
            ("environ 40", Quantity::About { value: 40 }),
            ("20-25", Quantity::Range { min: 20, max: 25 }),
            ("20 à 25", Quantity::Range { min: 20, max: 25 }),
            ("entre 20 et 25", Quantity::Range { min: 20, max: 25 }),
            ("plusieurs fois", unknown(2, "plusieurs fois")),
            ("au moins 12", unknown(12, "au moins 12")),
            ("n.r.", Quantity::unknown()),
            ("", Quantity::unknown()),
        ] {
            assert_eq!(quantity(cell), Ok(read), "{cell:?}");
        }
        for cell in ["-3", "douze", "25-20", "12,5", "1 92", "environ", "99999999999999999999"] {
            assert_eq!(quantity(cell), Err(BadCell::NotAQuantity), "{cell:?}");
        }
    }

    #[test]
    fn money_is_read_to_the_cent() {
        for (cell, cents) in [
            ("15 000,00 €", 1_500_000),
            ("15 000 €", 1_500_000),
            ("11\u{a0}707", 1_170_700),
            ("12,5", 1_250),
            ("12.50", 1_250),
            ("0,01 €", 1),
            ("80000 euros", 8_000_000),
        ] {
            assert_eq!(euros(cell), Ok(cents), "{cell:?}");
        }
        for cell in ["15.000", "", "€", "12,345", "-5", "quinze", "12,", "15.000,00"] {
            assert_eq!(euros(cell), Err(BadCell::NotEuros), "{cell:?}");
        }
    }

    #[test]
    fn a_percentage_keeps_its_digits() {
        assert_eq!(decimal("27,5 %").unwrap().as_str(), "27.5");
        assert!(decimal("beaucoup").is_err());
    }
}
