//! What people were asked (sex, age, quality, priority neighbourhood), named or not: each question on its own, never
//! crossed with another.

use std::collections::BTreeSet;

use maillage_events::messages::{Language, say};

use super::tally::Tally;
use crate::report::{Cell, ReportTable};

/// One answer of a group.
struct Answer<'a> {
    over: &'a Cell,
    asked: &'a str,
    answer: &'a str,
    heads: u64,
    named: u64,
}

/// One line for each answer of each group that was counted.
pub(super) fn table(language: Language, counted: &[(Cell, &Tally)]) -> ReportTable {
    let mut lines = Vec::new();
    for (over, tally) in counted {
        let both = [&tally.marginals, &tally.named_answers];
        let asked: BTreeSet<(&str, &str)> = both
            .iter()
            .flat_map(|it| it.iter())
            .flat_map(|(asked, answers)| answers.keys().map(move |answer| (asked.as_str(), answer.as_str())))
            .collect();
        let number = |of: usize, asked: &str, answer: &str| {
            both.get(of).and_then(|it| it.get(asked)?.get(answer).copied()).unwrap_or(0)
        };
        lines.extend(asked.into_iter().map(|(asked, answer)| Answer {
            over,
            asked,
            answer,
            heads: number(0, asked, answer),
            named: number(1, asked, answer),
        }));
    }
    ReportTable::by_column(
        language,
        "attendance",
        "marginals",
        lines,
        &[
            ("over", &|it| it.over.clone()),
            ("marginal", &|it| say(language, &format!("label-marginal-{}", it.asked)).into()),
            ("answer", &|it| say(language, &answer_key(it.asked, it.answer)).into()),
            ("heads", &|it| it.heads.into()),
            ("named", &|it| it.named.into()),
        ],
    )
}

/// The label of an answer: both grids of ages share their words.
fn answer_key(asked: &str, answer: &str) -> String {
    let asked = if asked == "age_standard" { "age" } else { asked };
    format!("label-{asked}-{answer}")
}
