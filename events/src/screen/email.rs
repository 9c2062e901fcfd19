//! E-mail addresses.

/// Whether plain words hold an e-mail address, with or without spaces around its `@`, or with `@` written out.
pub fn has_email(plain: &str) -> bool {
    let at_sign = plain.match_indices('@').any(|(at, sign)| joins(plain, at, at + sign.len()));
    at_sign
        || (plain.contains(['[', '('])
            && ["[at]", "(at)", "[arobase]", "(arobase)"].iter().any(|sign| {
                let lower = plain.to_ascii_lowercase();
                lower.match_indices(sign).any(|(at, sign)| joins(&lower, at, at + sign.len()))
            }))
}

/// Whether a user stands before a sign and a host behind it.
fn joins(plain: &str, from: usize, to: usize) -> bool {
    let (Some(before), Some(behind)) = (plain.get(..from), plain.get(to..)) else { return false };
    let spaced = before.ends_with(' ') || behind.starts_with(' ');
    // « @ville » alone is an account; spaces stand on both sides of the sign or on neither.
    if spaced && !(before.ends_with(' ') && behind.starts_with(' ')) {
        return false;
    }
    let user = before.trim_end().chars().next_back();
    user.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '"')) && is_host(behind.trim_start())
}

/// Labels joined by dots, the last of at least two letters.
fn is_host(words: &str) -> bool {
    let end = words.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(words.len());
    let host = words.get(..end).unwrap_or_default().trim_end_matches(['.', '-']);
    host.rsplit_once('.').is_some_and(|(labels, last)| {
        !labels.is_empty() && last.chars().count() > 1 && last.chars().all(char::is_alphabetic)
    })
}
