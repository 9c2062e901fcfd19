//! The values of refusals and problems in words. A value is said by its name: one name means one sort of value in all
//! messages.

use jiff::Timestamp;

use super::catalogue::{message, say};
use super::language::Language;
use super::numbers::euros_shown;
use super::words::{choices, kind, member, report, stream};
use crate::when::OccurredOn;

/// How a value is said.
#[derive(Debug, Clone, Copy)]
enum Sort {
    /// A date, as people of the language write it.
    Date,
    /// A moment, by the clocks of Greenwich, which all machines share; a time of day stays as it is.
    Moment,
    /// A kind of fact.
    Kind,
    /// A stream, `family/identifier`.
    Stream,
    /// A member of a payload.
    Member,
    /// Members, separated by commas.
    Members,
    /// Words of a closed list, separated by commas.
    Choices,
    /// A sum, in cents.
    Cents,
    /// Names of reports, separated by commas: each as the pages call it, with the word that asks for it.
    Reports,
}

/// The names whose values are not said as they stand.
const SORTS: &[(&str, Sort)] = &[
    ("on", Sort::Date),
    ("when", Sort::Date),
    ("today", Sort::Date),
    ("starts", Sort::Date),
    ("ends", Sort::Date),
    ("since", Sort::Date),
    ("slot", Sort::Date),
    ("due", Sort::Date),
    ("before", Sort::Date),
    ("after", Sort::Date),
    ("now", Sort::Moment),
    ("newest", Sort::Moment),
    ("alive", Sort::Moment),
    ("database", Sort::Moment),
    ("kind", Sort::Kind),
    ("kind_words", Sort::Kind),
    ("stream", Sort::Stream),
    ("party", Sort::Stream),
    ("scope", Sort::Stream),
    ("object", Sort::Stream),
    ("field", Sort::Member),
    ("member", Sort::Member),
    ("members", Sort::Members),
    ("choices", Sort::Choices),
    ("qualities", Sort::Choices),
    ("reports", Sort::Reports),
    ("projection", Sort::Reports),
    ("total_cents", Sort::Cents),
    ("notified_cents", Sort::Cents),
    ("allocated_cents", Sort::Cents),
    ("released_cents", Sort::Cents),
];

/// A value in words, by its name.
pub fn spoken(language: Language, name: &str, value: &str) -> String {
    let Some((_, sort)) = SORTS.iter().find(|(known, _)| *known == name) else { return value.to_owned() };
    match sort {
        Sort::Date => date(language, value),
        Sort::Moment => moment(language, value),
        Sort::Kind => kind(language, value),
        Sort::Stream => stream(language, value),
        Sort::Member => member(language, value),
        Sort::Members => value.split(", ").map(|name| member(language, name)).collect::<Vec<_>>().join(", "),
        Sort::Choices => {
            let words: Vec<&str> = value.split(", ").collect();
            choices(language, &words).map_or_else(|| value.to_owned(), |labels| labels.join(", "))
        }
        Sort::Reports => value.split(", ").map(|name| report(language, name)).collect::<Vec<_>>().join(", "),
        Sort::Cents => value.parse().map_or_else(|_| value.to_owned(), |cents| euros_shown(language, cents)),
    }
}

/// A date: `08/03/2016` in French; the international order in English, which no reader mistakes.
fn date(language: Language, value: &str) -> String {
    match (language, value.parse().ok()) {
        (_, Some(OccurredOn::Unknown)) => say(language, "refusal-date-unknown"),
        (Language::French, Some(OccurredOn::Day(day))) => day.strftime("%d/%m/%Y").to_string(),
        (Language::French, Some(OccurredOn::Month(year, month))) => format!("{month:02}/{year}"),
        _ => value.to_owned(),
    }
}

fn moment(language: Language, value: &str) -> String {
    let format = match language {
        Language::French => "%d/%m/%Y à %H:%M:%S (UTC)",
        Language::English => "%Y-%m-%d %H:%M:%S (UTC)",
    };
    value.parse::<Timestamp>().map_or_else(|_| value.to_owned(), |moment| moment.strftime(format).to_string())
}

/// A message whose values are said in words, each by its name. Where `shape` names another message, that one is the
/// value `why`.
pub fn in_words(language: Language, key: &str, values: &[(&'static str, String)]) -> String {
    let mut said: Vec<(&str, String)> =
        values.iter().map(|(name, value)| (*name, spoken(language, name, value))).collect();
    if let Some((_, shape)) = values.iter().find(|(name, _)| *name == "shape") {
        let why = message(language, shape, &said);
        said.push(("why", why));
    }
    message(language, key, &said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_said_by_its_name() {
        let said = |name, value: &str| spoken(Language::French, name, value).replace('\u{202f}', " ");
        assert_eq!(said("kind", "session.held"), "Séance tenue");
        assert_eq!(said("stream", "fiche/f-12"), "la fiche « f-12 »");
        assert_eq!(said("members", "title, when"), "titre, date");
        assert_eq!(said("newest", "2018-03-02T09:00:05.5Z"), "02/03/2018 à 09:00:05 (UTC)");
        assert_eq!(said("now", "13:30"), "13:30");
        assert_eq!(said("projection", "attendance"), "Fréquentation (attendance)");
        assert_eq!(said("total_cents", "1600000"), "16 000,00 €");
        assert_eq!(said("choices", "inside, outside"), "Dans un quartier prioritaire, Hors quartier prioritaire");
        assert_eq!(said("organisation", "ccas"), "ccas");
    }
}
