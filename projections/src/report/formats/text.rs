//! A report as plain text for a terminal.

use maillage_events::messages::{Language, say};

use super::Format;
use crate::dates::date_shown;
use crate::figures::{number_shown, unknown_shown};
use crate::report::{Cell, Report, ReportTable};

pub(super) const FORMAT: Format = Format {
    name: "text",
    meaning: "Tables for a terminal",
    media_type: None,
    write: |report, language, _medium| Ok(Some(report.to_text(language))),
};

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
        let colon = if language == Language::French { "\u{a0}:" } else { ":" };
        for definition in &self.definitions {
            text.push_str(&format!("{}{colon} {}\n", definition.label, definition.text));
        }
        text
    }
}

impl Cell {
    /// As people read it: grouped numbers, dates written out, `n.r.` for what is not known.
    pub fn shown(&self, language: Language) -> String {
        match self {
            Self::Number(number) => number_shown(language, *number),
            Self::Text(words) => words.clone(),
            Self::Date(on) => date_shown(language, *on),
            Self::Unknown => unknown_shown(language),
        }
    }
}

impl ReportTable {
    /// Caption, headings and rows; numbers to the right, words to the left. Words are cut at [`MOST`] characters: other
    /// formats keep them whole.
    pub fn to_text(&self, language: Language) -> String {
        if self.rows.is_empty() {
            return format!("{}\n{}\n", self.caption, say(language, "report-no-row"));
        }
        let shown: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().map(|cell| cut(cell.shown(language))).collect()).collect();
        let width = |at: usize| {
            let cells = shown.iter().filter_map(|row| row.get(at)).chain(self.columns.get(at));
            cells.map(|words| words.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let right: Vec<bool> = (0..self.columns.len())
            .map(|at| self.rows.iter().any(|row| matches!(row.get(at), Some(Cell::Number(_)))))
            .collect();
        let line = |words: &[String]| {
            let cells: Vec<String> = words
                .iter()
                .zip(widths.iter().zip(&right))
                .map(
                    |(word, (width, right))| if *right { format!("{word:>width$}") } else { format!("{word:<width$}") },
                )
                .collect();
            format!("{}\n", cells.join("  ").trim_end())
        };
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let mut text = format!("{}\n{}{}", self.caption, line(&self.columns), line(&rule));
        shown.iter().for_each(|row| text.push_str(&line(row)));
        text
    }
}

/// How many characters of a cell a terminal shows.
const MOST: usize = 60;

/// One line of at most [`MOST`] characters.
fn cut(words: String) -> String {
    let words = words.replace(['\n', '\r', '\t'], " ");
    if words.chars().count() <= MOST {
        return words;
    }
    let kept: String = words.chars().take(MOST - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use maillage_events::when::OccurredOn;

    use super::*;

    fn table(rows: Vec<Vec<Cell>>) -> ReportTable {
        ReportTable { name: "t".into(), caption: "C".into(), columns: vec!["Quand".into()], rows }
    }

    #[test]
    fn a_year_is_never_grouped_and_a_date_is_written_out_but_programs_keep_theirs() {
        let table =
            table(vec![vec![OccurredOn::Year(2016).into()], vec!["2016-03-08".parse::<OccurredOn>().unwrap().into()]]);
        let text = table.to_text(Language::French).replace('\u{a0}', " ");
        assert_eq!(text.lines().skip(3).map(str::trim).collect::<Vec<_>>(), ["2016", "8 mars 2016"]);
        assert_eq!(serde_json::to_value(&table.rows).unwrap(), serde_json::json!([["2016"], ["2016-03-08"]]));
    }

    #[test]
    fn an_empty_table_says_so_and_long_words_are_cut_in_text_only() {
        assert_eq!(table(vec![]).to_text(Language::French), "C\nAucune ligne.\n");
        let long = table(vec![vec!["é".repeat(61).into()], vec!["à".repeat(60).into()]]);
        let text = long.to_text(Language::French);
        assert!(text.contains(&format!("{}…", "é".repeat(59))) && text.contains(&"à".repeat(60)), "{text}");
        assert!(!text.contains(&"é".repeat(60)));
        assert_eq!(long.rows[0][0], Cell::Text("é".repeat(61)));
    }

    #[test]
    fn numbers_stand_to_the_right_and_the_unknown_reads_as_such() {
        let table = ReportTable {
            name: "t".into(),
            caption: "Passages".into(),
            columns: vec!["Pôle".into(), "Passages".into()],
            rows: vec![vec!["Fives".into(), 1234_u64.into()], vec!["Wazemmes".into(), Cell::Unknown]],
        };
        let lines = [
            "Passages",
            "Pôle      Passages",
            "────────  ────────",
            "Fives        1\u{202f}234",
            "Wazemmes      n.r.",
            "",
        ];
        assert_eq!(table.to_text(Language::French), lines.join("\n"));
    }
}
