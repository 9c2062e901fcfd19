//! What things are called: kinds of facts, streams, members of payloads, words of closed lists.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::catalogue::{is_known, keys, message, say};
use super::language::Language;
use crate::text::folded;

/// A kind of fact as people call it; a word that names no kind stays as it is.
pub fn kind(language: Language, kind: &str) -> String {
    let key = format!("kind-{}", kind.replace(['.', '_'], "-"));
    if is_known(&key) { say(language, &key) } else { kind.to_owned() }
}

/// A stream (`fiche/f-12`) as people call it: la fiche « f-12 ». Where its title stands behind it (`fiche/f-12 Sport`),
/// by that: la fiche « Sport » (f-12). Other words stay as they are.
pub fn stream(language: Language, stream: &str) -> String {
    let Some((family, id)) = stream.split_once('/') else { return stream.to_owned() };
    let (id, title) = id.split_once(' ').unwrap_or((id, ""));
    let called =
        |id: &str| message(language, "stream-of-family", &[("family", family.to_owned()), ("id", id.to_owned())]);
    if title.is_empty() { called(id) } else { format!("{} ({id})", called(title)) }
}

/// A report as people call it, with the word that asks for it: Fréquentation (attendance).
pub fn report(language: Language, name: &str) -> String {
    let key = format!("console-report-{name}");
    if is_known(&key) { format!("{} ({name})", say(language, &key)) } else { name.to_owned() }
}

/// A member of a payload as people call it; one that no payload has stays as it is.
pub fn member(language: Language, member: &str) -> String {
    let key = format!("member-{member}");
    if is_known(&key) { say(language, &key) } else { member.to_owned() }
}

/// A member within others, `place.name`, as people call it: lieu, nom.
pub fn path_of_members(language: Language, path: &str) -> String {
    path.split('.').map(|name| member(language, name)).collect::<Vec<_>>().join(", ")
}

/// The closed lists that have labels: for each, its words.
fn lists() -> &'static BTreeMap<String, Vec<String>> {
    static LISTS: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let mut lists = BTreeMap::<String, Vec<String>>::new();
        for key in keys(Language::French).into_values().flatten() {
            if let Some((list, word)) = key.strip_prefix("label-").and_then(|label| label.rsplit_once('-')) {
                lists.entry(list.to_owned()).or_default().push(word.to_owned());
            }
        }
        lists
    })
}

/// The labels that tell the words of a closed list: those of the smallest list that has them all.
pub fn labels_of(words: &[&str]) -> Option<&'static str> {
    let has = |known: &Vec<String>| words.iter().all(|word| known.iter().any(|known| known == word));
    lists().iter().filter(|(_, known)| has(known)).min_by_key(|(_, known)| known.len()).map(|(list, _)| list.as_str())
}

/// The words of a closed list as people call them; `None` where no labels tell them.
pub fn choices(language: Language, words: &[&str]) -> Option<Vec<String>> {
    let list = labels_of(words)?;
    Some(words.iter().map(|word| say(language, &format!("label-{list}-{word}"))).collect())
}

/// The word of a closed list that somebody says, by its code or as people call it in either language; accents and case
/// do not matter.
pub fn word_named<'w>(words: &[&'w str], said: &str) -> Option<&'w str> {
    let meant = folded(said.trim());
    let is_called = |at: usize| {
        [Language::French, Language::English]
            .iter()
            .filter_map(|language| choices(*language, words)?.get(at).map(|label| folded(label)))
            .any(|label| label == meant)
    };
    words.iter().enumerate().find(|(at, word)| **word == said || is_called(*at)).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::registry;
    use crate::family::Family;

    #[test]
    fn every_kind_of_fact_and_every_family_has_its_words() {
        for language in [Language::French, Language::English] {
            for info in registry().filter(|info| info.family != Some(Family::Lamp)) {
                assert_ne!(kind(language, info.kind), info.kind, "{} has no words", info.kind);
            }
            let other = stream(language, "unheard-of/x");
            for family in Family::ALL.iter().filter(|family| **family != Family::Lamp) {
                assert_ne!(stream(language, &format!("{family}/x")), other, "{family} has no words");
            }
        }
        assert_eq!(kind(Language::French, "moon.landed"), "moon.landed");
        assert_eq!(stream(Language::French, "fiche/f-12"), "la fiche « f-12 »");
        assert_eq!(stream(Language::French, "fiche/f-12 Sport santé"), "la fiche « Sport santé » (f-12)");
    }

    #[test]
    fn a_closed_list_is_told_by_its_labels() {
        let told = choices(Language::French, &["inside", "outside"]);
        assert_eq!(told.unwrap(), ["Dans un quartier prioritaire", "Hors quartier prioritaire"]);
        for said in ["inside", "dans un quartier prioritaire", "In a priority neighbourhood"] {
            assert_eq!(word_named(&["outside", "inside"], said), Some("inside"), "{said}");
        }
        assert_eq!(word_named(&["outside", "inside"], "upside"), None);
        assert_eq!(choices(Language::French, &["inside", "upside"]), None);
        assert_eq!(member(Language::French, "title"), "titre");
        assert_eq!(path_of_members(Language::French, "place.name"), "lieu, nom");
    }
}
