//! The page that tells what files may be imported.

use maillage_events::messages::{Language, message, say};

use super::column::{Column, Form};
use super::family::family_word;
use super::tables::TABLES;

/// Every file and column that may be imported, as Markdown.
pub fn describe(language: Language) -> String {
    let mut page =
        format!("# {}\n\n{}\n", say(language, "import-describe-title"), say(language, "import-describe-introduction"));
    for table in TABLES {
        let heads = ["column", "needed", "holds"].map(|head| say(language, &format!("import-describe-{head}")));
        page.push_str(&format!(
            "\n## `{}.csv`\n\n{}\n\n",
            table.name,
            say(language, &format!("import-table-{}", table.name.replace('_', "-")))
        ));
        page.push_str(&format!("| {} |\n|---|---|---|\n", heads.join(" | ")));
        for column in table.columns {
            let needed = if column.needed { say(language, "import-describe-yes") } else { String::new() };
            page.push_str(&format!(
                "| `{}` | {needed} | {} |\n",
                column.name,
                form(language, column).replace('|', "\\|")
            ));
        }
    }
    page
}

fn form(language: Language, column: &Column) -> String {
    let file = |family| {
        TABLES
            .iter()
            .find(|table| table.columns.iter().any(|it| is_key(it.form, family)))
            .map_or("", |table| table.name)
    };
    let with = |key: &str, name: &'static str, value: String| {
        message(language, &format!("import-form-{key}"), &[(name, value)])
    };
    match column.form {
        Form::Ref(family) => with("ref", "file", format!("`{}.csv`", file(family))),
        Form::Refs(family) => with("refs", "file", format!("`{}.csv`", file(family))),
        Form::Stream(families) => {
            let accepted =
                families.iter().map(|family| format!("`{}/…`", family_word(*family))).collect::<Vec<_>>().join(", ");
            with("stream", "accepted", accepted)
        }
        Form::Key(_, from) | Form::SharedKey(_, from) if !from.is_empty() => {
            with("key-made", "columns", from.join(", "))
        }
        Form::Word(words) => {
            with("word", "accepted", words.iter().map(|(french, _)| *french).collect::<Vec<_>>().join(", "))
        }
        Form::WordList(words) => {
            with("words", "accepted", words.iter().map(|(french, _)| *french).collect::<Vec<_>>().join(", "))
        }
        plain => say(language, &format!("import-form-{}", word(plain))),
    }
}

fn is_key(form: Form, family: maillage_events::family::Family) -> bool {
    matches!(form, Form::Key(of, _) | Form::SharedKey(of, _) if of == family)
}

const fn word(form: Form) -> &'static str {
    match form {
        Form::Text => "text",
        Form::OrganisationName(_) => "organisation-name",
        Form::Sentences => "sentences",
        Form::When => "when",
        Form::Day => "day",
        Form::Time => "time",
        Form::Quantity => "quantity",
        Form::Amount => "amount",
        Form::Count => "count",
        Form::Year => "year",
        Form::Euros => "euros",
        Form::Decimal => "decimal",
        Form::YesNo => "yes-no",
        Form::Code => "code",
        Form::Codes => "codes",
        Form::PersonKey => "person-key",
        Form::Person => "person",
        Form::Private => "private",
        Form::Telephone => "telephone",
        Form::Email => "email",
        Form::CommuneCode => "commune",
        Form::QpvCode => "qpv",
        Form::HalfDays => "half-days",
        Form::Marginals => "marginals",
        Form::Key(..) | Form::SharedKey(..) => "key",
        Form::Ref(_) | Form::Refs(_) | Form::Stream(_) | Form::Word(_) | Form::WordList(_) => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_and_form_has_its_sentence_in_both_languages() {
        for language in [Language::French, Language::English] {
            let page = describe(language);
            assert!(!page.contains('⟨'), "{page}");
            assert!(page.contains("`seances.csv`"));
        }
    }
}
