//! Bullets: `* ` above `- ` above `. `, with the lines that continue them.

use crate::oscars::source::Line;

/// Words and the lines that hold them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located<T> {
    /// What stands there.
    pub value: T,
    /// First line, from 1.
    pub from: u64,
    /// Last line, included.
    pub to: u64,
}

impl<T> Located<T> {
    /// The same place, another value.
    pub fn with<U>(&self, value: U) -> Located<U> {
        Located { value, from: self.from, to: self.to }
    }
}

/// The sign that a bullet begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// None: the words before the first bullet.
    None,
    /// `*`
    Star,
    /// `-`
    Dash,
    /// `- -`: a dash under a dash.
    DashDash,
    /// `.`
    Dot,
}

/// A bullet, or a paragraph without a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The sign that it begins with.
    pub mark: Mark,
    /// Its words, continuation lines joined by a space.
    pub text: Located<String>,
}

/// Reads bullets. A line without a sign continues the bullet above it.
pub fn items(lines: &[Line]) -> Vec<Item> {
    let mut all: Vec<Item> = Vec::new();
    for line in lines {
        let (mark, words) = marked(&line.text);
        match all.last_mut() {
            Some(last) if mark == Mark::None && last.mark != Mark::None => {
                last.text.value.push(' ');
                last.text.value.push_str(words);
                last.text.to = line.number;
            }
            _ => all.push(Item { mark, text: Located { value: words.to_owned(), from: line.number, to: line.number } }),
        }
    }
    all.retain(|item| !item.text.value.trim().is_empty());
    all
}

fn marked(line: &str) -> (Mark, &str) {
    for (sign, mark) in [
        ("- -", Mark::DashDash),
        ("--", Mark::DashDash),
        ("*", Mark::Star),
        ("•", Mark::Star),
        ("-", Mark::Dash),
        ("–", Mark::Dash),
    ] {
        if let Some(rest) = line.strip_prefix(sign) {
            return (mark, rest.trim_start());
        }
    }
    match line.strip_prefix('.') {
        Some(rest) if !rest.starts_with('.') => (Mark::Dot, rest.trim_start()),
        _ => (Mark::None, line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_a_sign_continues_the_bullet_above() {
        let lines: Vec<Line> = ["intro", "* un", "suite", "- - deux", ". trois", "... fin"]
            .into_iter()
            .zip(1..)
            .map(|(text, number)| Line { number, text: text.to_owned() })
            .collect();
        let read: Vec<(Mark, String, u64, u64)> =
            items(&lines).into_iter().map(|item| (item.mark, item.text.value, item.text.from, item.text.to)).collect();
        assert_eq!(
            read,
            [
                (Mark::None, "intro".to_owned(), 1, 1),
                (Mark::Star, "un suite".to_owned(), 2, 3),
                (Mark::DashDash, "deux".to_owned(), 4, 4),
                (Mark::Dot, "trois ... fin".to_owned(), 5, 6),
            ]
        );
    }
}
