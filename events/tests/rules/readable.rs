//! What a coordinator must never read: placeholders, codes, a library's words, figures and words of the other language.

use maillage_events::fact::KINDS;
use maillage_events::family::Family;
use maillage_events::messages::Language;

/// What serde and its like say of a value.
const OF_LIBRARIES: [&str; 7] = [
    "missing field",
    "unknown field",
    "invalid type",
    "invalid value",
    "unknown variant",
    "expected one of",
    "did not match any variant",
];

/// Words of English that French does not have.
const ENGLISH: [&str; 22] = [
    "the", "of", "is", "with", "and", "are", "was", "this", "that", "which", "from", "has", "have", "been", "not",
    "for", "its", "already", "recorded", "what", "session", "signup",
];

/// Words of French that English does not have.
const FRENCH: [&str; 20] = [
    "le",
    "les",
    "est",
    "dans",
    "une",
    "des",
    "du",
    "et",
    "pour",
    "avec",
    "cette",
    "ce",
    "sont",
    "sur",
    "pas",
    "qui",
    "séance",
    "inscription",
    "déjà",
    "fait",
];

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '@')))
        .map(|word| word.trim_matches(['.', '/', '-']))
        .filter(|word| !word.is_empty())
}

/// Whether a word is one of code: a member of JSON, a kind of fact, a stream.
fn is_code(word: &str) -> bool {
    let is_snake = word.split('_').count() > 1
        && word.split('_').all(|part| !part.is_empty() && part.chars().all(char::is_alphanumeric));
    let is_stream = word.split_once('/').is_some_and(|(family, _)| Family::ALL.iter().any(|it| it.as_str() == family));
    is_snake || is_stream || KINDS.contains(&word)
}

/// Whether digits stand where `#` stands, and the rest as it is.
fn has_form(word: &str, form: &str) -> bool {
    let fits = |(c, of): (char, char)| if of == '#' { c.is_ascii_digit() } else { c == of };
    word.chars().count() == form.chars().count() && word.chars().zip(form.chars()).all(fits)
}

/// What is wrong with a text whatever its language.
pub fn unsaid(text: &str) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    if text.contains(['⟨', '⟩', '{', '}']) {
        faults.push("a placeholder".to_owned());
    }
    faults.extend(OF_LIBRARIES.iter().filter(|words| text.contains(**words)).map(|words| format!("serde: {words}")));
    faults.extend(words(text).filter(|word| is_code(word)).map(|word| format!("a code: {word}")));
    faults
}

/// A text without what it quotes, which others wrote in the language that they have.
fn unquoted(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '«' | '“' => depth += 1,
            '»' | '”' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// What is wrong with a text that its reader reads in this language.
pub fn faults(language: Language, text: &str) -> Vec<String> {
    let mut faults = unsaid(text);
    if language == Language::French {
        faults.extend(
            words(text).filter(|word| has_form(word, "####-##-##")).map(|word| format!("a date of programs: {word}")),
        );
        let is_sum = |word: &&str| word.split_once('.').is_some_and(|(_, cents)| has_form(cents, "##"));
        let sums = text.split('€').filter_map(|before| words(before).last()).filter(is_sum);
        faults.extend(sums.filter(|_| text.contains('€')).map(|word| format!("an English sum: {word}")));
    }
    let others: &[&str] = if language == Language::French { &ENGLISH } else { &FRENCH };
    let lower = unquoted(text).to_lowercase();
    let strange = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| others.contains(word));
    faults.extend(strange.map(|word| format!("a word of the other language: {word}")));
    faults
}

#[test]
fn what_a_coordinator_must_not_read_is_found() {
    let french = |text| faults(Language::French, text);
    for (text, fault) in [
        ("Déjà tenue ({$on}).", "a placeholder"),
        ("⟨refusal-moon⟩", "a placeholder"),
        ("Il manque capacity_changed.", "a code: capacity_changed"),
        ("Un fait « session.held » de trop", "a code: session.held"),
        ("« fiche/f-12 » n’existe pas", "a code: fiche/f-12"),
        ("missing field `x`", "serde: missing field"),
        ("Le 2016-03-08.", "a date of programs: 2016-03-08"),
        ("16000.00 € notifiés", "an English sum: 16000.00"),
        ("The séance", "a word of the other language: the"),
    ] {
        assert!(french(text).iter().any(|found| found == fault), "{text}: {:?}", french(text));
    }
    assert_eq!(french("« The moon » est quotée"), Vec::<String>::new(), "others' words");
    assert_eq!(faults(Language::English, "La séance est là")[..1], ["a word of the other language: séance"]);
    let sound = "Séance tenue : « Atelier nutrition » (08/03/2016), 16 000,00 € ; 10.30 m ; a/b ; 2016-2018.";
    assert_eq!(french(sound), Vec::<String>::new());
}
