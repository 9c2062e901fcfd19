//! The rows of an import beside what stands: which fact each repeats, says otherwise, or seems to have replaced.

use std::collections::{HashMap, HashSet};

use maillage_events::fact::kind_info;
use maillage_events::kind_info::Nature;
use serde_json::Value;

use super::named_by::named_by;
use super::second_version::{Beside, differing};
use super::standing::{Standing, StandingFact, Words, words_of};
use crate::plan::PlannedRequest;
use crate::tabular::{TakenSheets, nearest};

/// Whether facts of a kind stand in a list, by their rank.
fn is_ranked(kind: &str) -> bool {
    named_by(kind).is_some_and(|members| members.contains(&"rank"))
}

/// What names a fact among those of its kind: its values by the members that do.
fn name_of(words: &Words) -> Option<Vec<Option<&Value>>> {
    named_by(words.kind).map(|members| members.iter().map(|member| words.data.get(*member)).collect())
}

/// Whether a row gives the name of what it says itself.
fn names_itself(sheets: &TakenSheets, planned: &PlannedRequest, words: &Words) -> bool {
    match named_by(words.kind) {
        Some([]) => sheets.names_itself(&planned.file, planned.row, None),
        Some([member]) => {
            let name = words.data.get(*member).and_then(Value::as_str);
            name.is_some() && sheets.names_itself(&planned.file, planned.row, name)
        }
        Some(_) | None => false,
    }
}

/// The requests of an import beside what stands.
struct Comparison<'s> {
    standing: &'s Standing,
    requests: &'s [PlannedRequest],
    words: Vec<Option<Words>>,
    beside: Vec<Beside>,
    /// The facts that some row says, in the same words or in others.
    said: HashSet<usize>,
    /// For each file, the documents that are earlier versions of it.
    versions: HashMap<&'s str, HashSet<&'s str>>,
}

/// Holds each request against what stands; gives besides, for each file, how many facts of its earlier versions no row
/// says any more.
pub fn compare(
    standing: &Standing,
    requests: &[PlannedRequest],
    sheets: Option<&TakenSheets>,
) -> (Vec<Beside>, Vec<(String, usize)>) {
    let words = requests.iter().map(|planned| words_of(&planned.request.ask)).collect();
    let beside = vec![Beside::Nothing; requests.len()];
    let mut comparison =
        Comparison { standing, requests, words, beside, said: HashSet::new(), versions: HashMap::new() };
    comparison.find_same();
    comparison.find_shifted();
    comparison.find_twins();
    comparison.find_versions();
    comparison.find_replaced(sheets);
    let gone = comparison.gone();
    (comparison.beside, gone)
}

impl<'s> Comparison<'s> {
    fn fact(&self, at: usize) -> &'s StandingFact {
        &self.standing.facts[at]
    }

    fn find_same(&mut self) {
        for (at, planned) in self.requests.iter().enumerate() {
            let Some(words) = &self.words[at] else { continue };
            for known in self.standing.of(&planned.request.stream, words.kind) {
                let fact = self.fact(*known);
                if fact.words == *words && fact.on == planned.request.occurred {
                    self.beside[at] = Beside::Same(*known);
                    self.said.insert(*known);
                }
            }
        }
    }

    /// What stands at another place of its list is said all the same: a line above it shifted it.
    fn find_shifted(&mut self) {
        for (at, planned) in self.requests.iter().enumerate() {
            let ranked = self.words[at].as_ref().filter(|words| is_ranked(words.kind));
            let Some(words) = ranked.filter(|_| self.beside[at] == Beside::Nothing) else { continue };
            let known = self.standing.of(&planned.request.stream, words.kind).iter();
            let shifted = known.copied().find(|known| {
                let fact = self.fact(*known);
                !self.said.contains(known)
                    && fact.on == planned.request.occurred
                    && differing(&fact.words, words) == ["rank"]
            });
            if let Some(fact) = shifted {
                self.beside[at] = Beside::Elsewhere(fact);
                self.said.insert(fact);
            }
        }
    }

    /// The fact that has the name of what a row says: one of the same words first, then one of its date, then the last.
    fn find_twins(&mut self) {
        for (at, planned) in self.requests.iter().enumerate() {
            let words = self.words[at].as_ref().filter(|_| self.beside[at] == Beside::Nothing);
            let Some((words, name)) = words.and_then(|words| Some((words, name_of(words)?))) else { continue };
            let known = self.standing.of(&planned.request.stream, words.kind).iter();
            let rank = |at: &&usize| {
                let fact = self.fact(**at);
                let free = !self.said.contains(*at);
                (free && fact.words == *words, fact.on == planned.request.occurred, free, fact.position)
            };
            let may_be = |at: &&usize| !(is_ranked(words.kind) && self.said.contains(*at));
            let named = |at: &&usize| name_of(&self.fact(**at).words).as_ref() == Some(&name);
            let twin = known.filter(may_be).filter(named).max_by_key(rank);
            if let Some(fact) = twin {
                self.beside[at] = Beside::Twin { fact: *fact, gone: !self.said.contains(fact) };
            }
        }
        for beside in &self.beside {
            if let Beside::Twin { fact, .. } = beside {
                self.said.insert(*fact);
            }
        }
    }

    fn find_versions(&mut self) {
        let mut left: HashMap<&str, usize> = HashMap::new();
        for (_, fact) in self.standing.facts.iter().enumerate().filter(|(at, _)| !self.said.contains(at)) {
            fact.documents.iter().for_each(|document| *left.entry(document).or_default() += 1);
        }
        let own: HashSet<&str> =
            self.requests.iter().flat_map(|it| &it.request.context.evidence).map(|it| it.document.as_str()).collect();
        let mut repeated: HashMap<(&str, &str), usize> = HashMap::new();
        for (at, planned) in self.requests.iter().enumerate() {
            let fact = match self.beside[at] {
                Beside::Same(fact) | Beside::Twin { fact, .. } | Beside::Elsewhere(fact) => self.fact(fact),
                Beside::Instead(_) | Beside::Nothing => continue,
            };
            for document in &fact.documents {
                *repeated.entry((planned.file.as_str(), document.as_str())).or_default() += 1;
            }
        }
        for ((file, document), times) in repeated {
            if !own.contains(document) && left.get(document).is_none_or(|left| *left <= times) {
                self.versions.entry(file).or_default().insert(document);
            }
        }
        for at in 0..self.beside.len() {
            if let Beside::Twin { fact, gone: true } = self.beside[at] {
                let gone = self.is_of_earlier_version(&self.requests[at].file, fact);
                self.beside[at] = Beside::Twin { fact, gone };
            }
        }
    }

    fn is_of_earlier_version(&self, file: &str, at: usize) -> bool {
        let versions = self.versions.get(file);
        self.fact(at).documents.iter().any(|it| versions.is_some_and(|versions| versions.contains(it.as_str())))
    }

    /// Pairs rows that nothing stands beside with what an earlier version said and this one does not: the most alike
    /// first, each fact once.
    fn find_replaced(&mut self, sheets: Option<&TakenSheets>) {
        let mut pairs = Vec::new();
        let mut free: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, fact) in self.standing.facts.iter().enumerate().filter(|(at, _)| !self.said.contains(at)) {
            free.entry(fact.words.kind).or_default().push(at);
        }
        for (at, planned) in self.requests.iter().enumerate() {
            let words = self.words[at].as_ref().filter(|_| self.beside[at] == Beside::Nothing);
            let Some(words) = words else { continue };
            let known = free.get(words.kind).map_or(&[][..], Vec::as_slice);
            // A row that bears a name of its own is another one, by the word of whoever filled it.
            if known.is_empty() || sheets.is_some_and(|sheets| names_itself(sheets, planned, words)) {
                continue;
            }
            let unlike = |known: &usize| Some((self.unlikeness(planned, words, *known)?, at, *known));
            pairs.extend(known.iter().filter_map(unlike));
        }
        pairs.sort_unstable();
        for (unlike, at, known) in pairs {
            if self.beside[at] == Beside::Nothing && self.said.insert(known) {
                let same = unlike == 0 && self.words[at].as_ref() == Some(&self.fact(known).words);
                self.beside[at] = if same { Beside::Elsewhere(known) } else { Beside::Instead(known) };
            }
        }
    }

    /// In how much a row differs from a fact whose place it may have taken: one of the same kind that an earlier
    /// version said, or an event of the same day that another file told, with one member told otherwise.
    fn unlikeness(&self, planned: &PlannedRequest, words: &Words, at: usize) -> Option<usize> {
        let (fact, stream, names) = (self.fact(at), &planned.request.stream, named_by(words.kind)?);
        let event = kind_info(words.kind).is_some_and(|info| info.nature == Nature::Event);
        let members = differing(&fact.words, words);
        // The name of an event is made of what it says.
        let told = members.iter().filter(|member| !event || !names.contains(member)).count();
        let unlike = told + usize::from(fact.on != planned.request.occurred);
        let in_place = if names.is_empty() {
            // What is alone in its stream stands in another one, whose key was made of other words.
            fact.stream.family == stream.family
                && members.len() <= 1
                && (words.data.len() > 2
                    || nearest(fact.stream.id.as_str(), [stream.id.as_str()].into_iter()).is_some())
        } else {
            fact.stream == *stream
        };
        let told_before = self.is_of_earlier_version(&planned.file, at)
            || event && !fact.documents.is_empty() && unlike <= 1 && fact.on == planned.request.occurred;
        (in_place && told_before).then_some(unlike)
    }

    /// For each file, how many facts of its earlier versions no row says.
    fn gone(&self) -> Vec<(String, usize)> {
        let mut gone: Vec<(String, usize)> = self
            .versions
            .keys()
            .map(|file| {
                let lost = |at: &usize| !self.said.contains(at) && self.is_of_earlier_version(file, *at);
                ((*file).to_owned(), (0..self.standing.facts.len()).filter(lost).count())
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        gone.sort();
        gone
    }
}
