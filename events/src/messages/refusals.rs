//! What a refusal says.

use super::catalogue::message;
use super::language::Language;
use super::spoken::in_words;
use super::words;
use crate::refusal::{Broken, Refusal};

/// What a refusal says to people.
pub fn refusal(language: Language, refusal: &Refusal) -> String {
    let mut values = refusal.values.clone();
    if !refusal.broken.is_empty() {
        let each: Vec<String> = refusal.broken.iter().map(|broken| broken_fact(language, broken)).collect();
        values.push(("broken", each.join(" ")));
    }
    in_words(language, &format!("refusal-{}", refusal.code), &values)
}

/// What an amendment would break of one fact.
fn broken_fact(language: Language, broken: &Broken) -> String {
    let values = [
        ("kind", words::kind(language, broken.kind)),
        ("position", broken.position.to_string()),
        ("stream", words::stream(language, &broken.stream.to_string())),
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
}
