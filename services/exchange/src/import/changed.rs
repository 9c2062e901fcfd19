//! What is said of a row that says otherwise what stands: both, and the way out.

use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::fact::kind_info;
use maillage_events::kind_info::Amending;
use maillage_events::messages::{Language, kind, spoken};
use maillage_events::text::Text;

use super::second_version::{Difference, differing};
use super::standing::{StandingFact, words_of};
use crate::plan::{PlannedRequest, Problem};
use crate::tabular::column::Form;
use crate::tabular::problems::{ProblemPlace, Problems, quoted};
use crate::tabular::{NamedCell, TakenSheets, standing_words};

/// The sentence about a row that was left out, since what it says stands otherwise.
pub fn changed(
    language: Language,
    planned: &PlannedRequest,
    (difference, fact): (Difference, &StandingFact),
    sheets: Option<&TakenSheets>,
) -> Vec<Problem> {
    let mut problems = Problems::new(language);
    let (file, row) = (planned.file.as_str(), planned.row);
    let mut values = vec![("position", fact.position.to_string()), ("kind", kind(language, fact.words.kind))];
    let found = sheets.and_then(|sheets| match difference {
        Difference::Date => {
            let on = spoken(language, "on", &fact.on.to_string());
            sheets.cell_of_date(file, row, planned.request.occurred).map(|cell| (cell, Some(on)))
        }
        Difference::Words | Difference::Replaces => differing_cell(language, planned, fact, sheets),
    });
    let (cell, standing) = match found {
        Some((cell, standing)) => (Some(cell), standing),
        None => (None, standing_of_record(language, planned, fact)),
    };
    let key = match (difference, &cell, &standing) {
        (Difference::Replaces, _, Some(_)) => "replaces-said",
        (Difference::Replaces, _, None) => "replaces",
        (_, Some(cell), Some(_)) if cell.is_empty => "changed-emptied",
        (_, Some(NamedCell { value: Some(_), .. }), Some(_)) => "changed-said",
        (_, None, Some(_)) => "changed-line",
        (_, _, _) => "changed",
    };
    values.extend(standing.map(|words| ("standing", quoted(language, &words))));
    let column = cell.as_ref().map(|cell| cell.column.as_str());
    let value = cell.as_ref().and_then(|cell| cell.value.as_deref());
    problems.add(ProblemPlace { file, row: Some(row), column, value }, key, &values);
    problems.finish()
}

/// The cell that differs most tellingly: one whose other value can be said, before the others.
fn differing_cell(
    language: Language,
    planned: &PlannedRequest,
    fact: &StandingFact,
    sheets: &TakenSheets,
) -> Option<(NamedCell, Option<String>)> {
    let words = words_of(&planned.request.ask)?;
    let members = differing(&fact.words, &words);
    let cells: Vec<_> = members
        .iter()
        .filter_map(|member| {
            let other = fact.words.data.get(*member);
            sheets.cell_of_member(language, (&planned.file, planned.row), member, other)
        })
        .collect();
    let told = |(cell, words): &&(NamedCell, Option<String>)| words.is_some() && cell.value.is_some();
    cells.iter().find(told).or_else(|| cells.first()).cloned()
}

/// What stands of the first member that a record says otherwise, where its words are those of people.
fn standing_of_record(language: Language, planned: &PlannedRequest, fact: &StandingFact) -> Option<String> {
    let words = words_of(&planned.request.ask)?;
    differing(&fact.words, &words).into_iter().find_map(|member| {
        let form = match member {
            "cents" => Form::Euros,
            "title" | "text" | "name" | "label" => Form::Text,
            "year" | "number" | "months" => Form::Count,
            "starts" | "ends" | "when" => Form::When,
            _ => return None,
        };
        standing_words(language, form, fact.words.data.get(member)?)
    })
}

/// What earlier versions of a file said and it says no more.
pub fn gone(language: Language, file: &str, count: usize) -> Vec<Problem> {
    let mut problems = Problems::new(language);
    problems.add(ProblemPlace::file(file), "rows-gone", &[("count", count.to_string())]);
    problems.finish()
}

/// The row as a correction of what stands; `None` where a fact of its kind cannot be corrected.
pub fn correction(planned: &PlannedRequest, fact: &StandingFact, motive: &Text) -> Option<PlannedRequest> {
    match kind_info(fact.words.kind)?.amending {
        Amending::Amendable | Amending::CorrectedOnly => {}
        Amending::CancelledOnly | Amending::Unamendable => return None,
    }
    let data = words_of(&planned.request.ask)?.data.into();
    let occurred = Some(planned.request.occurred).filter(|on| *on != fact.recorded_on || *on != fact.on);
    let why = Why { reason: AmendmentReason::Source, motive: motive.clone() };
    let mut correction = planned.clone();
    correction.request.stream = fact.stream.clone();
    correction.request.ask = Ask::Correct { target: fact.id, data, occurred, why };
    Some(correction)
}
