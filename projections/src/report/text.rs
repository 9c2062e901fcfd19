//! A report as plain text for a terminal.

use maillage_events::words::{Language, message};

use super::{Cell, Report, ReportTable};
use crate::figures::{number_shown, unknown_shown};

impl Report {
    /// Title, clocks, tables in aligned columns, definitions. Ends with a line end.
    pub fn to_text(&self, language: Language) -> String {
        let mut text = format!("{}\n{}\n", self.title, self.clocks(language));
        for table in &self.tables {
            text.push('\n');
            text.push_str(&table.to_text(language));
        }
        if !self.definitions.is_empty() {
            text.push('\n');
        }
        for definition in &self.definitions {
            text.push_str(&format!("{}: {}\n", definition.figure, definition.text));
        }
        text
    }

    /// One line for people: space, period, known-at, position, and a warning when figures are incomplete.
    pub fn clocks(&self, language: Language) -> String {
        let open = || "…".to_owned();
        let (from, to) = (self.period.from.map_or_else(open, |day| day.to_string()), self.period.to.map_or_else(open, |day| day.to_string()));
        let known = self.known_at.or(self.recorded_at).map_or_else(|| unknown_shown(language), |at| at.to_string());
        let values = [
            ("space", self.space.to_string()),
            ("from", from),
            ("to", to),
            ("known", known),
            ("position", number_shown(language, self.position.cast_signed())),
        ];
        let mut line = message(language, "report-clocks", &values);
        if self.incomplete {
            line.push_str(" — ");
            line.push_str(&message(language, "report-incomplete", &[]));
        }
        line
    }
}

impl Cell {
    /// As people read it: grouped numbers, `n.r.` for what is not known.
    pub fn shown(&self, language: Language) -> String {
        match self {
            Self::Number(number) => number_shown(language, *number),
            Self::Text(words) => words.clone(),
            Self::Unknown => unknown_shown(language),
        }
    }
}

impl ReportTable {
    /// Caption, headings and rows; numbers to the right, words to the left.
    pub fn to_text(&self, language: Language) -> String {
        let shown: Vec<Vec<String>> = self.rows.iter().map(|row| row.iter().map(|cell| cell.shown(language)).collect()).collect();
        let width = |at: usize| {
            let cells = shown.iter().filter_map(|row| row.get(at)).chain(self.columns.get(at));
            cells.map(|words| words.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let right: Vec<bool> = (0..self.columns.len()).map(|at| self.rows.iter().any(|row| matches!(row.get(at), Some(Cell::Number(_))))).collect();
        let line = |words: &[String]| {
            let cells: Vec<String> = words
                .iter()
                .zip(widths.iter().zip(&right))
                .map(|(word, (width, right))| if *right { format!("{word:>width$}") } else { format!("{word:<width$}") })
                .collect();
            format!("{}\n", cells.join("  ").trim_end())
        };
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let mut text = format!("{}\n{}{}", self.caption, line(&self.columns), line(&rule));
        shown.iter().for_each(|row| text.push_str(&line(row)));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right_and_the_unknown_reads_as_such() {
        let table = ReportTable {
            name: "t".into(),
            caption: "Passages".into(),
            columns: vec!["Pôle".into(), "Passages".into()],
            rows: vec![vec!["Fives".into(), 1234_u64.into()], vec!["Wazemmes".into(), Cell::Unknown]],
        };
        let lines = ["Passages", "Pôle      Passages", "────────  ────────", "Fives        1\u{202f}234", "Wazemmes      n.r.", ""];
        assert_eq!(table.to_text(Language::French), lines.join("\n"));
    }
}
