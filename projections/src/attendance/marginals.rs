//! What anonymous heads were asked (sex, age, quality, neighbourhood): each question on its own, never crossed with
//! another.

use maillage_events::messages::{Language, say};
use maillage_events::session::{AgeBand, Quality};

use super::tally::Tally;
use crate::report::{Cell, ReportTable};

/// Questions that have a label; others keep the word of the sheet.
const LABELLED: [&str; 4] = ["sex", "age", "quality", "neighbourhood"];

/// One line for each answer of each group that was counted.
pub(super) fn table(language: Language, counted: &[(Cell, &Tally)]) -> ReportTable {
    let mut heads = Vec::new();
    for (over, tally) in counted {
        for (asked, answers) in &tally.marginals {
            heads.extend(answers.iter().map(|(answer, number)| (over, asked, answer, *number)));
        }
    }
    ReportTable::by_column(
        language,
        "attendance",
        "marginals",
        heads,
        &[
            ("over", &|(over, ..)| (*over).clone()),
            ("marginal", &|(_, asked, ..)| question(language, asked)),
            ("answer", &|(_, asked, answer, _)| self::answer(language, asked, answer)),
            ("heads", &|(.., number)| (*number).into()),
        ],
    )
}

fn question(language: Language, asked: &str) -> Cell {
    if LABELLED.contains(&asked) { say(language, &format!("label-marginal-{asked}")).into() } else { asked.into() }
}

fn answer(language: Language, asked: &str, answer: &str) -> Cell {
    if is_labelled(asked, answer) { say(language, &format!("label-{asked}-{answer}")).into() } else { answer.into() }
}

fn is_labelled(asked: &str, answer: &str) -> bool {
    match asked {
        "sex" => ["f", "m", "unknown"].contains(&answer),
        "age" => AgeBand::from_word(answer).is_some(),
        "quality" => Quality::from_word(answer).is_some(),
        _ => false,
    }
}
