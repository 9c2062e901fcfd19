//! Counts and money: what is estimated, bounded or unknown stays so.

use maillage_events::amount::Amount;
use maillage_events::decimal::Decimal;
use maillage_events::quantity::Quantity;
use maillage_events::text::Text;

use super::{BadCell, plain, says_unknown};
use crate::round_number::round_number;

/// What a cell says of a number, whatever its numbers are.
enum NumberWords<N> {
    Exact(N),
    About(N),
    Between(N, N),
    AtLeast(N),
    MoreThan(N),
    Several,
    Unknown,
}

/// Reads the words around numbers; `number` reads the numbers themselves.
fn said<N>(cell: &str, number: impl Fn(&str) -> Result<N, BadCell>) -> Result<NumberWords<N>, BadCell> {
    if says_unknown(cell) {
        return Ok(NumberWords::Unknown);
    }
    let words = plain(cell);
    if words == "plusieurs" || words.starts_with("plusieurs ") {
        return Ok(NumberWords::Several);
    }
    if let Some(least) = words.strip_prefix("au moins ") {
        return number(least).map(NumberWords::AtLeast);
    }
    if let Some(least) = words.strip_prefix("plus de ") {
        return number(least).map(NumberWords::MoreThan);
    }
    for about in ["environ ", "env. ", "env ", "≈", "~", "autour de "] {
        if let Some(value) = words.strip_prefix(about) {
            return number(value).map(NumberWords::About);
        }
    }
    if let Some(about) = words.strip_prefix("une ").and_then(round_number) {
        return number(&about.to_string()).map(NumberWords::About);
    }
    let between = words.strip_prefix("entre ").and_then(|rest| rest.split_once(" et "));
    if let Some((min, max)) = between.or_else(|| words.split_once(" a ")).or_else(|| words.split_once('-')) {
        return Ok(NumberWords::Between(number(min)?, number(max)?));
    }
    number(&words).map(NumberWords::Exact)
}

/// Reads `12`, `1 926`, `environ 40`, `20-25`, `entre 20 et 25`, `au moins 12`, `plusieurs`, `n.r.`; an empty cell is
/// unknown, never zero.
pub fn quantity(cell: &str) -> Result<Quantity, BadCell> {
    let as_said = || Some(Text::from(cell.trim()));
    Ok(match said(cell, whole_or_tenths_of_zero)? {
        NumberWords::Exact(value) => Quantity::Exact { value },
        NumberWords::About(value) => Quantity::About { value },
        NumberWords::Between(min, max) if min <= max => Quantity::Range { min, max },
        NumberWords::Between(..) => return Err(BadCell::NotAQuantity),
        NumberWords::AtLeast(least) => Quantity::Unknown { at_least: Some(least), as_said: as_said() },
        NumberWords::MoreThan(least) => Quantity::Unknown { at_least: Some(least + 1), as_said: as_said() },
        NumberWords::Several => Quantity::Unknown { at_least: Some(2), as_said: as_said() },
        NumberWords::Unknown => Quantity::unknown(),
    })
}

/// Reads what [`quantity`] reads, and `4,2`, `1 926,50`: digits are kept as written.
pub fn amount(cell: &str) -> Result<Amount, BadCell> {
    let as_said = || Some(Text::from(cell.trim()));
    Ok(match said(cell, written)? {
        NumberWords::Exact(value) => Amount::Exact { value },
        NumberWords::About(value) => Amount::About { value },
        NumberWords::Between(min, max) if min.billionths() <= max.billionths() => Amount::Range { min, max },
        NumberWords::Between(..) => return Err(BadCell::NotAnAmount),
        // More than 4 may be 4.1.
        NumberWords::AtLeast(least) | NumberWords::MoreThan(least) => {
            Amount::Unknown { at_least: Some(least), as_said: as_said() }
        }
        NumberWords::Several => Amount::Unknown { at_least: Some(2.into()), as_said: as_said() },
        NumberWords::Unknown => Amount::unknown(),
    })
}

/// A decimal number, its whole part in groups of three where it is grouped. A point before three digits (`1.926`) could
/// mean either and is refused.
fn written(words: &str) -> Result<Decimal, BadCell> {
    let bad = |_| BadCell::NotAnAmount;
    let Some((whole_part, fraction)) = words.trim().split_once([',', '.']) else {
        return whole(words).map(Decimal::from).map_err(bad);
    };
    if words.contains('.') && fraction.len() == 3 {
        return Err(BadCell::NotAnAmount);
    }
    let whole_part = whole(whole_part).map_err(bad)?;
    format!("{whole_part}.{fraction}").parse().map_err(|_| BadCell::NotAnAmount)
}

/// A whole number, also as spreadsheets export it: `20.0`, `20,00`. Three zeros would be a thousand.
fn whole_or_tenths_of_zero(words: &str) -> Result<u64, BadCell> {
    let words = words.trim();
    whole([".00", ",00", ".0", ",0"].iter().find_map(|zeros| words.strip_suffix(zeros)).unwrap_or(words))
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
    let unit = ["euros", "euro", "eur"].iter().find_map(|unit| bare.strip_suffix(unit));
    let bare = unit.unwrap_or(bare).trim();
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
            ("20.0", Quantity::exact(20)),
            ("20,0", Quantity::exact(20)),
            ("1 926,00", Quantity::exact(1926)),
            ("environ 20.0", Quantity::About { value: 20 }),
            ("environ 40", Quantity::About { value: 40 }),
            ("Une quarantaine", Quantity::About { value: 40 }),
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
        for cell in [
            "-3",
            "douze",
            "25-20",
            "12,5",
            "20.000",
            "20,5",
            ".0",
            "1 92",
            "environ",
            "une foule",
            "99999999999999999999",
        ] {
            assert_eq!(quantity(cell), Err(BadCell::NotAQuantity), "{cell:?}");
        }
    }

    #[test]
    fn an_amount_may_be_decimal_and_keeps_its_digits() {
        let exact = |digits: &str| Amount::Exact { value: digits.parse().unwrap() };
        for (cell, read) in [
            ("4,2", exact("4.2")),
            ("4.20", exact("4.20")),
            ("1 926,5", exact("1926.5")),
            ("2410", Amount::exact(2410)),
            ("0", Amount::exact(0)),
            ("environ 4,5", Amount::About { value: "4.5".parse().unwrap() }),
            ("entre 3,5 et 4", Amount::Range { min: "3.5".parse().unwrap(), max: 4.into() }),
            ("plus de 40", Amount::Unknown { at_least: Some(40.into()), as_said: Some("plus de 40".into()) }),
            ("plusieurs", Amount::Unknown { at_least: Some(2.into()), as_said: Some("plusieurs".into()) }),
            ("n.r.", Amount::unknown()),
            ("", Amount::unknown()),
        ] {
            assert_eq!(amount(cell), Ok(read), "{cell:?}");
        }
        for cell in ["-3", "douze", "4-3,9", "1.926", "4,", ",5", "4,2,1"] {
            assert_eq!(amount(cell), Err(BadCell::NotAnAmount), "{cell:?}");
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
