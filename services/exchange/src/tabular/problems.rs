//! Problems as they are found, each a whole sentence in the reader's language.

use maillage_events::messages::{Language, message};

use crate::plan::Problem;

/// Longest value that is shown, in characters.
const SHOWN: usize = 80;

/// Where in the files a problem stands.
#[derive(Debug, Clone, Copy)]
pub struct ProblemPlace<'a> {
    /// The file's base name.
    pub file: &'a str,
    /// Line, from 1.
    pub row: Option<u64>,
    /// The heading of the column, as the file writes it.
    pub column: Option<&'a str>,
    /// The value as it stands; `None` where it must not be shown, as with names of persons.
    pub value: Option<&'a str>,
}

impl<'a> ProblemPlace<'a> {
    /// A whole file.
    pub const fn file(file: &'a str) -> Self {
        Self { file, row: None, column: None, value: None }
    }

    /// A line of a file.
    pub const fn row(file: &'a str, row: u64) -> Self {
        Self { file, row: Some(row), column: None, value: None }
    }
}

/// The problems found so far.
#[derive(Debug)]
pub struct Problems {
    /// The language of the sentences.
    pub language: Language,
    found: Vec<Problem>,
}

impl Problems {
    /// No problem yet; those that are added speak this language.
    pub const fn new(language: Language) -> Self {
        Self { language, found: Vec::new() }
    }

    /// Adds one: `key` names the sentence (`import-<key>`), which may show `$value` and what `values` gives.
    pub fn add(&mut self, place: ProblemPlace<'_>, key: &str, values: &[(&str, String)]) {
        let mut all: Vec<(&str, String)> = vec![("value", quoted(self.language, place.value.unwrap_or_default()))];
        all.extend(values.iter().cloned());
        let what = message(self.language, &format!("import-{key}"), &all);
        self.found.push(placed(self.language, place, what));
    }

    /// Whether a problem of this file was found.
    pub fn name(&self, file: &str) -> bool {
        self.found.iter().any(|problem| problem.file == file)
    }

    /// The rows of a file that have a problem.
    pub fn rows_of(&self, file: &str) -> impl Iterator<Item = u64> {
        self.found.iter().filter(move |problem| problem.file == file).filter_map(|problem| problem.row)
    }

    /// What was found, in the order of the files and rows.
    pub fn finish(mut self) -> Vec<Problem> {
        self.found.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
        self.found.dedup();
        self.found
    }
}

/// A problem whose sentence is known already (a refusal of the rules, for instance).
pub fn placed(language: Language, place: ProblemPlace<'_>, what: String) -> Problem {
    let row = place.row.map(|row| row.to_string()).unwrap_or_default();
    let column = place.column.map(|column| quoted(language, column)).unwrap_or_default();
    let key = match (place.row, place.column) {
        (Some(_), Some(_)) => "import-at-cell",
        (Some(_), None) => "import-at-row",
        (None, _) => "import-at-file",
    };
    Problem {
        file: place.file.to_owned(),
        row: place.row,
        column: place.column.map(str::to_owned),
        value: place.value.map(shortened),
        message: message(language, key, &[("row", row), ("column", column), ("what", what)]),
    }
}

/// A value between the quotation marks of the language, shortened. Quoted here so that a value of digits is shown as it
/// stands.
pub fn quoted(language: Language, value: &str) -> String {
    let value = shortened(value);
    match language {
        Language::French => format!("«\u{a0}{value}\u{a0}»"),
        Language::English => format!("“{value}”"),
    }
}

fn shortened(value: &str) -> String {
    if value.chars().count() <= SHOWN {
        value.to_owned()
    } else {
        value.chars().take(SHOWN - 1).chain(['…']).collect()
    }
}
