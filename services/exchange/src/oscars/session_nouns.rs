//! French nouns that name a kind of session.

use maillage_events::session::{SessionKind, SessionMode};

use crate::oscars::language::Word;

/// A noun phrase that names a kind of session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionNoun {
    /// The kind of session that it names.
    pub kind: SessionKind,
    /// How people met, where the noun says so.
    pub mode: Option<SessionMode>,
    /// How many words the phrase takes.
    pub length: usize,
}

/// Reads the session noun that words begin with: `sessions de sensibilisation`, `colloque`, `temps d'échange`.
pub fn session_noun(words: &[Word<'_>]) -> Option<SessionNoun> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    let singular = |at: usize| if word(at) == "temps" { "temps" } else { word(at).trim_end_matches('s') };
    let skip = usize::from(word(0) == "demi");
    let of = if matches!(word(skip + 1), "de" | "d") { complement(singular(skip + 2)) } else { None };
    let plain = |kind| Some(SessionNoun { kind, mode: None, length: skip + 1 });
    let online = |kind| Some(SessionNoun { kind, mode: Some(SessionMode::Online), length: skip + 1 });
    let complemented = |kind| Some(SessionNoun { kind, mode: None, length: skip + 3 });
    match (singular(skip), of) {
        (
            "session" | "seance" | "journee" | "temps" | "action" | "reunion" | "rencontre" | "atelier" | "matinee"
            | "soiree",
            Some(kind),
        ) => complemented(kind),
        ("session" | "seance" | "journee" | "matinee" | "soiree", None) => plain(SessionKind::Other),
        ("rencontre" | "reunion", None) => plain(SessionKind::Meeting),
        ("atelier", None) => plain(SessionKind::Workshop),
        ("formation", _) => plain(SessionKind::Training),
        ("sensibilisation", _) => plain(SessionKind::Awareness),
        ("colloque" | "conference" | "symposium", _) => plain(SessionKind::Conference),
        ("forum", _) => plain(SessionKind::Forum),
        ("stand", _) => plain(SessionKind::Stand),
        ("depistage", _) => plain(SessionKind::Screening),
        ("permanence", _) => plain(SessionKind::DropIn),
        ("visioconference", _) => online(SessionKind::Meeting),
        ("webinaire", _) => online(SessionKind::Conference),
        _ => None,
    }
}

fn complement(singular: &str) -> Option<SessionKind> {
    match singular {
        "sensibilisation" | "information" | "prevention" => Some(SessionKind::Awareness),
        "formation" => Some(SessionKind::Training),
        "echange" | "travail" | "rencontre" | "concertation" | "reflexion" => Some(SessionKind::Meeting),
        "depistage" => Some(SessionKind::Screening),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oscars::language::words;

    #[test]
    fn nouns_of_sessions_tell_their_kind() {
        let kind = |text: &str| session_noun(&words(text)).map(|noun| noun.kind);
        assert_eq!(kind("sessions de sensibilisation auprès"), Some(SessionKind::Awareness));
        assert_eq!(kind("temps d’échange"), Some(SessionKind::Meeting));
        assert_eq!(kind("temps de liaison"), None);
        assert_eq!(kind("actions de formation"), Some(SessionKind::Training));
        assert_eq!(kind("action permettant"), None);
        assert_eq!(kind("colloque sur"), Some(SessionKind::Conference));
    }
}
