//! French cues: words, sentences, numbers, tenses. They look at words, never at one record's sentences.

use maillage_events::text::folded;

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it stands in the text.
    pub raw: &'a str,
    /// Without accents or case, for comparing.
    pub folded: String,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset after its last byte.
    pub end: usize,
}

/// The words of a text: runs of letters and digits.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if let Some(raw) = text.get(from..at) {
                    all.push(Word { raw, folded: folded(raw), start: from, end: at });
                }
                start = None;
            }
            _ => {}
        }
    }
    all
}

/// The sentences of a text: cut after `.`, `!`, `?` or `;` where a new sentence can begin, not after an abbreviation.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut from = 0;
    let marks: Vec<(usize, char)> = text.char_indices().collect();
    for (index, (at, c)) in marks.iter().enumerate() {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let begins = match c {
            ';' => after.starts_with(' '),
            '!' | '?' => after.starts_with(' '),
            '.' => {
                after.starts_with(' ')
                    && after.trim_start().starts_with(|next: char| next.is_uppercase() || matches!(next, '«' | '"'))
            }
            _ => false,
        };
        let letters = marks[..index].iter().rev().take_while(|(_, c)| c.is_alphanumeric()).count();
        let abbreviation = *c == '.'
            && (letters < 3 || text.get(from..*at).is_some_and(|said| said.ends_with("Mme") || said.ends_with("Mlle")));
        if begins && !abbreviation {
            let to = at + c.len_utf8();
            all.extend(text.get(from..to).map(str::trim).filter(|said| !said.is_empty()));
            from = to;
        }
    }
    all.extend(text.get(from..).map(str::trim).filter(|said| !said.is_empty()));
    all
}

const NUMBERS: [&str; 20] = [
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
];

/// The number that a word says: `une`, `trois`, `12`. A year is not a number of things.
pub fn number(folded: &str) -> Option<u64> {
    if folded == "une" {
        return Some(1);
    }
    if let Some(at) = NUMBERS.iter().position(|word| *word == folded) {
        return u64::try_from(at + 1).ok();
    }
    let digits = (1..=6).contains(&folded.len()) && folded.bytes().all(|b| b.is_ascii_digit());
    if digits && year(folded).is_none() { folded.parse().ok() } else { None }
}

/// The calendar year that a word is.
pub fn year(folded: &str) -> Option<i16> {
    (folded.len() == 4).then(|| folded.parse().ok()).flatten().filter(|year| (1950..=2100).contains(year))
}

/// Whether a verb form speaks of what is still to come: future or conditional, by its ending.
fn is_future_form(folded: &str) -> bool {
    const ENDINGS: [&str; 6] = ["er", "ir", "dr", "vr", "rr", "aur"];
    const NOT_VERBS: [&str; 6] = ["opera", "camera", "serra", "terra", "sierra", "operait"];
    let stem = ["aient", "ait", "ont", "a"].into_iter().find_map(|tense| folded.strip_suffix(tense));
    folded.len() >= 4
        && !NOT_VERBS.contains(&folded)
        && stem.is_some_and(|stem| ENDINGS.iter().any(|ending| stem.ends_with(ending)))
}

fn is_infinitive(folded: &str) -> bool {
    folded.len() >= 4 && (folded.ends_with("er") || folded.ends_with("ir") || folded.ends_with("re"))
}

/// Where a form that speaks of what is still to come stands among words: `devrait`, `seront`, `va intégrer`, `prévu`.
pub fn future_at(words: &[Word<'_>]) -> Option<usize> {
    words.iter().enumerate().position(|(at, word)| {
        let next = words.get(at + 1).map_or("", |next| next.folded.as_str());
        is_future_form(&word.folded)
            || (matches!(word.folded.as_str(), "va" | "vont") && is_infinitive(next))
            || matches!(
                word.folded.as_str(),
                "prevu" | "prevue" | "prevus" | "prevues" | "envisage" | "envisagee" | "envisages" | "envisagees"
            )
    })
}

/// Whether something is said to have been done: an auxiliary with a past participle close behind.
pub fn has_past(words: &[Word<'_>]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        // « A » at the start of a sentence is « À » without its accent.
        (word.raw == "a"
            || matches!(word.folded.as_str(), "ont" | "est" | "sont" | "avons" | "sommes" | "fut" | "furent"))
            && words.iter().skip(at + 1).take(3).any(|near| is_participle(near.raw))
    })
}

fn is_participle(raw: &str) -> bool {
    const OTHERS: [&str; 12] =
        ["qui", "lui", "aussi", "ainsi", "parmi", "plus", "tous", "sous", "vous", "nous", "depuis", "puis"];
    let lower = raw.to_lowercase();
    if OTHERS.contains(&lower.as_str()) {
        return false;
    }
    lower == "eu"
        || (lower.chars().count() > 2
            && ["é", "ée", "és", "ées", "i", "ie", "is", "ies", "it", "u", "ue", "us", "ues"]
                .iter()
                .any(|end| lower.ends_with(end)))
}

/// Words after which something is only aimed at.
pub fn is_purpose(folded: &str) -> bool {
    matches!(
        folded,
        "pour"
            | "afin"
            | "visant"
            | "permettant"
            | "proposant"
            | "vue"
            | "objectif"
            | "projet"
            | "souhaite"
            | "souhaitent"
    )
}

/// Whether a word may stand between a number and the noun that it counts: `une première rencontre`.
pub fn is_counted_adjective(folded: &str) -> bool {
    matches!(
        folded.trim_end_matches('s'),
        "premiere"
            | "premier"
            | "nouvelle"
            | "nouveau"
            | "nouveaux"
            | "grande"
            | "grand"
            | "petite"
            | "petit"
            | "autre"
            | "seule"
            | "seul"
    )
}

/// The words between the first pair of French quotation marks (or straight ones) after an offset.
pub fn quoted_after(text: &str, offset: usize) -> Option<&str> {
    let rest = text.get(offset..)?;
    let (open, close) = if rest.contains('«') { ('«', '»') } else { ('"', '"') };
    let inside = rest.split_once(open)?.1;
    inside.split_once(close).map(|(said, _)| said.trim()).filter(|said| !said.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn future(text: &str) -> bool {
        future_at(&words(text)).is_some()
    }

    #[test]
    fn tenses_are_told_by_their_forms() {
        for text in [
            "deux rencontres seront proposées",
            "elle devrait aboutir",
            "il accompagnera",
            "ils verront",
            "on pourrait",
            "le réseau va intégrer",
        ] {
            assert!(future(text), "{text}");
        }
        for text in [
            "le contrat",
            "un portrait",
            "le front",
            "elle montrait",
            "ils ont",
            "un opéra",
            "le retrait",
            "cela va bien",
        ] {
            assert!(!future(text), "{text}");
        }
        assert!(has_past(&words("ont eu lieu en 2016")));
        assert!(has_past(&words("s'est réuni")));
        assert!(!has_past(&words("à la santé")));
        assert!(!has_past(&words("une journée à venir")));
    }

    #[test]
    fn a_year_is_not_a_number_of_things() {
        assert_eq!(number("2016"), None);
        assert_eq!(number("3"), Some(3));
        assert_eq!(number("3eme"), None);
        assert_eq!(number("une"), Some(1));
    }

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        assert_eq!(
            sentences("Le CH M. Lacroix est venu. Il a parlé ; tout va bien"),
            ["Le CH M. Lacroix est venu.", "Il a parlé ;", "tout va bien"]
        );
    }
}
