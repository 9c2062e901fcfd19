//! A report as CSV (RFC 4180, UTF-8).

use super::{Format, MediaType};
use crate::report::{Cell, Report};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    meaning: "CSV (RFC 4180, UTF-8), one table after another",
    media_type: Some(MediaType { name: "text/csv; charset=utf-8", download: Some("csv"), is_active: false }),
    write: |report, _language, _medium| Ok(Some(report.to_csv())),
};

impl Report {
    /// Every table, one after the other: its caption on a line, its headings, its rows, an empty line; then the
    /// definitions. Numbers are machine-like; what is not known is an empty field. Words that a spreadsheet would take
    /// for a formula are led by an apostrophe.
    pub fn to_csv(&self) -> String {
        let mut csv = String::new();
        for table in &self.tables {
            line(&mut csv, [table.caption.as_str()]);
            line(&mut csv, table.columns.iter().map(String::as_str));
            for row in &table.rows {
                let fields: Vec<String> = row.iter().map(field).collect();
                line(&mut csv, fields.iter().map(String::as_str));
            }
            csv.push_str("\r\n");
        }
        for definition in &self.definitions {
            line(&mut csv, [definition.label.as_str(), definition.text.as_str()]);
        }
        csv
    }
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

fn line<'a>(csv: &mut String, fields: impl IntoIterator<Item = &'a str>) {
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            csv.push(',');
        }
        if field.contains(['"', ',', '\n', '\r']) {
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
    fn quotes_commas_and_line_ends_are_quoted() {
        let mut csv = String::new();
        line(&mut csv, ["a", "b,c", "d \"e\"", "f\ng"]);
        assert_eq!(csv, "a,\"b,c\",\"d \"\"e\"\"\",\"f\ng\"\r\n");
    }

    #[test]
    fn words_that_look_like_a_formula_are_defused_and_figures_are_not() {
        assert_eq!(field(&Cell::from("=HYPERLINK(\"x\")")), "'=HYPERLINK(\"x\")");
        assert_eq!(field(&Cell::from("-cmd")), "'-cmd");
        assert_eq!(field(&Cell::from("+25,13 %")), "+25,13 %");
        assert_eq!(field(&Cell::Unknown), "");
    }
}
