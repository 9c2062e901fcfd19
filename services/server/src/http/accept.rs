//! Which of several forms the caller would rather have, by `Accept` (RFC 9110, 12.5.1).

use axum::http::{HeaderMap, header};

use crate::http::problem::Problem;

/// One range of media types, with its weight in thousandths.
#[derive(Debug, PartialEq, Eq)]
struct Range<'h> {
    kind: &'h str,
    subtype: &'h str,
    weight: u16,
}

impl<'h> Range<'h> {
    /// `None` for what cannot be read: it says nothing.
    fn read(item: &'h str) -> Option<Self> {
        let mut parts = item.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight = match weight {
            None => 1000,
            Some(text) => {
                let weight = text.parse::<f32>().ok().filter(|weight| (0.0..=1.0).contains(weight))?;
                (weight * 1000.0).round() as u16
            }
        };
        Some(Self { kind, subtype, weight })
    }

    /// How closely it describes a media type: 3 by its name, 2 by its kind, 1 as any; `None` not at all.
    fn closeness(&self, kind: &str, subtype: &str) -> Option<u8> {
        let is = |said: &str, name: &str| said.eq_ignore_ascii_case(name);
        match (self.kind, self.subtype) {
            ("*", "*") => Some(1),
            (said, "*") if is(said, kind) => Some(2),
            (said, sub) if is(said, kind) && is(sub, subtype) => Some(3),
            _ => None,
        }
    }
}

/// The offered media type that the caller would rather have; the first where it is all the same to them.
///
/// # Errors
/// `not-acceptable` when they want none of them.
pub fn choose<'o>(headers: &HeaderMap, offered: &[&'o str]) -> Result<&'o str, Problem> {
    let lines: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let ranges: Vec<Range<'_>> = lines.iter().flat_map(|line| line.split(',')).filter_map(Range::read).collect();
    let weight = |offer: &str| {
        let (kind, subtype) = name(offer).split_once('/').unwrap_or_default();
        let closest = ranges.iter().filter_map(|range| Some((range.closeness(kind, subtype)?, range.weight))).max();
        closest.map_or(0, |(_, weight)| weight)
    };
    let (mut chosen, mut best) = (None, 0);
    for offer in offered {
        // Where nothing could be read, anything goes.
        let weight = if ranges.is_empty() { 1 } else { weight(offer) };
        if weight > best {
            (chosen, best) = (Some(*offer), weight);
        }
    }
    chosen.ok_or_else(|| Problem::new("not-acceptable").with("offered", offered.join(", ")))
}

/// A media type without its parameters.
fn name(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERED: [&str; 2] = ["application/json", "text/csv; charset=utf-8"];

    fn chosen(accept: &[&str]) -> Result<&'static str, &'static str> {
        let mut headers = HeaderMap::new();
        for line in accept {
            headers.append(header::ACCEPT, line.parse().unwrap());
        }
        choose(&headers, &OFFERED).map_err(|problem| problem.code())
    }

    #[test]
    fn the_weights_decide_and_the_closest_range_gives_them() {
        let (json, csv) = (Ok(OFFERED[0]), Ok(OFFERED[1]));
        let cases: [(&[&str], _); 13] = [
            (&[], json),
            (&["*/*"], json),
            (&["text/csv"], csv),
            (&["TEXT/CSV"], csv),
            (&["text/*"], csv),
            (&["application/json, text/csv;q=0.9"], json),
            (&["application/json;q=0.1, text/csv"], csv),
            (&["application/json", "text/csv;q=0"], json),
            (&["*/*, application/json;q=0"], csv),
            (&["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], json),
            (&["text/csv; header=present; q=1.0"], csv),
            (&["text/html"], Err("not-acceptable")),
            (&["*/*;q=0"], Err("not-acceptable")),
        ];
        for (accept, expected) in cases {
            assert_eq!(chosen(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        assert_eq!(chosen(&["what"]), Ok(OFFERED[0]));
        assert_eq!(chosen(&["text/csv;q=often, application/json;q=0.2"]), Ok(OFFERED[0]));
    }
}
