//! Text → records, by RFC 4180 and by what people type: a quotation mark opens a cell only where the cell begins.
//! Where marks do not add up, the lines in doubt are named; nothing is guessed.

use super::record::Record;

/// Longest line, and longest record over several lines, in bytes.
pub const MOST_BYTES: usize = 1 << 20;

/// What is wrong with the quotation marks, or the length, of some lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A cell goes on behind the mark that closes it.
    InsideCell,
    /// A mark that opens a cell is never closed.
    NeverClosed,
    /// A cell between marks holds what looks like whole rows.
    JoinsRows,
    /// A row with marks has fewer cells than the headings: a mark too many may have cut it.
    CutShort,
    /// A line longer than any that is read; its length in bytes.
    TooLong(usize),
}

/// A record, or the lines that give none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// A record.
    Record(Record),
    /// Lines in doubt, from 1, first and last.
    Fault(Fault, u64, u64),
}

/// A text cut into physical lines, read from one to the next.
#[derive(Debug)]
pub struct Lexer<'t> {
    lines: Vec<&'t str>,
    separator: char,
    /// How many cells a row should have: as many as the headings.
    width: Option<usize>,
    /// How many of them hold words, those after the last one left out.
    filled: usize,
    next: usize,
    /// Whether a mark was found that nothing behind it closes.
    never_closed: bool,
    /// From which line on every line holds as many cells as the headings, once it was asked.
    rows_alone_from: Option<usize>,
}

/// Lines, whatever ends them: LF, CRLF, CR, or some of each.
pub fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        lines.push(&rest[..at]);
        let ending = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[at + ending..];
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

/// Where the reading of a record stands.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    line: usize,
    rest: &'t str,
}

/// The cells of a record, and whether any stands between marks.
struct Cells {
    cells: Vec<String>,
    marked: bool,
}

enum Closed {
    /// The mark that closes the cell was found; what follows is a separator or the end of a line.
    Well,
    /// The cell went on behind such a mark.
    Badly,
    Never,
}

impl<'t> Lexer<'t> {
    /// Begins at a line, from 0.
    pub fn new(lines: Vec<&'t str>, separator: char, next: usize) -> Self {
        Self { lines, separator, width: None, filled: 0, next, never_closed: false, rows_alone_from: None }
    }

    /// Tells the headings: every row should have as many cells.
    pub fn expect(&mut self, headings: &[String]) {
        self.width = Some(headings.len());
        self.filled = headings.iter().rposition(|heading| !heading.trim().is_empty()).map_or(0, |at| at + 1);
    }

    /// The next record that says something, or the next lines in doubt.
    pub fn read(&mut self) -> Option<Read> {
        loop {
            let (first, line) = (self.next, *self.lines.get(self.next)?);
            if line.len() > MOST_BYTES {
                self.next += 1;
                return Some(Read::Fault(Fault::TooLong(line.len()), number(first), number(first)));
            }
            let (last, outcome) = self.record(first, line);
            let last = last.min(self.lines.len().saturating_sub(1));
            let fault = match outcome {
                Ok(Cells { cells, .. }) if last > first && self.joins_rows(first, last, cells.len()) => {
                    Fault::JoinsRows
                }
                Ok(Cells { cells, marked: true }) if cells.len() < self.filled => Fault::CutShort,
                Ok(Cells { cells, .. }) => {
                    self.next = last + 1;
                    if cells.iter().all(|cell| cell.trim().is_empty()) {
                        continue;
                    }
                    return Some(Read::Record(Record { line: number(first), last_line: number(last), cells }));
                }
                Err(fault) => fault,
            };
            let last = self.in_doubt(fault, first, last);
            self.next = last + 1;
            return Some(Read::Fault(fault, number(first), number(last)));
        }
    }

    /// The cells of the record that begins at a line, or what is wrong with it, and the line where it ends.
    fn record(&mut self, first: usize, line: &'t str) -> (usize, Result<Cells, Fault>) {
        let mut at = Cursor { line: first, rest: line };
        let (mut cells, mut marked) = (Vec::new(), false);
        loop {
            let bare = at.rest.trim_start_matches([' ', '\u{a0}']);
            if let Some(quoted) = bare.strip_prefix('"') {
                let mut cell = String::new();
                marked = true;
                at.rest = quoted;
                match self.closed(&mut at, &mut cell, first) {
                    Closed::Well => cells.push(cell),
                    Closed::Badly => return (at.line, Err(Fault::InsideCell)),
                    Closed::Never => return (at.line, Err(Fault::NeverClosed)),
                }
            } else {
                let end = at.rest.find(self.separator).unwrap_or(at.rest.len());
                cells.push(at.rest[..end].to_owned());
                at.rest = &at.rest[end..];
            }
            match at.rest.strip_prefix(self.separator) {
                Some(rest) => at.rest = rest,
                None => return (at.line, Ok(Cells { cells, marked })),
            }
        }
    }

    /// Moves behind the mark that closes a cell, and behind the spaces after it.
    fn closed(&mut self, at: &mut Cursor<'t>, cell: &mut String, first: usize) -> Closed {
        let (mut bytes, mut badly) = (0, false);
        loop {
            let Some(mark) = at.rest.find('"') else {
                cell.push_str(at.rest);
                bytes += at.rest.len() + 1;
                let own_line_alone = self.never_closed || badly && self.is_a_row_alone(first);
                let next = self.lines.get(at.line + 1).filter(|_| bytes <= MOST_BYTES && !own_line_alone);
                let Some(next) = next else {
                    self.never_closed |= !badly;
                    return if badly { Closed::Badly } else { Closed::Never };
                };
                cell.push('\n');
                *at = Cursor { line: at.line + 1, rest: next };
                continue;
            };
            cell.push_str(&at.rest[..mark]);
            bytes += mark + 1;
            let behind = &at.rest[mark + 1..];
            if let Some(rest) = behind.strip_prefix('"') {
                cell.push('"');
                at.rest = rest;
                continue;
            }
            let after = behind.trim_start_matches([' ', '\u{a0}']);
            if after.is_empty() || after.starts_with(self.separator) {
                at.rest = after;
                return if badly { Closed::Badly } else { Closed::Well };
            }
            badly = true;
            at.rest = behind;
        }
    }

    /// The last line that a fault puts in doubt.
    fn in_doubt(&mut self, fault: Fault, first: usize, last: usize) -> usize {
        let end = self.lines.len().saturating_sub(1);
        match fault {
            Fault::InsideCell if self.is_a_row_alone(first) => first,
            Fault::InsideCell | Fault::JoinsRows | Fault::TooLong(_) => last,
            // What follows may be the rest of the row that was cut.
            Fault::CutShort => (last..end).find(|at| self.is_a_row_alone(at + 1)).unwrap_or(end),
            Fault::NeverClosed if self.rows_alone_from() <= first => first,
            Fault::NeverClosed => end,
        }
    }

    /// Whether a cell that goes over lines swallowed rows: each of the lines, read alone, is as wide as a row.
    fn joins_rows(&self, first: usize, last: usize, cells: usize) -> bool {
        let widths = || self.lines[first..=last].iter().map(|line| self.width_alone(line));
        let all = |width: usize| width > 1 && widths().all(|alone| alone == width);
        self.width.is_some_and(|width| all(width) || cells < width && widths().any(|alone| alone >= width))
            || all(cells)
    }

    /// Whether a line is as wide as a row and its marks go in pairs: the row behind it begins on the next line.
    fn is_a_row_alone(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            Some(self.width_alone(line)) == self.width && line.chars().filter(|c| *c == '"').count() % 2 == 0
        })
    }

    fn rows_alone_from(&mut self) -> usize {
        if let Some(from) = self.rows_alone_from {
            return from;
        }
        let other = self.lines.iter().rposition(|line| {
            let blank = line.chars().all(|c| c == self.separator || c.is_whitespace());
            !blank && Some(self.width_alone(line)) != self.width
        });
        let from = other.map_or(0, |at| at + 1);
        self.rows_alone_from = Some(from);
        from
    }

    /// How many cells a line has when marks mean nothing.
    fn width_alone(&self, line: &str) -> usize {
        line.matches(self.separator).count() + 1
    }
}

fn number(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1)
}
