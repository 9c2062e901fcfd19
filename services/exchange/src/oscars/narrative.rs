//! What a bullet of a fiche tells, beyond its words.
//!
//! Each reading rests on general cues of French; where they are not all there, the bullet is narrated and nothing more is concluded.

use maillage_events::quantity::Quantity;
use maillage_events::session::SessionKind;
use maillage_events::text::Text;

use crate::oscars::language::{
    Word, about, fold, future_at, has_past, is_counted_adjective, is_purpose, number, quoted_after, sentences, session_noun, words,
};
use crate::oscars::names;

/// More sessions than this in one phrase are recorded as a figure, not one by one.
pub const MOST_SESSIONS: u64 = 60;

/// Something that a bullet tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// So many sessions were held.
    Sessions {
        /// Their kind.
        kind: SessionKind,
        /// How many; at most [`MOST_SESSIONS`].
        count: u64,
        /// The sentence.
        said: String,
    },
    /// It happened during a session of another fiche.
    Within {
        /// The number of that fiche.
        fiche: u32,
        /// The kind of that session.
        kind: SessionKind,
    },
    /// A result is hoped for.
    Expected {
        /// What.
        what: String,
        /// How many.
        quantity: Quantity,
    },
    /// A result was reached, not counted exactly.
    Achieved {
        /// What.
        what: String,
        /// How many.
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
        /// The sentence.
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
        /// The sentence.
        said: String,
    },
}

/// Reads a bullet of the fiche that bears the number `own`.
pub fn tell(bullet: &str, own: u32) -> Vec<Told> {
    let said = sentences(bullet);
    let mut told: Vec<Told> = said.iter().flat_map(|sentence| of_sentence(sentence, own)).collect();
    if let Some(motive) = said.iter().find(|sentence| is_not_deployed(sentence)) {
        told.push(Told::NotDeployed { motive: (*motive).to_owned(), successor: successor(bullet) });
    }
    told
}

fn of_sentence(sentence: &str, own: u32) -> Vec<Told> {
    let all = words(sentence);
    let within = within(&all, own);
    let mut told = match &within {
        Some(_) => Vec::new(),
        None => counted(sentence, &all),
    };
    told.extend(within);
    told.extend(hoped(sentence, &all));
    told.extend(several_times(sentence, &all));
    told.extend(group(sentence, &all));
    told.extend(member(sentence, &all));
    told.extend(led(sentence, &all));
    told.extend(milestone(sentence, &all));
    told
}

/// Numbers before nouns of sessions. Done when the sentence opens with them or holds a past form, and nothing before them only aims at something;
/// hoped for when the sentence speaks of what is to come.
fn counted(sentence: &str, all: &[Word<'_>]) -> Vec<Told> {
    let mut told = Vec::new();
    let (to_come, past) = (future_at(all).is_some(), has_past(all));
    let mut taken = 0;
    for at in 0..all.len() {
        let Some(found) = Counted::at(all, at).filter(|_| at >= taken) else { continue };
        let joined = taken > 0 && at <= taken + 1;
        taken = found.end;
        let before = &all[..at];
        if before.iter().any(|word| is_purpose(&word.folded)) || is_negated(all) {
            continue;
        }
        let what = sentence.get(all[found.noun].start..all[found.end - 1].end).unwrap_or(sentence).to_owned();
        match (to_come, at == 0 || joined || past, found.quantity) {
            (true, _, quantity) => told.push(Told::Expected { what, quantity }),
            (false, true, Quantity::Exact { value }) if value <= MOST_SESSIONS => {
                told.push(Told::Sessions { kind: found.kind, count: value, said: sentence.to_owned() });
            }
            (false, true, quantity) => told.push(Told::Achieved { what, quantity }),
            (false, false, _) => {}
        }
    }
    told
}

struct Counted {
    kind: SessionKind,
    quantity: Quantity,
    noun: usize,
    end: usize,
}

impl Counted {
    fn at(all: &[Word<'_>], at: usize) -> Option<Self> {
        let folded = |at: usize| all.get(at).map_or("", |word| word.folded.as_str());
        let said = folded(at);
        let (quantity, mut noun) = if said == "plusieurs" {
            (Quantity::Unknown { at_least: Some(2), as_said: Some(Text::from(all.get(at)?.raw)) }, at + 1)
        } else if let (Some(value), true) = (about(folded(at + 1)), said == "une" || said == "un") {
            (Quantity::About { value }, if matches!(folded(at + 2), "de" | "d") { at + 3 } else { at + 2 })
        } else {
            let value = number(said).filter(|value| *value > 0)?;
            let rough = at > 0 && matches!(folded(at - 1), "environ" | "quelque") || (at > 1 && folded(at - 1) == "de" && folded(at - 2) == "pres");
            (if rough { Quantity::About { value } } else { Quantity::exact(value) }, at + 1)
        };
        if is_counted_adjective(folded(noun)) {
            noun += 1;
        }
        let session = session_noun(all.get(noun..)?)?;
        Some(Self { kind: session.kind, quantity, noun, end: noun + session.length })
    }
}

fn is_negated(all: &[Word<'_>]) -> bool {
    all.windows(2).any(|pair| matches!(pair[0].folded.as_str(), "n" | "ne") && pair[1].folded != "que")
        && all.iter().any(|word| matches!(word.folded.as_str(), "pas" | "aucun" | "aucune"))
}

/// « lors de la journée … dans le cadre de la Fiche Action N°4 »
fn within(all: &[Word<'_>], own: u32) -> Option<Told> {
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
    (fiche != own).then_some(Told::Within { fiche, kind })
}

/// « devrait générer deux baux »: a form to come, then a number of things close behind. Nouns of sessions are read by [`counted`].
fn hoped(sentence: &str, all: &[Word<'_>]) -> Option<Told> {
    let verb = future_at(all)?;
    let at = (verb + 1..all.len().min(verb + 6)).find(|at| number(&all[*at].folded).is_some_and(|value| value > 1))?;
    let value = number(&all[at].folded)?;
    if Counted::at(all, at).is_some()
        || all[verb + 1..at].iter().any(|word| sentence.get(all[verb].end..word.start).is_some_and(|gap| gap.contains([',', ';'])))
    {
        return None;
    }
    let end = (at + 1..all.len().min(at + 5))
        .find(|next| closes(&all[*next].folded) || parted(sentence, &all[*next - 1], &all[*next]))
        .unwrap_or(all.len().min(at + 5));
    let what = sentence.get(all.get(at + 1)?.start..all.get(end - 1)?.end).filter(|_| end > at + 1)?;
    Some(Told::Expected { what: what.to_owned(), quantity: Quantity::exact(value) })
}

fn closes(folded: &str) -> bool {
    matches!(
        folded,
        "avec"
            | "par"
            | "pour"
            | "dans"
            | "en"
            | "sur"
            | "aupres"
            | "et"
            | "ou"
            | "chez"
            | "a"
            | "au"
            | "aux"
            | "qui"
            | "afin"
            | "grace"
            | "entre"
            | "d"
            | "de"
            | "des"
            | "du"
    )
}

fn parted(sentence: &str, left: &Word<'_>, right: &Word<'_>) -> bool {
    sentence.get(left.end..right.start).is_some_and(|gap| gap.contains([',', ';', ':', '(', ')', '.']))
}

/// « plusieurs fois »: more than once, nobody says how often.
fn several_times(sentence: &str, all: &[Word<'_>]) -> Option<Told> {
    let at = all.windows(2).position(|pair| {
        matches!(
            (pair[0].folded.as_str(), pair[1].folded.as_str()),
            ("plusieurs" | "nombreuses" | "maintes" | "diverses" | "differentes", "fois" | "reprises")
        )
    })?;
    if future_at(all).is_some() || is_negated(all) {
        return None;
    }
    let said = sentence.get(all[at].start..all[at + 1].end)?;
    let clause = sentence.get(..all[at].start)?.rfind(" : ").map_or(sentence, |colon| sentence.get(colon + 3..).unwrap_or(sentence));
    Some(Told::Achieved {
        what: clause.trim_end_matches(['.', ';']).to_owned(),
        quantity: Quantity::Unknown { at_least: Some(2), as_said: Some(said.into()) },
    })
}

/// « n’a pas pu se déployer », « n’ont pas été réalisées »
fn is_not_deployed(sentence: &str) -> bool {
    const DONE: [&str; 12] = ["deploy", "realis", "men", "mis", "mettre", "lanc", "demarr", "concretis", "abouti", "engag", "ouvr", "ouvert"];
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

/// What the words say takes over: what is named in quotation marks after « va intégrer », « rejoint le dispositif », « repris par ».
fn successor(bullet: &str) -> Option<String> {
    const STEMS: [&str; 7] = ["integr", "rejoi", "repris", "relev", "remplac", "fusionn", "succed"];
    words(bullet)
        .iter()
        .filter(|word| STEMS.iter().any(|stem| word.folded.starts_with(stem)))
        .find_map(|word| quoted_after(bullet, word.end))
        .map(str::to_owned)
}

/// The list in brackets that follows « groupe(s) de travail », and the index of the word after it.
fn group_list<'s>(sentence: &'s str, all: &[Word<'_>]) -> Option<(usize, Vec<String>, &'s str)> {
    let at = all.windows(3).position(|three| {
        matches!(three[0].folded.as_str(), "groupe" | "groupes")
            && three[1].folded == "de"
            && matches!(three[2].folded.as_str(), "travail" | "reflexion")
    })?;
    let after = sentence.get(all[at + 2].end..)?;
    let (inside, rest) = after.trim_start().strip_prefix('(')?.split_once(')')?;
    Some((
        at,
        names::list(&inside.replace(" et ", ", ").replace(" / ", ", "), false)
            .into_iter()
            .map(|name| name.trim_matches(['…', '.', ' ']).to_owned())
            .filter(|name| !name.is_empty())
            .collect(),
        rest,
    ))
}

fn group(sentence: &str, all: &[Word<'_>]) -> Option<Told> {
    let (at, parties, rest) = group_list(sentence, all)?;
    let one = all.get(at.checked_sub(1)?)?;
    let met = words(rest);
    (one.folded == "un" && parties.len() > 1 && has_past(&met) && future_at(&met[..met.len().min(4)]).is_none())
        .then(|| Told::Group { parties, said: sentence.to_owned() })
}

fn member(sentence: &str, all: &[Word<'_>]) -> Option<Told> {
    let (at, groups, _) = group_list(sentence, all)?;
    let belongs = all[..at].iter().any(|word| ["partenaire", "membre", "siege", "particip"].iter().any(|stem| word.folded.starts_with(stem)));
    (belongs && !groups.is_empty()).then_some(Told::Member { groups })
}

/// « animées par la coordinatrice A et la coordinatrice B »
fn led(sentence: &str, all: &[Word<'_>]) -> Option<Told> {
    let leads = all.iter().position(|word| word.folded.starts_with("anim"))?;
    let by = leads + all[leads..].iter().position(|word| word.folded == "par")?;
    let whose: Vec<usize> =
        (by..all.len()).filter(|at| matches!(all[*at].folded.as_str(), "coordinatrice" | "coordinateur" | "coordination")).collect();
    let coordinations: Vec<String> = whose
        .iter()
        .enumerate()
        .filter_map(|(index, at)| {
            let end = whose.get(index + 1).map_or(sentence.len(), |next| all.get(next.saturating_sub(2)).map_or(sentence.len(), |word| word.start));
            let named = sentence.get(all[*at].end..end)?.replace(['«', '»', '"'], " ");
            let tidy = crate::oscars::source::tidy(&named);
            let bare = tidy.trim_end_matches(['.', ',', ';', ' ']).trim_end_matches(" et").trim_end_matches(" et la").to_owned();
            (!bare.is_empty()).then_some(bare)
        })
        .collect();
    (!coordinations.is_empty()).then_some(Told::Led { coordinations })
}

/// « Test d’une procédure », « une procédure … a été testée »
fn milestone(sentence: &str, all: &[Word<'_>]) -> Option<Told> {
    let tried = all.iter().position(|word| {
        matches!(word.folded.trim_end_matches('s'), "test" | "teste" | "testee" | "experimente" | "experimentee" | "experimentation")
    })?;
    let object = all.iter().position(|word| matches!(word.folded.trim_end_matches('s'), "procedure" | "protocole" | "outil"))?;
    (future_at(all).is_none() && tried.abs_diff(object) <= 8).then(|| Told::Milestone { said: fold_end(sentence) })
}

fn fold_end(sentence: &str) -> String {
    sentence.trim_end_matches(['.', ';', ' ']).to_owned()
}

/// The year that words written for a year carry over from before: an earlier year in a sentence that speaks of what is to come.
pub fn carried_over(text: &str, year: i16) -> Option<(i16, String)> {
    sentences(text).into_iter().find_map(|sentence| {
        let all = words(sentence);
        let earlier = all.iter().filter_map(|word| crate::oscars::language::year(&word.folded)).find(|said| *said < year)?;
        future_at(&all).map(|_| (earlier, sentence.to_owned()))
    })
}

/// The one year that words speak of; none when they name no year or several.
pub fn speaks_of(text: &str) -> Option<i16> {
    let folded = fold(text);
    let mut years: Vec<i16> = words(&folded).iter().filter_map(|word| crate::oscars::language::year(&word.folded)).collect();
    years.dedup();
    if let [year] = years.as_slice() { Some(*year) } else { None }
}
