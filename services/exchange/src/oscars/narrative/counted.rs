//! Sessions that a sentence counts.

use maillage_events::quantity::Quantity;
use maillage_events::session::{SessionKind, SessionMode};
use maillage_events::text::Text;

use super::{MOST_SESSIONS, Narrated, is_negated};
use crate::oscars::drafting::shorten;
use crate::oscars::language::{Word, future_at, has_past, is_counted_adjective, is_purpose, number};
use crate::oscars::session_nouns::session_noun;
use crate::round_number::round_number;

/// Numbers before nouns of sessions. Done when the sentence opens with them or holds a past form, and nothing before
/// them only aims at something; expected when the sentence speaks of what is to come.
pub fn counted(sentence: &str, all: &[Word<'_>]) -> Vec<Narrated> {
    let mut narrated = Vec::new();
    let (to_come, past, negated) = (future_at(all).is_some(), has_past(all), is_negated(all));
    let aim = all.iter().position(|word| is_purpose(&word.folded)).unwrap_or(all.len());
    // A sentence may hold thousands of numbers: each keeps its beginning, not the whole.
    let said = shorten(sentence, 300);
    let mut taken = 0;
    for at in 0..all.len() {
        let Some(found) = Counted::at(all, at).filter(|_| at >= taken) else { continue };
        let joined = taken > 0 && at <= taken + 1;
        taken = found.end;
        if aim < at || negated {
            continue;
        }
        let what = sentence.get(all[found.noun].start..all[found.end - 1].end).unwrap_or(sentence).to_owned();
        match (to_come, at == 0 || joined || past, found.quantity) {
            (true, _, quantity) => narrated.push(Narrated::Expected { what, quantity }),
            (false, true, Quantity::Exact { value }) if value <= MOST_SESSIONS => {
                narrated.push(Narrated::Sessions {
                    kind: found.kind,
                    mode: found.mode,
                    count: value,
                    said: said.clone(),
                });
            }
            (false, true, quantity) => narrated.push(Narrated::Achieved { what, quantity }),
            (false, false, _) => {}
        }
    }
    narrated
}

/// A number before a noun of session.
pub struct Counted {
    kind: SessionKind,
    mode: Option<SessionMode>,
    quantity: Quantity,
    noun: usize,
    end: usize,
}

impl Counted {
    /// Reads one whose number stands at this word.
    pub fn at(all: &[Word<'_>], at: usize) -> Option<Self> {
        let folded = |at: usize| all.get(at).map_or("", |word| word.folded.as_str());
        let said = folded(at);
        let (quantity, mut noun) = if said == "plusieurs" {
            (Quantity::Unknown { at_least: Some(2), as_said: Some(Text::from(all.get(at)?.raw)) }, at + 1)
        } else if let (Some(value), true) = (round_number(folded(at + 1)), said == "une" || said == "un") {
            (Quantity::About { value }, if matches!(folded(at + 2), "de" | "d") { at + 3 } else { at + 2 })
        } else {
            let value = number(said).filter(|value| *value > 0)?;
            let rough = at > 0 && matches!(folded(at - 1), "environ" | "quelque")
                || (at > 1 && folded(at - 1) == "de" && folded(at - 2) == "pres");
            (if rough { Quantity::About { value } } else { Quantity::exact(value) }, at + 1)
        };
        if is_counted_adjective(folded(noun)) {
            noun += 1;
        }
        let session = session_noun(all.get(noun..)?)?;
        Some(Self { kind: session.kind, mode: session.mode, quantity, noun, end: noun + session.length })
    }
}
