//! What an import says to whoever ran it.

use std::io::{self, ErrorKind};

use maillage_events::messages::{self, Language, message, say};

use super::{ImportError, ImportOutcome};

impl ImportOutcome {
    /// One line for each problem, and for each part that gives no fact: its file and what is wrong.
    pub fn remarks(&self, language: Language) -> impl Iterator<Item = String> {
        self.rejected.iter().chain(&self.changed).chain(&self.unused).map(move |problem| {
            let place = [("file", problem.file.clone()), ("what", problem.message.clone())];
            message(language, "import-in-file", &place)
        })
    }

    /// What was recorded, or would be: a sentence, then a line for each kind of fact.
    pub fn summary(&self, language: Language, dry_run: bool) -> Vec<String> {
        let key = match (self.repeated, dry_run, self.committed) {
            (true, ..) => "import-repeated",
            (false, true, _) => "import-rehearsed",
            (false, false, true) => "import-recorded",
            (false, false, false) => "import-not-recorded",
        };
        let values = [
            ("facts", self.facts.to_string()),
            ("rows", self.rows.saturating_sub(self.rows_named_whole).to_string()),
            ("rejected", self.rejected.len().to_string()),
            ("otherwise", self.changed.len().to_string()),
            ("already", self.standing.to_string()),
            ("fingerprint", self.fingerprint.chars().take(16).collect()),
        ];
        let kinds =
            self.by_kind.iter().map(|(kind, count)| format!("  {count:>6}  {}", messages::kind(language, kind)));
        let unread = [("rows", self.rows_named_whole.to_string())];
        let unread = (self.rows_named_whole > 0).then(|| message(language, "import-rows-unread", &unread));
        std::iter::once(message(language, key, &values)).chain(unread).chain(kinds).collect()
    }
}

impl ImportError {
    /// Why nothing was tried, in the words of who imports; `None` for what the stores say, which stays as it is.
    pub fn shown(&self, language: Language) -> Option<String> {
        let said = |key, values: &[(&'static str, String)]| Some(message(language, key, values));
        match self {
            Self::File { path, source } => {
                let is_absent = source.kind() == ErrorKind::NotFound;
                let key = if is_absent { "import-file-absent" } else { "import-file-unread" };
                said(key, &[("file", path.display().to_string()), ("why", why_unread(language, source))])
            }
            Self::Nothing => said("import-nothing", &[]),
            Self::Mixed => said("import-mixed", &[]),
            Self::NoReason => said("import-reason-empty", &[]),
            Self::PersonalReason => said("import-reason-personal", &[]),
            Self::Command(_) | Self::Read(_) | Self::Vault(_) => None,
        }
    }
}

/// Why the system did not give a file, in the language of whoever asked: its own words are those of its locale.
fn why_unread(language: Language, source: &io::Error) -> String {
    match source.kind() {
        ErrorKind::PermissionDenied => say(language, "import-why-forbidden"),
        ErrorKind::NotADirectory => say(language, "import-why-no-folder"),
        _ => {
            let number = source.raw_os_error().map_or_else(|| "?".to_owned(), |number| number.to_string());
            message(language, "import-why-system", &[("number", number)])
        }
    }
}
