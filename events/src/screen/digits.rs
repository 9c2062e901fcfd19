//! Numbers of persons in plain words: groups of digits that telephone and social security numbers are written in.
//!
//! ```text
//! "le 05.04.2016, appeler le 05 46-00 00 00"
//!     └─ run ──┘             └─── run ────┘     groups of one run are joined by a few spaces, dots, dashes, slashes
//! ```

mod social_security;
mod telephone;

pub use social_security::has_social_security_number;

/// Whether plain words hold a telephone number that may be a person's.
pub fn has_telephone(plain: &str) -> bool {
    runs(plain).iter().any(|run| telephone::has_number(plain, run))
}

/// Digits that nothing parts.
#[derive(Debug, Clone, Copy)]
struct Group<'a> {
    digits: &'a str,
    /// Where it begins in the words, in bytes.
    start: usize,
    /// What joins it to the group before: `' '` for spaces alone, else the mark among them.
    joint: char,
}

impl Group<'_> {
    fn len(&self) -> usize {
        self.digits.len()
    }

    fn value(&self) -> u32 {
        self.digits.parse().unwrap_or(u32::MAX)
    }
}

/// The groups of digits, in runs of those that are joined.
fn runs(plain: &str) -> Vec<Vec<Group<'_>>> {
    let mut runs: Vec<Vec<Group<'_>>> = Vec::new();
    let (mut from, mut end) = (0, 0);
    while let Some(at) = plain.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let start = from + at;
        let rest = plain.get(start..).unwrap_or_default();
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let joined = plain.get(end..start).filter(|_| !runs.is_empty()).and_then(joint);
        let group = Group { digits, start, joint: joined.unwrap_or(' ') };
        match runs.last_mut().filter(|_| joined.is_some()) {
            Some(run) => run.push(group),
            None => runs.push(vec![group]),
        }
        from = start + digits.len();
        end = from;
    }
    runs
}

/// The mark that joins two groups, where what stands between them joins them.
fn joint(between: &str) -> Option<char> {
    let joins = (1..=3).contains(&between.len()) && between.bytes().all(is_joint);
    joins.then(|| between.chars().find(|c| *c != ' ').unwrap_or(' '))
}

fn is_joint(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'.' | b'-' | b'/' | b'(' | b')' | b'_')
}
