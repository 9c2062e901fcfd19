//! What was said, what of it an answer shows, and what is wrong with it.

use std::collections::BTreeSet;
use std::sync::Mutex;

use maillage_events::messages::{Language, files, keys, listen, say};
use maillage_exchange::tabular::describe;

use crate::readable::{faults, unsaid};

/// What was said since the last answer: the language, the key and the text.
static SAID: Mutex<Vec<SaidMessage>> = Mutex::new(Vec::new());

/// A message that was said.
struct SaidMessage {
    language: Language,
    key: String,
    text: String,
    /// Its text without the values in it.
    own: String,
}

/// Whose turn it is to hear what is said: tests run side by side.
pub static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn note(language: Language, key: &str, text: &str, values: &[(&str, String)]) {
    let mut own = text.to_owned();
    for (_, value) in values.iter().filter(|(_, value)| value.chars().count() > 2) {
        own = own.replace(value.as_str(), "…");
    }
    SAID.lock().unwrap().push(SaidMessage { language, key: key.to_owned(), text: text.to_owned(), own });
}

/// The answers of one language: which messages they show, and what nobody should read in them.
pub struct Answers {
    pub language: Language,
    /// What the asker wrote himself: a code that an answer quotes out of it is his own word.
    pub asked: String,
    headings: BTreeSet<String>,
    /// What is recorded when it is said, and shown later, by the reports of what was recorded.
    recorded: Vec<SaidMessage>,
    shown: BTreeSet<String>,
    faults: BTreeSet<String>,
}

/// How the keys of what is recorded begin.
const RECORDED: &str = "oscars-note-";

/// Messages that no answer of today shows, each with its reason; one that is shown after all must leave the list.
const GUARDS: &[(&str, &str)] = &[
    ("import-row-unaccounted", "each line of a file is a record or is named: random sheets hold the reader to it"),
    ("import-row-says-nothing", "each row gives a fact or a problem: random sheets hold the tables to it"),
    ("oscars-which-contract", "a space of several contracts: `services/exchange/src/oscars/inventory.rs` holds it"),
    ("import-replaces", "what a row replaces has, in every table of today, a cell whose words can be said"),
    ("member-f", "the key of a map, whose place the reader of JSON does not keep: the map itself is named"),
    ("member-m", "the same"),
];

/// Words of the other language that a message may show all the same, each with its reason.
const LEGITIMATE: &[(&str, &str)] =
    &[("import-form-amount", "cells of files are written in French"), ("import-form-marginals", "the same")];

impl Answers {
    /// Answers in a language, none yet.
    pub fn new(language: Language) -> Self {
        listen(note);
        let headings = headings();
        Self {
            language,
            asked: String::new(),
            headings,
            recorded: Vec::new(),
            shown: BTreeSet::new(),
            faults: BTreeSet::new(),
        }
    }

    /// Whether a fault is none: a heading of a file, or a word of the asker's.
    fn is_excused(&self, fault: &str) -> bool {
        let excused = |code: &str| self.headings.contains(code) || self.asked.contains(&format!("\"{code}\""));
        fault.strip_prefix("a code: ").is_some_and(excused)
    }

    /// Takes the text of an answer: the messages said for it that stand in it are shown.
    pub fn take(&mut self, place: &str, text: &str) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let found = unsaid(line).into_iter().filter(|fault| !self.is_excused(fault));
            let found: Vec<String> = found.map(|fault| format!("{place}: {fault} in « {} »", line.trim())).collect();
            self.faults.extend(found);
        }
        let text = plain(text);
        let said = std::mem::take(&mut self.recorded).into_iter().chain(std::mem::take(&mut *SAID.lock().unwrap()));
        for said in said.filter(|said| said.language == self.language).collect::<Vec<_>>() {
            if text.contains(&plain(&said.text)) {
                // What others wrote in French stands in English sentences as it is; in French ones it is judged too.
                let judged = if self.language == Language::French { &said.text } else { &said.own };
                self.show(place, &said.key, &said.text, judged);
            } else if said.key.starts_with(RECORDED) && !self.shown.contains(&said.key) {
                self.recorded.push(said);
            }
        }
    }

    fn show(&mut self, place: &str, key: &str, words: &str, judged: &str) {
        if !LEGITIMATE.iter().any(|(known, _)| *known == key) {
            let found = faults(self.language, judged).into_iter().filter(|fault| !self.is_excused(fault));
            let found: Vec<String> = found.map(|fault| format!("{place}: {key}: {fault} in « {words} »")).collect();
            self.faults.extend(found);
        }
        if self.shown.insert(key.to_owned()) {
            for within in placed(self.language, key) {
                let said = say(self.language, &within);
                if plain(words).contains(&plain(&said)) {
                    self.show(place, &within, &said, &said);
                }
            }
        }
    }

    /// Says what is wrong with what is asked itself.
    pub fn complain(&mut self, fault: String) {
        self.faults.insert(fault);
    }

    /// The messages that no answer showed.
    pub fn unshown(&self) -> Vec<String> {
        let mut unshown: Vec<String> = keys(self.language).into_values().flatten().collect();
        let is_listed = |key: &String| GUARDS.iter().any(|(guard, _)| guard == key);
        unshown.retain(|key| self.shown.contains(key) == is_listed(key));
        unshown.sort();
        unshown
    }

    /// What nobody should read.
    pub fn faults(&self) -> Vec<&String> {
        self.faults.iter().collect()
    }
}

/// The headings of files, which are in French and of several words, each by what stands before an apostrophe too.
fn headings() -> BTreeSet<String> {
    let described = describe(Language::French);
    let named = described.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    named.flat_map(|name| [name, name.split('\'').next().unwrap_or(name)]).map(str::to_owned).collect()
}

/// The messages that a message places within itself.
fn placed(language: Language, key: &str) -> Vec<String> {
    let head = format!("{key} = ");
    let line = files(language).iter().find_map(|(_, source)| source.lines().find_map(|line| line.strip_prefix(&head)));
    let within = line.unwrap_or_default().split("{ ").skip(1).filter_map(|after| after.split(" }").next());
    within.filter(|it| it.contains('-') && !it.contains(['$', ' '])).map(str::to_owned).collect()
}

/// Words without case, and with one space where several or none that breaks stand.
fn plain(words: &str) -> String {
    words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn only_what_an_answer_shows_is_shown() {
    let _turn = TURN.lock().await;
    let mut answers = Answers::new(Language::English);
    let all = answers.unshown().len();
    let nothing = say(Language::English, "import-nothing");
    answers.show("here", "import-nothing", &nothing, &nothing);
    assert_eq!(answers.unshown().len(), all - 1);
    assert_eq!(placed(Language::French, "refusal-already-over"), ["refusal-this"], "and what it places within itself");
    answers.take("there", "⟨import-moon⟩ and member_of_json");
    assert_eq!(answers.faults().len(), 2, "{:?}", answers.faults());
    answers.asked = "{\"own_word\": 1}".to_owned();
    answers.take("there", "“own_word” is not known, in the column “finess_ej”");
    assert_eq!(answers.faults().len(), 2, "his own words, and a heading: {:?}", answers.faults());
}
