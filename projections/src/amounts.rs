//! Amounts that may be decimal numbers, without floating point: exact changes, figures for programs, and the way people
//! read them.

use maillage_events::amount::Amount;
use maillage_events::decimal::Decimal;
use maillage_events::messages::{Language, message};
use serde_json::{Number, Value, json};

use crate::figures::{count_shown, hundredths, unknown_shown};

/// The change from one decimal number to another in percent of the first, with its sign; halves go
/// away from zero. `None` when the first is zero.
pub fn change_percent(before: &Decimal, after: &Decimal) -> Option<String> {
    let (before, after) = (before.billionths(), after.billionths());
    let (change, whole) = ((after - before).unsigned_abs(), before.unsigned_abs());
    // At most 24 digits, 10,000 and 2 times: all of it fits.
    let size = (whole > 0).then(|| (change * 10_000 * 2 + whole) / (whole * 2))?;
    let sign = if size == 0 || after == before {
        ""
    } else if after > before {
        "+"
    } else {
        "-"
    };
    Some(format!("{sign}{}", hundredths(u64::try_from(size).unwrap_or(u64::MAX))))
}

/// The difference between two decimal numbers, exactly, without zeros that say nothing: `0.3`, `-12`, `0`.
pub fn difference(before: &Decimal, after: &Decimal) -> String {
    let difference = after.billionths() - before.billionths();
    let size = difference.unsigned_abs();
    let fraction = format!("{:09}", size % 1_000_000_000);
    let written = format!("{}.{fraction}", size / 1_000_000_000);
    let shortest = written.trim_end_matches('0').trim_end_matches('.');
    format!("{}{shortest}", if difference < 0 { "-" } else { "" })
}

/// A decimal number for programs: a number where JSON can hold it as it is worth, else its digits as text.
pub fn decimal_figure(digits: &str) -> Value {
    let shortest = match digits.split_once('.') {
        Some(_) => digits.trim_end_matches('0').trim_end_matches('.'),
        None => digits,
    };
    match shortest.parse::<Number>() {
        Ok(number) if number.to_string() == shortest => number.into(),
        _ => digits.into(),
    }
}

/// An amount for programs, with all that is known of it.
pub fn amount_figure(amount: &Amount) -> Value {
    let number = |decimal: &Decimal| decimal_figure(decimal.as_str());
    match amount {
        Amount::Exact { value } => json!({ "is": "exact", "value": number(value) }),
        Amount::About { value } => json!({ "is": "about", "value": number(value) }),
        Amount::Range { min, max } => json!({ "is": "range", "min": number(min), "max": number(max) }),
        Amount::Unknown { at_least, as_said } => {
            json!({ "is": "unknown", "at_least": at_least.as_ref().map(number), "as_said": as_said })
        }
    }
}

/// A decimal number for people, with its digits as they were written: `2 410`, `4,20` in French.
pub fn decimal_shown(language: Language, digits: &str) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let sign = if unsigned.len() < whole.len() { "-" } else { "" };
    let grouped = count_shown(language, unsigned.parse().unwrap_or(0));
    let point = match language {
        Language::French => ',',
        Language::English => '.',
    };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{point}{fraction}") }
}

/// An amount for people, with all that is known of it.
pub fn amount_shown(language: Language, amount: &Amount) -> String {
    let shown = |number: &Decimal| decimal_shown(language, number.as_str());
    match amount {
        Amount::Exact { value } => shown(value),
        Amount::About { value } => message(language, "figure-about", &[("value", shown(value))]),
        Amount::Range { min, max } => message(language, "figure-range", &[("min", shown(min)), ("max", shown(max))]),
        Amount::Unknown { as_said: Some(words), .. } => {
            message(language, "figure-unknown-as-said", &[("words", words.0.clone())])
        }
        Amount::Unknown { at_least: Some(least), .. } => {
            message(language, "figure-unknown-at-least", &[("min", shown(least))])
        }
        Amount::Unknown { .. } => unknown_shown(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_numbers_are_compared_exactly_and_shown_as_they_were_written() {
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        let changed = |before: &str, after: &str| {
            let (before, after) = (decimal(before), decimal(after));
            (difference(&before, &after), change_percent(&before, &after).unwrap_or_default())
        };
        assert_eq!(changed("1926", "2410"), ("484".to_owned(), "+25.13".to_owned()));
        assert_eq!(changed("4.2", "4.50"), ("0.3".to_owned(), "+7.14".to_owned()));
        assert_eq!(changed("2410", "1926"), ("-484".to_owned(), "-20.08".to_owned()));
        assert_eq!(changed("0.1", "0.10"), ("0".to_owned(), "0.00".to_owned()));
        assert_eq!(changed("0", "5"), ("5".to_owned(), String::new()));
        assert_eq!(changed("7", "7"), ("0".to_owned(), "0.00".to_owned()));
        assert_eq!(decimal_shown(Language::French, "2410.20"), "2\u{202f}410,20");
        assert_eq!(decimal_shown(Language::English, "-0.5"), "-0.5");
        let figures = ["2410", "4.20", "27.0", "-0.5"].map(decimal_figure);
        assert_eq!(json!(figures).to_string(), "[2410,4.2,27,-0.5]");
        assert_eq!(decimal_figure("123456789012345.123456789"), json!("123456789012345.123456789"));
    }

    #[test]
    fn what_is_not_known_keeps_its_words() {
        let several = Amount::Unknown { at_least: Some(2.into()), as_said: Some("plusieurs fois".into()) };
        assert_eq!(amount_shown(Language::French, &several), "n.r. («\u{a0}plusieurs fois\u{a0}»)");
        assert_eq!(amount_shown(Language::French, &Amount::About { value: 40.into() }), "environ 40");
        let range = Amount::Range { min: "3.5".parse().unwrap(), max: 4.into() };
        assert_eq!(amount_shown(Language::French, &range), "entre 3,5 et 4");
        assert_eq!(amount_shown(Language::French, &Amount::unknown()), "n.r.");
        assert_eq!(amount_figure(&several), json!({ "is": "unknown", "at_least": 2, "as_said": "plusieurs fois" }));
    }
}
