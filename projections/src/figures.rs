//! Figures without floating point: exact percentages and shares, and the way people read numbers.
//!
//! What goes to programs is machine-like (`"25.13"`, `"15000.00"`); what goes to people is written as their language
//! does.

use maillage_events::messages::{Language, message, say};
pub use maillage_events::messages::{count_shown, euros_shown, number_shown};

/// A hundredth of a percent, ten thousand to the whole.
const WHOLE: u64 = 10_000;
/// Keeps the groups of a number together at the end of a line.
const NARROW_NO_BREAK: char = '\u{202f}';

/// Basis points as a decimal percentage: `5617` is `56.17`.
pub fn hundredths(basis_points: u64) -> String {
    format!("{}.{:02}", basis_points / 100, basis_points % 100)
}

fn ratio(part: u64, whole: u64) -> Option<u64> {
    let (part, whole) = (u128::from(part), u128::from(whole));
    (whole > 0).then(|| u64::try_from((part * u128::from(WHOLE) * 2 + whole) / (whole * 2)).unwrap_or(u64::MAX))
}

/// `part` in percent of `whole`, two decimals, half up; `None` when the whole is zero.
pub fn percent(part: u64, whole: u64) -> Option<String> {
    ratio(part, whole).map(hundredths)
}

/// `part` in percent of `whole`, two decimals, rounded down: a lower bound stays one.
pub fn percent_at_least(part: u64, whole: u64) -> Option<String> {
    let (part, whole) = (u128::from(part), u128::from(whole));
    (whole > 0).then(|| hundredths(u64::try_from(part * u128::from(WHOLE) / whole).unwrap_or(u64::MAX)))
}

/// `part` in percent of `whole`, two decimals, rounded up: an upper bound stays one.
pub fn percent_at_most(part: u64, whole: u64) -> Option<String> {
    let (part, whole) = (u128::from(part), u128::from(whole));
    (whole > 0).then(|| hundredths(u64::try_from((part * u128::from(WHOLE)).div_ceil(whole)).unwrap_or(u64::MAX)))
}

/// Shares of a total in basis points, by the largest remainder: they sum to exactly 10,000.
/// Equal remainders go to the earlier part. `None` when the parts sum to zero.
pub fn shares(parts: &[u64]) -> Option<Vec<u64>> {
    let total: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    if total == 0 {
        return None;
    }
    let scaled = |part: &u64| u128::from(*part) * u128::from(WHOLE);
    let mut shares: Vec<u64> = parts.iter().map(|part| u64::try_from(scaled(part) / total).unwrap_or(WHOLE)).collect();
    let left = WHOLE - shares.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(scaled(&parts[*at]) % total), *at));
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[at] += 1;
    }
    Some(shares)
}

/// Cents as euros for programs: `1500000` is `15000.00`.
pub fn euros(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A machine-like percentage for people: `25.13` is `25,13 %` in French, `25.13%` in English.
pub fn percent_shown(language: Language, percent: &str) -> String {
    match language {
        Language::French => format!("{}{NARROW_NO_BREAK}%", percent.replace('.', ",")),
        Language::English => format!("{percent}%"),
    }
}

/// What stands where a figure is not known: `n.r.`.
pub fn unknown_shown(language: Language) -> String {
    say(language, "figure-unknown")
}

/// Bounds for people: one number when they meet, `20 à 25`, or `au moins 20` when there is no upper bound.
pub fn bounds_shown(language: Language, least: u64, most: Option<u64>) -> String {
    match most {
        Some(most) if most == least => count_shown(language, least),
        Some(most) => message(
            language,
            "figure-bounds",
            &[("min", count_shown(language, least)), ("max", count_shown(language, most))],
        ),
        None => message(language, "figure-at-least", &[("min", count_shown(language, least))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact_to_two_decimals_half_up() {
        assert_eq!(percent(1, 3).as_deref(), Some("33.33"));
        assert_eq!(percent(1, 16_000).as_deref(), Some("0.01"), "a half goes up");
        assert_eq!(percent(1, 0), None);
    }

    #[test]
    fn shares_sum_to_a_hundred_whatever_the_parts() {
        assert_eq!(shares(&[1_500_000, 1_170_700]).unwrap(), [5617, 4383]);
        assert_eq!(shares(&[1, 1, 1]).unwrap(), [3334, 3333, 3333]);
        for parts in [vec![1, 2, 3, 4, 5, 6, 7], vec![u64::MAX, 1, u64::MAX], vec![0, 9]] {
            assert_eq!(shares(&parts).unwrap().iter().sum::<u64>(), WHOLE, "{parts:?}");
        }
        assert_eq!(shares(&[0, 0]), None);
    }

    #[test]
    fn people_read_percentages_as_their_language_writes_them() {
        assert_eq!(percent_shown(Language::French, "+25.13"), "+25,13\u{202f}%");
        assert_eq!(euros(2_670_700), "26707.00");
    }

    #[test]
    fn bounds_are_one_number_where_they_meet() {
        assert_eq!(bounds_shown(Language::French, 20, Some(25)), "20 à 25");
        assert_eq!(bounds_shown(Language::French, 20, Some(20)), "20");
        assert_eq!(bounds_shown(Language::French, 20, None), "au moins 20");
    }
}
