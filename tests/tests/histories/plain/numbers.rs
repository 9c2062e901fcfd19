//! Numbers as reports write them.

use serde_json::{Value, json};

/// Hundredths of a decimal number that has at most two decimals.
pub fn hundredths(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    whole.parse::<i64>().unwrap() * 100 + format!("{part:0<2}").parse::<i64>().unwrap()
}

/// A number of hundredths, written without zeros that say nothing.
pub fn exactly(hundredths: i64) -> Value {
    if hundredths % 100 == 0 {
        return json!(hundredths / 100);
    }
    json!(f64::from(i32::try_from(hundredths).unwrap()) / 100.0)
}

/// A part in percent of the whole, two decimals, half up.
pub fn percent(part: u64, whole: u64) -> Option<String> {
    let points = (whole > 0).then(|| (part * 20_000 + whole) / (whole * 2))?;
    Some(format!("{}.{:02}", points / 100, points % 100))
}

/// A change in percent of what was before, with its sign.
pub fn percent_of(change: i64, before: i64) -> Option<String> {
    let size = percent(change.unsigned_abs(), before.unsigned_abs())?;
    let sign = match change.signum() {
        _ if size == "0.00" => "",
        1 => "+",
        _ => "-",
    };
    Some(format!("{sign}{size}"))
}
