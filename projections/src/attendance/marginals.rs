//! What anonymous heads were asked (sex, age, quality, neighbourhood): each question on its own, never crossed with
//! another.

use maillage_events::messages::{Language, say};

use super::tally::Tally;
use crate::report::{Cell, ReportTable};

/// Questions that have a label; others keep the word of the sheet.
const ASKED: [&str; 4] = ["sex", "age", "quality", "neighbourhood"];
/// Answers that have a label, by question.
const ANSWERS: [(&str, &[&str]); 3] = [
    ("sex", &["f", "m", "unknown"]),
    ("age", &["under_18", "18_25", "26_59", "60_plus", "unknown"]),
    (
        "quality",
        &["inhabitant", "relay_inhabitant", "user", "carer", "professional", "elected", "volunteer", "unknown"],
    ),
];

/// One line for each answer of each group that was counted.
pub(super) fn table(language: Language, counted: &[(Cell, &Tally)]) -> ReportTable {
    let mut rows = Vec::new();
    for (over, tally) in counted {
        for (asked, answers) in &tally.marginals {
            let line = |(answer, heads): (&String, &u64)| {
                vec![over.clone(), question(language, asked), self::answer(language, asked, answer), (*heads).into()]
            };
            rows.extend(answers.iter().map(line));
        }
    }
    ReportTable::of(language, "attendance", "marginals", &["over", "marginal", "answer", "heads"], rows)
}

fn question(language: Language, asked: &str) -> Cell {
    if ASKED.contains(&asked) { say(language, &format!("label-marginal-{asked}")).into() } else { asked.into() }
}

fn answer(language: Language, asked: &str, answer: &str) -> Cell {
    let known = ANSWERS.iter().any(|(question, answers)| *question == asked && answers.contains(&answer));
    if known { say(language, &format!("label-{asked}-{answer}")).into() } else { answer.into() }
}
