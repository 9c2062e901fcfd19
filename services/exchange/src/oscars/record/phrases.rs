//! What one line of a fixed form says: a chain, a heading of a fiche, a duration, a total.

use maillage_events::organisation::TelephoneNumber;

use super::{Chained, Total};
use crate::oscars::language::{number, words, year};

/// « <title> - Année 2 - 2015 »
pub fn chained(said: &str) -> Option<Chained> {
    let (title, last) = said.rsplit_once(" - ").or_else(|| said.rsplit_once(' '))?;
    let year = year(last.trim())?;
    Some(Chained { title: title.trim().to_owned(), year, step: step(title).map(|(_, step)| step) })
}

/// The step that a title ends with (« … - Année 3 »), and the title before it.
pub fn step(title: &str) -> Option<(&str, u32)> {
    let all = words(title);
    let (last, before) = (all.last()?, all.len().checked_sub(2).and_then(|at| all.get(at))?);
    let step = number(&last.folded).and_then(|step| u32::try_from(step).ok()).filter(|_| before.folded == "annee")?;
    Some((title.get(..before.start)?.trim_end_matches([' ', '-', '–', ':']), step))
}

/// Whether a line holds a French postcode.
pub fn holds_postcode(line: &str) -> bool {
    words(line).iter().any(|word| word.folded.len() == 5 && word.folded.bytes().all(|b| b.is_ascii_digit()))
}

/// A line that is a telephone number and nothing else; a short number could be anything.
pub fn telephone(line: &str) -> Option<TelephoneNumber> {
    TelephoneNumber::new(line).ok().filter(|number| number.as_str().len() >= 10)
}

/// « Fiche 4 : titre : », « Fiche action n° 4 - titre »
pub fn fiche_heading(text: &str) -> Option<(u32, String)> {
    let all = words(text);
    if all.first()?.folded != "fiche" {
        return None;
    }
    let at = (1..all.len().min(4)).find(|at| !matches!(all[*at].folded.as_str(), "action" | "n" | "no" | "numero"))?;
    let number: u32 = all.get(at).filter(|word| word.folded.len() <= 4)?.folded.parse().ok()?;
    let title = text.get(all[at].end..)?.trim_matches([' ', ':', '-', '–', '.']).to_owned();
    (!title.is_empty()).then_some((number, title))
}

/// « 12 mois, de janvier à décembre 2016 »
pub fn months(said: &str) -> Option<u32> {
    let all = words(said);
    all.windows(2)
        .find(|pair| pair[1].folded == "mois")
        .and_then(|pair| number(&pair[0].folded))
        .and_then(|value| u32::try_from(value).ok())
}

/// A label and the words after it, when those begin with a number.
pub fn total(label: &str, said: &str) -> Option<Total> {
    let all = words(said);
    let first = all.first().filter(|word| word.start == 0 && word.folded.bytes().all(|b| b.is_ascii_digit()))?;
    let digits = said.split(|c: char| !c.is_ascii_digit() && c != ' ').next().unwrap_or_default().replace(' ', "");
    let value = digits.parse().ok().or_else(|| first.folded.parse().ok())?;
    let exact = said.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.'));
    (!label.is_empty()).then(|| Total { label: label.to_owned(), said: said.to_owned(), value, exact })
}
