//! A report as CSV (RFC 4180, UTF-8), as the spreadsheet of the reader opens it.

use maillage_events::messages::{Language, say};

use super::{Format, MediaType};
use crate::report::{Cell, Report};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    meaning: "CSV for spreadsheets (UTF-8, semicolons in French, commas in English): what was asked and what is known, \
              one table after another, the definitions",
    media_type: Some(MediaType { name: "text/csv; charset=utf-8", download: Some("csv"), is_active: false }),
    write: |report, language, _medium| Ok(Some(report.to_csv(language))),
};

/// The first character: a spreadsheet that finds it reads the file as UTF-8, whatever its machine is set to.
const MARK: char = '\u{feff}';

/// What stands between two fields: French spreadsheets take the comma for that of decimals, and put all fields that
/// commas part into one column.
const fn separator(language: Language) -> char {
    match language {
        Language::French => ';',
        Language::English => ',',
    }
}

impl Report {
    /// The head (title, space, period, what it is narrowed to, known-at, position: a line each, what it is and what it
    /// says); each table (its caption, its headings, its rows); the definitions. A record of empty fields ends each of
    /// these blocks, and every record has as many fields as the widest, as strict readers want. Numbers are
    /// machine-like; what is not known is an empty field. Words that a spreadsheet would take for a formula are led by
    /// an apostrophe.
    pub fn to_csv(&self, language: Language) -> String {
        let mut blocks: Vec<Vec<Vec<String>>> =
            vec![self.head(language).into_iter().map(|(name, said)| vec![name, said]).collect()];
        for table in &self.tables {
            let rows = table.rows.iter().map(|row| row.iter().map(field).collect());
            blocks.push([vec![table.caption.clone()], table.columns.clone()].into_iter().chain(rows).collect());
        }
        if !self.definitions.is_empty() {
            let heading = vec![say(language, "report-head-definitions")];
            let each = self.definitions.iter().map(|it| vec![it.label.clone(), it.text.clone()]);
            blocks.push(std::iter::once(heading).chain(each).collect());
        }
        written(separator(language), &blocks)
    }
}

/// Blocks of records, each record as wide as the widest, a record of empty fields between two blocks.
fn written(separator: char, blocks: &[Vec<Vec<String>>]) -> String {
    let width = blocks.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let mut csv = String::from(MARK);
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            line(&mut csv, separator, &[], width);
        }
        block.iter().for_each(|record| line(&mut csv, separator, record, width));
    }
    csv
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Text(words) if is_formula(words) => format!("'{words}"),
        Cell::Text(words) => words.clone(),
        Cell::Date(on) => on.to_string(),
        Cell::Unknown => String::new(),
    }
}

/// A signed figure (`+25,13 %`) is no formula; anything else that begins like one is kept from being run.
fn is_formula(words: &str) -> bool {
    match words.as_bytes() {
        [b'=' | b'@' | b'\t' | b'\r', ..] => true,
        [b'+' | b'-', next, ..] => !next.is_ascii_digit(),
        _ => false,
    }
}

fn line(csv: &mut String, separator: char, fields: &[String], width: usize) {
    for at in 0..width {
        if at > 0 {
            csv.push(separator);
        }
        let field = fields.get(at).map_or("", String::as_str);
        if field.contains(['"', separator, '\n', '\r']) {
            csv.push('"');
            csv.push_str(&field.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(field);
        }
    }
    csv.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_separators_and_line_ends_are_quoted() {
        let record = ["a", "b,c", "d \"e\"", "f\ng"].map(str::to_owned).to_vec();
        let blocks = [vec![vec!["head".to_owned()]], vec![record]];
        let english = written(separator(Language::English), &blocks);
        assert_eq!(english, "\u{feff}head,,,\r\n,,,\r\na,\"b,c\",\"d \"\"e\"\"\",\"f\ng\"\r\n");
        let french = written(separator(Language::French), &blocks);
        assert_eq!(french, "\u{feff}head;;;\r\n;;;\r\na;b,c;\"d \"\"e\"\"\";\"f\ng\"\r\n");
    }

    #[test]
    fn words_that_look_like_a_formula_are_defused_and_figures_are_not() {
        assert_eq!(field(&Cell::from("=HYPERLINK(\"x\")")), "'=HYPERLINK(\"x\")");
        assert_eq!(field(&Cell::from("-cmd")), "'-cmd");
        assert_eq!(field(&Cell::from("+25,13 %")), "+25,13 %");
        assert_eq!(field(&Cell::Unknown), "");
    }
}
