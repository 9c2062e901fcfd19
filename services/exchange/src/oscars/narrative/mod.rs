//! What a bullet of a fiche tells, beyond its words.
//!
//! Each reading rests on general cues of French; where they are not all there, the bullet is narrated and nothing more
//! is concluded.
//!
//! # Layout
//! * `counted`: sessions with their number; `expected`: results to come; `uncounted`: results without a number;
//!   `parties`: who took part; here: the rest.

mod counted;
mod expected;
mod parties;
mod uncounted;

use maillage_events::quantity::Quantity;
use maillage_events::session::{SessionKind, SessionMode};

use crate::oscars::language::{Word, future_at, quoted_after, sentences, words, year};
use crate::oscars::session_nouns::session_noun;

/// More sessions than this in one phrase are recorded as a figure, not one by one.
pub const MOST_SESSIONS: u64 = 60;

/// Something that a bullet tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrated {
    /// So many sessions were held.
    Sessions {
        /// The kind that their noun names.
        kind: SessionKind,
        /// How people met, where their noun says so.
        mode: Option<SessionMode>,
        /// How many; at most [`MOST_SESSIONS`].
        count: u64,
        /// The sentence that counts them, cut to 300 characters.
        said: String,
    },
    /// It happened during a session of another fiche.
    Within {
        /// The number of that fiche.
        fiche: u32,
        /// The kind of that session.
        kind: SessionKind,
    },
    /// A result is expected.
    Expected {
        /// What is to come of it, in the words of the sentence.
        what: String,
        /// How many of these.
        quantity: Quantity,
    },
    /// A result was reached, not counted exactly.
    Achieved {
        /// What was reached, in the words of the sentence.
        what: String,
        /// How many of these, as far as the sentence says.
        quantity: Quantity,
    },
    /// The fiche could not be deployed.
    NotDeployed {
        /// The sentence that says so.
        motive: String,
        /// What takes over.
        successor: Option<String>,
    },
    /// A working group of named parties met.
    Group {
        /// The parties, as named.
        parties: Vec<String>,
        /// The sentence that says that it met.
        said: String,
    },
    /// The subject of the fiche belongs to these groups.
    Member {
        /// The groups, as named.
        groups: Vec<String>,
    },
    /// The sessions of this bullet were led by these coordinations.
    Led {
        /// What each coordinates, as named.
        coordinations: Vec<String>,
    },
    /// A procedure was tried out.
    Milestone {
        /// The sentence, without its final mark.
        said: String,
    },
}

/// Reads a bullet of the fiche that bears the number `own`.
pub fn read_bullet(bullet: &str, own: u32) -> Vec<Narrated> {
    let said = sentences(bullet);
    let mut narrated: Vec<Narrated> = said.iter().flat_map(|sentence| of_sentence(sentence, own)).collect();
    if let Some(motive) = said.iter().find(|sentence| is_not_deployed(sentence)) {
        narrated.push(Narrated::NotDeployed { motive: (*motive).to_owned(), successor: successor(bullet) });
    }
    narrated
}

fn of_sentence(sentence: &str, own: u32) -> Vec<Narrated> {
    let all = words(sentence);
    let within = within(&all, own);
    let mut narrated = match &within {
        Some(_) => Vec::new(),
        None => counted::counted(sentence, &all),
    };
    narrated.extend(within);
    narrated.extend(expected::expected(sentence, &all));
    narrated.extend(uncounted::several_times(sentence, &all));
    narrated.extend(parties::group(sentence, &all));
    narrated.extend(parties::member(sentence, &all));
    narrated.extend(parties::led(sentence, &all));
    narrated.extend(milestone(sentence, &all));
    narrated
}

fn is_negated(all: &[Word<'_>]) -> bool {
    all.windows(2).any(|pair| matches!(pair[0].folded.as_str(), "n" | "ne") && pair[1].folded != "que")
        && all.iter().any(|word| matches!(word.folded.as_str(), "pas" | "aucun" | "aucune"))
}

/// « lors de la journée … dans le cadre de la Fiche Action N°4 »
fn within(all: &[Word<'_>], own: u32) -> Option<Narrated> {
    let folded = |at: usize| all.get(at).map_or("", |word| word.folded.as_str());
    let (fiche, at) = (0..all.len()).find_map(|at| {
        let after = (at + 1..at + 4).find(|next| !matches!(folded(*next), "action" | "n" | "no" | "numero"))?;
        let number = folded(after).trim_start_matches("n").parse::<u32>().ok()?;
        matches!(folded(at), "fiche").then_some((number, at))
    })?;
    let kind = (0..at).find_map(|start| {
        let opens = matches!(folded(start), "lors" | "pendant" | "durant" | "occasion")
            || (folded(start) == "cours" && start > 0 && folded(start - 1) == "au");
        if !opens {
            return None;
        }
        (start + 1..(start + 5).min(at)).find_map(|noun| session_noun(all.get(noun..)?)).map(|noun| noun.kind)
    })?;
    (fiche != own).then_some(Narrated::Within { fiche, kind })
}

/// « n’a pas pu se déployer », « n’ont pas été réalisées »
fn is_not_deployed(sentence: &str) -> bool {
    const DONE: [&str; 12] = [
        "deploy",
        "realis",
        "men",
        "mis",
        "mettre",
        "lanc",
        "demarr",
        "concretis",
        "abouti",
        "engag",
        "ouvr",
        "ouvert",
    ];
    let all = words(sentence);
    all.windows(4).enumerate().any(|(at, four)| {
        let [n, has, not, could] = four else { return false };
        matches!(n.folded.as_str(), "n")
            && matches!(has.folded.as_str(), "a" | "ont")
            && not.folded == "pas"
            && matches!(could.folded.as_str(), "pu" | "ete")
            && all.iter().skip(at + 4).take(4).any(|verb| DONE.iter().any(|stem| verb.folded.starts_with(stem)))
    })
}

/// What the words say takes over: what is named in quotation marks after « va intégrer », « rejoint le dispositif »
/// or « repris par ».
fn successor(bullet: &str) -> Option<String> {
    const STEMS: [&str; 7] = ["integr", "rejoi", "repris", "relev", "remplac", "fusionn", "succed"];
    words(bullet)
        .iter()
        .filter(|word| STEMS.iter().any(|stem| word.folded.starts_with(stem)))
        .find_map(|word| quoted_after(bullet, word.end))
        .map(str::to_owned)
}

/// « Test d’une procédure », « une procédure … a été testée »
fn milestone(sentence: &str, all: &[Word<'_>]) -> Option<Narrated> {
    let tried = all.iter().position(|word| {
        matches!(
            word.folded.trim_end_matches('s'),
            "test" | "teste" | "testee" | "experimente" | "experimentee" | "experimentation"
        )
    })?;
    let object =
        all.iter().position(|word| matches!(word.folded.trim_end_matches('s'), "procedure" | "protocole" | "outil"))?;
    (future_at(all).is_none() && tried.abs_diff(object) <= 8).then(|| Narrated::Milestone { said: fold_end(sentence) })
}

fn fold_end(sentence: &str) -> String {
    sentence.trim_end_matches(['.', ';', ' ']).to_owned()
}

/// The year that words written for a year carry over from before: an earlier year in a sentence that speaks of what is
/// to come.
pub fn carried_over(text: &str, written_for: i16) -> Option<(i16, String)> {
    sentences(text).into_iter().find_map(|sentence| {
        let all = words(sentence);
        let earlier = all.iter().filter_map(|word| year(&word.folded)).find(|said| *said < written_for)?;
        future_at(&all).map(|_| (earlier, sentence.to_owned()))
    })
}

/// The one year that words speak of; none when they name no year or several.
pub fn speaks_of(text: &str) -> Option<i16> {
    let mut years: Vec<i16> = words(text).iter().filter_map(|word| year(&word.folded)).collect();
    years.dedup();
    if let [year] = years.as_slice() { Some(*year) } else { None }
}
