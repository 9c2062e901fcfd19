//! What a refusal says.

use super::catalogue::message;
use super::language::Language;
use super::spoken::in_words;
use super::words;
use crate::refusal::{Broken, Refusal};

/// What a refusal says to people.
pub fn refusal(language: Language, refusal: &Refusal) -> String {
    let mut values = refusal.values.clone();
    for (name, value) in &mut values {
        if let Some(title) = Refusal::object_of(name, value).and_then(|object| refusal.titles.get(&object)) {
            *value = if value.contains('/') { format!("{value} {title}") } else { format!("{title} ({value})") };
        }
    }
    if !refusal.broken.is_empty() {
        let each: Vec<String> = refusal.broken.iter().map(|broken| broken_fact(language, broken, refusal)).collect();
        values.push(("broken", each.join(" ")));
    }
    in_words(language, &format!("refusal-{}", refusal.code), &values)
}

/// What an amendment would break of one fact.
fn broken_fact(language: Language, broken: &Broken, within: &Refusal) -> String {
    let title = within.titles.get(&broken.stream).map(|title| format!(" {title}")).unwrap_or_default();
    let values = [
        ("kind", words::kind(language, broken.kind)),
        ("position", broken.position.to_string()),
        ("stream", words::stream(language, &format!("{}{title}", broken.stream))),
        ("why", self::refusal(language, &broken.refusal)),
    ];
    message(language, "broken-fact", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_writes_dates_as_people_do_and_keeps_leading_zeros() {
        let held = |on: &str| refusal(Language::French, &Refusal::new("already-held").with("on", on));
        assert!(held("2016-03-08").contains("(08/03/2016)"));
        assert!(held("2016-03").contains("(03/2016)"));
        assert!(held("2016").contains("(2016)"));
        assert!(held("unknown").contains("(date inconnue)"));
        let number = Refusal::new("bad-identifier").with("scheme", "siren").with("value", "010000012");
        assert!(refusal(Language::English, &number).contains("“010000012”"));
    }

    #[test]
    fn an_object_is_named_by_its_title_where_it_is_known() {
        let titles = [("session/s-12", "Atelier nutrition"), ("organisation/ccas", "CCAS de la ville")];
        let titles = titles.map(|(stream, title)| (stream.parse().unwrap(), title.to_owned())).into();
        let said = |refusal: Refusal| refusal_plain(&refusal.titled(&titles));
        let unknown = Refusal::new("reference-unknown").with("stream", "session/s-12");
        assert!(said(unknown).contains("la séance « Atelier nutrition » (s-12)"));
        let role = Refusal::new("not-a-party").with("organisation", "ccas");
        assert_eq!(role.titled(&titles).objects(), ["organisation/ccas".parse().unwrap()].into());
        assert!(said(Refusal::new("reference-unknown").with("stream", "session/s-9")).contains("la séance « s-9 »"));
    }

    fn refusal_plain(it: &Refusal) -> String {
        refusal(Language::French, it).replace('\u{a0}', " ")
    }
}
