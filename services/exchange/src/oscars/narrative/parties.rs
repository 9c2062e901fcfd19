//! Who took part: groups that met, groups that one belongs to, who led.

use super::Narrated;
use crate::oscars::language::{Word, future_at, has_past, words};
use crate::oscars::names;
use crate::oscars::source::tidy;

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

/// « Un groupe de travail (A, B) s’est réuni »
pub fn group(sentence: &str, all: &[Word<'_>]) -> Option<Narrated> {
    let (at, parties, rest) = group_list(sentence, all)?;
    let one = all.get(at.checked_sub(1)?)?;
    let met = words(rest);
    (one.folded == "un" && parties.len() > 1 && has_past(&met) && future_at(&met[..met.len().min(4)]).is_none())
        .then(|| Narrated::Group { parties, said: sentence.to_owned() })
}

/// « partenaire dans différents groupes de travail (A, B) »
pub fn member(sentence: &str, all: &[Word<'_>]) -> Option<Narrated> {
    let (at, groups, _) = group_list(sentence, all)?;
    let belongs = all[..at]
        .iter()
        .any(|word| ["partenaire", "membre", "siege", "particip"].iter().any(|stem| word.folded.starts_with(stem)));
    (belongs && !groups.is_empty()).then_some(Narrated::Member { groups })
}

/// « animées par la coordinatrice A et la coordinatrice B »
pub fn led(sentence: &str, all: &[Word<'_>]) -> Option<Narrated> {
    let leads = all.iter().position(|word| word.folded.starts_with("anim"))?;
    let by = leads + all[leads..].iter().position(|word| word.folded == "par")?;
    let whose: Vec<usize> = (by..all.len())
        .filter(|at| matches!(all[*at].folded.as_str(), "coordinatrice" | "coordinateur" | "coordination"))
        .collect();
    let coordinations: Vec<String> = whose
        .iter()
        .enumerate()
        .filter_map(|(index, at)| {
            let end = whose.get(index + 1).map_or(sentence.len(), |next| {
                all.get(next.saturating_sub(2)).map_or(sentence.len(), |word| word.start)
            });
            let named = tidy(sentence.get(all[*at].end..end)?);
            let bare = named
                .trim_end_matches(['.', ',', ';', ' '])
                .trim_end_matches(" et")
                .trim_end_matches(" et la")
                // Quotation marks around the name go, those inside it stay: what is read stands in the text.
                .trim_matches(['«', '»', '"', ' '])
                .to_owned();
            (!bare.is_empty()).then_some(bare)
        })
        .collect();
    (!coordinations.is_empty()).then_some(Narrated::Led { coordinations })
}
