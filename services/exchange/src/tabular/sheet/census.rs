//! What stands in a file, counted without reading it: lines, and the letters and digits of each. Held against what was
//! read and what was named, so that no row can be lost, cut or joined without a word.

use super::record::Record;

/// The lines of a text, each with how many letters and digits it holds; `None` for a line that says nothing.
#[derive(Debug, Clone, Default)]
pub struct Census {
    lines: Vec<Option<u64>>,
}

impl Census {
    /// Counts a text whose cells stand between separators.
    pub fn of(text: &str, separator: char) -> Self {
        let mut lines = vec![None];
        let mut before = '\0';
        for c in text.chars() {
            match c {
                '\n' if before == '\r' => {}
                '\r' | '\n' => lines.push(None),
                _ => {
                    if let Some(line) = lines.last_mut().filter(|_| !is_silent(c, separator)) {
                        *line = Some(line.unwrap_or(0) + u64::from(c.is_alphanumeric()));
                    }
                }
            }
            before = c;
        }
        Self { lines }
    }

    /// The lines that neither a record nor a named span of lines accounts for, or accounts for otherwise than they
    /// stand there.
    pub fn unaccounted(&self, records: &[&Record], named: &[(u64, u64)]) -> Vec<u64> {
        let mut left = self.lines.clone();
        let mut wrong = Vec::new();
        for (first, last) in named {
            self.take(&mut left, *first, *last);
        }
        for record in records {
            let there = self.take(&mut left, record.line, record.last_line);
            let read = record.cells.iter().flat_map(|cell| cell.chars()).filter(|c| c.is_alphanumeric()).count();
            if there != u64::try_from(read).ok() {
                wrong.push(record.line);
            }
        }
        wrong.extend(left.iter().zip(1..).filter(|(line, _)| line.is_some()).map(|(_, number)| number));
        wrong.sort_unstable();
        wrong
    }

    /// Takes lines out; the letters and digits that they hold, or `None` where one was taken before.
    fn take(&self, left: &mut [Option<u64>], first: u64, last: u64) -> Option<u64> {
        let mut held = 0;
        let mut sound = true;
        for number in first..=last {
            let Some(at) = number.checked_sub(1).and_then(|at| usize::try_from(at).ok()) else { continue };
            let there = self.lines.get(at).copied().flatten();
            let taken = left.get_mut(at).and_then(Option::take);
            sound &= taken == there;
            held += there.unwrap_or(0);
        }
        sound.then_some(held)
    }
}

fn is_silent(c: char, separator: char) -> bool {
    c == separator || c == '"' || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(line: u64, last_line: u64, cells: &[&str]) -> Record {
        Record { line, last_line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }

    #[test]
    fn each_line_is_read_or_named_once_and_whole() {
        let census = Census::of("a1;b\r\n\r\n\"c\rd\";e\nf;g\n;;\n", ';');
        let (first, over, last) = (record(1, 1, &["a1", "b"]), record(3, 4, &["c\nd", "e"]), record(5, 5, &["f", "g"]));
        assert_eq!(census.unaccounted(&[&first, &over, &last], &[]), Vec::<u64>::new());
        assert_eq!(census.unaccounted(&[&first, &over], &[(5, 5)]), Vec::<u64>::new());
        assert_eq!(census.unaccounted(&[&first, &over], &[]), [5], "a row was lost");
        assert_eq!(census.unaccounted(&[&record(1, 1, &["a1"]), &over, &last], &[]), [1], "a row was cut");
        assert_eq!(census.unaccounted(&[&first, &over, &last, &last], &[]), [5], "a row was read twice");
    }
}
