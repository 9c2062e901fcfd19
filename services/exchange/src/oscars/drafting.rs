//! Gathering requests and problems, each with its lines.

use std::collections::BTreeSet;

use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Context, Evidence};
use maillage_events::fact::Fact;
use maillage_events::id::{Id, StreamId};
use maillage_events::messages::{Language, message};
use maillage_events::screen::{PersonalMark, Unfit, personal_mark, unfit};
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;
use maillage_log::executor::StreamAsk;

use crate::oscars::items::Located;
use crate::oscars::language::sentences;
use crate::plan::{PlannedRequest, Problem};

/// A plan in the making.
#[derive(Debug)]
pub struct Drafting {
    file: String,
    document: String,
    language: Language,
    context: Context,
    entered: BTreeSet<StreamId>,
    /// When everything happened that the record does not date better.
    pub on: OccurredOn,
    /// The facts drafted so far, in the order in which they can be admitted.
    pub requests: Vec<PlannedRequest>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What stands in the record and gives no fact.
    pub unused: Vec<Problem>,
}

impl Drafting {
    /// Nothing drafted yet, for a document known by the SHA-256 of its bytes, in a space that has entered some things
    /// already.
    pub fn new(file: &str, document: &str, account: Id, entered: BTreeSet<StreamId>, language: Language) -> Self {
        Self {
            file: file.to_owned(),
            document: document.to_owned(),
            language,
            context: Context::new(account, Channel::Import),
            entered,
            on: OccurredOn::Unknown,
            requests: Vec::new(),
            problems: Vec::new(),
            unused: Vec::new(),
        }
    }

    /// Asks that a fact be recorded for the record's year. A fact whose words look like a person, or are too long,
    /// becomes a problem instead.
    pub fn record<T>(&mut self, stream: StreamId, at: &Located<T>, fact: impl Into<Fact>) {
        self.record_on(stream, at, self.on, fact);
    }

    /// Asks that a thing be entered, unless the space has entered it already.
    pub fn enter<T>(&mut self, stream: StreamId, at: &Located<T>, fact: impl Into<Fact>) {
        if !self.entered.contains(&stream) {
            self.record(stream, at, fact);
        }
    }

    /// Asks that a fact be recorded for another date; see [`Drafting::record`].
    pub fn record_on<T>(&mut self, stream: StreamId, at: &Located<T>, on: OccurredOn, fact: impl Into<Fact>) {
        let fact = fact.into();
        let unfit_part = |payload| unfit(&payload).or_else(|| unfit(&stream.id.as_str().into()));
        match fact.payload().map(unfit_part) {
            // A number that is too large is left to the rules, which name it.
            Ok(None | Some(Unfit::TooLarge(_))) => {
                let evidence = Evidence::lines(self.document.clone(), at.from, at.to);
                let context = Context { evidence: vec![evidence], ..self.context.clone() };
                let request = StreamAsk { stream, occurred: on, ask: Ask::Record(fact), context };
                self.requests.push(PlannedRequest { request, file: self.file.clone(), row: at.from });
            }
            Ok(Some(Unfit::Personal(mark))) => self.names_a_person(at.from, mark),
            Ok(Some(Unfit::TooLong(length))) => {
                self.problem(
                    Some(at.from),
                    None,
                    "oscars-text-too-long",
                    &[("most", Text::MOST_BYTES.to_string()), ("length", length.to_string())],
                );
            }
            Ok(Some(Unfit::Unprintable(c))) => {
                let character = format!("U+{:04X}", u32::from(c));
                self.problem(Some(at.from), None, "oscars-character-unprintable", &[("character", character)]);
            }
            Err(_) => self.problem(
                Some(at.from),
                None,
                "oscars-text-too-long",
                &[("most", Text::MOST_BYTES.to_string()), ("length", String::new())],
            ),
        }
    }

    /// The sentences that name nobody; each other one is left out, with a problem that does not repeat it.
    pub fn screened(&mut self, text: &Located<String>) -> Option<Located<String>> {
        if personal_mark(&text.value).is_none() {
            return Some(text.clone());
        }
        let mut nameless = Vec::new();
        for sentence in sentences(&text.value) {
            match personal_mark(sentence) {
                Some(mark) => self.names_a_person(text.from, mark),
                None => nameless.push(sentence),
            }
        }
        let nameless = nameless.join(" ");
        match personal_mark(&nameless) {
            Some(mark) => {
                self.names_a_person(text.from, mark);
                None
            }
            None => (!nameless.is_empty()).then(|| text.with(nameless)),
        }
    }

    fn names_a_person(&mut self, line: u64, mark: PersonalMark) {
        let key = match mark {
            PersonalMark::Email => "oscars-holds-email",
            PersonalMark::Telephone => "oscars-holds-telephone",
            PersonalMark::SocialSecurityNumber => "oscars-holds-social-security-number",
            PersonalMark::BankAccount => "oscars-holds-bank-account",
            PersonalMark::TitledName => "oscars-names-a-person",
        };
        self.problem(Some(line), None, key, &[]);
    }

    /// Notes a problem; the value is shortened, the message is in the user's language and knows the line as `$line`.
    pub fn problem(&mut self, line: Option<u64>, value: Option<&str>, key: &str, values: &[(&str, String)]) {
        let problem = self.told(line, value, key, values);
        self.problems.push(problem);
    }

    /// Notes what stands in the record, from one line to another, and gives no fact. What names a person is not
    /// repeated.
    pub fn unused(&mut self, lines: (u64, u64), words: &str, key: &str) {
        let shown = Some(words).filter(|words| personal_mark(words).is_none()).unwrap_or("…");
        let many = if lines.0 == lines.1 { "one" } else { "many" };
        let values = [("last", lines.1.to_string()), ("lines", many.to_owned())];
        let told = self.told(Some(lines.0), Some(shown), key, &values);
        self.unused.push(told);
    }

    fn told(&self, line: Option<u64>, value: Option<&str>, key: &str, values: &[(&str, String)]) -> Problem {
        let value = value.map(|value| shorten(value, 80));
        let mut all = vec![("line", line.unwrap_or(0).to_string())];
        all.extend(value.clone().map(|value| ("value", value)));
        all.extend(values.iter().cloned());
        Problem { file: self.file.clone(), row: line, column: None, value, message: message(self.language, key, &all) }
    }
}

/// At most so many characters, with `…` in place of what is cut.
pub fn shorten(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut short: String = words.chars().take(most.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}
