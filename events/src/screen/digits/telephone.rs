//! Telephone numbers of France, and of abroad behind their country's code, in whatever groups. Help lines (08…), short
//! numbers, dates, hours, postcodes and sums are none.

use super::Group;
use crate::screen::plain::is_slug;

/// Countries whose numbers are met here: neighbours, overseas, north Africa. France has rules of its own.
const COUNTRIES: [&str; 25] = [
    "31", "32", "34", "39", "40", "41", "44", "49", "212", "213", "216", "221", "262", "269", "351", "352", "353",
    "376", "377", "508", "590", "594", "596", "687", "689",
];

/// National help lines that bear ordinary numbers: alcohol, cannabis, gambling, SOS Amitié,
/// Suicide Écoute.
const HELP_LINES: [&str; 5] = ["0980980930", "0980980940", "0974751313", "0972394050", "0145394000"];

/// Whether a run of groups holds a telephone number that begins and ends with a group.
pub fn has_number(plain: &str, run: &[Group<'_>]) -> bool {
    let undated = undated(run);
    (0..run.len()).filter(|at| undated[*at]).any(|at| {
        let most = (at..run.len()).find(|other| !undated[*other]).unwrap_or(run.len());
        let groups = &run[at..most];
        let signed = run[at].start > 0 && plain.as_bytes()[run[at].start - 1] == b'+';
        national(groups, at > 0) && !in_a_mark(plain, groups[0])
            || signed && abroad(groups, 0)
            || run[at].digits.starts_with("00") && abroad(groups, 2)
            || french_without_sign(groups)
    })
}

/// For each group, whether it is no part of a date that holds a year of four digits.
fn undated(run: &[Group<'_>]) -> Vec<bool> {
    let mut undated = vec![true; run.len()];
    let is = |at: usize, length: usize, least: u32, most: u32| {
        run.get(at).is_some_and(|group| group.len() == length && (least..=most).contains(&group.value()))
    };
    let two = |at: usize, most: u32| is(at, 2, 1, most) || is(at, 1, 1, 9);
    for at in 0..run.len() {
        if !is(at, 4, 1900, 2099) {
            continue;
        }
        let parts = if at >= 2 && two(at - 2, 31) && two(at - 1, 12) {
            at - 2..=at
        } else if two(at + 1, 12) && two(at + 2, 31) && undated[at] && run[at + 1].joint != ' ' {
            at..=at + 2
        } else if at >= 1 && two(at - 1, 12) && (at == 1 || run[at].joint != ' ') {
            at - 1..=at
        } else {
            continue;
        };
        parts.for_each(|part| undated[part] = false);
    }
    undated
}

/// The first groups that have so many digits together, and these digits.
fn exactly<'a, 'b>(groups: &'a [Group<'b>], digits: usize) -> Option<(&'a [Group<'b>], String)> {
    let mut all = String::with_capacity(digits);
    for (at, group) in groups.iter().enumerate() {
        all.push_str(group.digits);
        if all.len() >= digits {
            return (all.len() == digits).then(|| (&groups[..=at], all));
        }
    }
    None
}

/// Ten digits from `01` to `09`; those of `08` are services, never a person's.
fn national(groups: &[Group<'_>], behind_digits: bool) -> bool {
    let Some((groups, digits)) = exactly(groups, 10) else { return false };
    let common = matches!(digits.as_bytes(), [b'0', b'1'..=b'7' | b'9', ..]);
    if !common || HELP_LINES.contains(&digits.as_str()) {
        return false;
    }
    let sizes: Vec<usize> = groups.iter().map(Group::len).collect();
    match sizes.as_slice() {
        [1, rest @ ..] => matches!(rest, [9] | [1, 8] | [3, 3, 3] | [3, 2, 2, 2] | [1, 2, 2, 2, 2]),
        [2, 2, 2, 2, 2] => !are_dates_or_hours(groups),
        // Hours such as 0930 and 1030.
        [4, 4, 2] => !groups[..2].iter().all(|group| is_hour(group.value() / 100, group.value() % 100)),
        // The thousands of a sum have digits before them.
        [3, ..] => !behind_digits && !sizes[1..].contains(&1),
        // Five digits are a postcode, six or eight a date.
        [2 | 4 | 10, rest @ ..] => !rest.contains(&1),
        _ => false,
    }
}

fn is_hour(hour: u32, minute: u32) -> bool {
    hour < 24 && minute < 60 && minute.is_multiple_of(5)
}

/// Five pairs whose marks tell that they are days of months, or hours: `05/04/16 14-30`, `01.02-03.04.16`,
/// `09.30 10.30 12`.
fn are_dates_or_hours(pairs: &[Group<'_>]) -> bool {
    let value = |at: usize| pairs.get(at).map_or(u32::MAX, Group::value);
    let is_day = |at: usize| (1..=31).contains(&value(at)) && (1..=12).contains(&value(at + 1));
    let marks: Vec<char> = pairs.iter().skip(1).map(|group| group.joint).collect();
    match marks.as_slice() {
        [a, b, c, d] if a == b && b != c && *a != ' ' => is_day(0) && (c == d || *d != *a),
        [a, b, c, d] if a == c && a != b && c == d => is_day(0) && is_day(2),
        [a, b, c, d] if a == c && b == d && a != b => is_hour(value(0), value(1)) && is_hour(value(2), value(3)),
        _ => false,
    }
}

/// A number behind the code of a country, which itself stands behind so many zeros.
fn abroad(groups: &[Group<'_>], zeros: usize) -> bool {
    let whole = |length: usize| exactly(groups, zeros + length).map(|(_, digits)| digits);
    let french =
        [11, 12].into_iter().filter_map(whole).any(|digits| is_french(digits.get(zeros..).unwrap_or_default()));
    let Some(first) = groups.iter().map(|group| group.digits).find(|digits| *digits != "00") else { return false };
    let code = first.strip_prefix("00").unwrap_or(first);
    let foreign = COUNTRIES.iter().any(|country| code == *country || code.len() > 8 && code.starts_with(country));
    french || foreign && (10..=15).any(|length| whole(length).is_some()) && !are_thousands(groups)
}

/// `33`, perhaps a zero, and nine digits.
fn is_french(digits: &str) -> bool {
    let Some(number) = digits.strip_prefix("33") else { return false };
    let number = if number.len() == 10 { number.strip_prefix('0').unwrap_or(number) } else { number };
    number.len() == 9 && matches!(number.as_bytes(), [b'1'..=b'7' | b'9', ..])
}

/// `1 234 567 890`: a sum.
fn are_thousands(groups: &[Group<'_>]) -> bool {
    let digits: usize = groups.iter().map(Group::len).sum();
    digits <= 11 && groups.len() > 1 && groups.iter().skip(1).all(|group| group.len() == 3)
}

/// The code of France with neither sign nor zeros, in the groups of telephone numbers alone.
fn french_without_sign(groups: &[Group<'_>]) -> bool {
    [11, 12].into_iter().filter_map(|length| exactly(groups, length)).any(|(groups, digits)| {
        let sizes: Vec<usize> = groups.iter().map(Group::len).collect();
        is_french(&digits)
            && matches!(
                sizes.as_slice(),
                [11] | [2, 9]
                    | [2, 1, 8]
                    | [2, 1, 2, 2, 2, 2]
                    | [2, 1, 1, 2, 2, 2, 2]
                    | [2, 2, 2, 2, 2, 2]
                    | [3, 2, 2, 2, 2]
                    | [2, 3, 2, 2, 2]
            )
    })
}

/// Whether a group stands inside the digest that ends an identifier which was cut.
fn in_a_mark(plain: &str, group: Group<'_>) -> bool {
    if group.len() != 10 || !is_slug(plain) {
        return false;
    }
    let is_end = |c: char| !c.is_ascii_alphanumeric();
    let start = plain.get(..group.start).and_then(|before| before.rfind(is_end)).map_or(0, |at| at + 1);
    let word = plain.get(start..).and_then(|rest| rest.split(is_end).next()).unwrap_or_default();
    word.len() >= 12 && word.bytes().all(|b| b.is_ascii_hexdigit())
}
