//! Objectives: their level, told by the caption above them or at their beginning; captions are no objectives.

use maillage_events::action::ObjectiveLevel;
use maillage_events::text::folded;

use super::items::{Item, Located, Mark};
use super::language::words;

/// What the bullets under the heading say.
#[derive(Debug, Default)]
pub struct Objectives {
    /// The objectives, in order.
    pub stated: Vec<(ObjectiveLevel, Located<String>)>,
    /// Captions of groups, and the objectives of a regional plan, which are not those of the action.
    pub unused: Vec<Located<String>>,
}

/// Whose objectives a caption announces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Actions(ObjectiveLevel),
    RegionalPlans,
}

/// Reads the bullets in order.
pub fn read(items: &[Item]) -> Objectives {
    let mut all = Objectives::default();
    let mut whose = Whose::Actions(ObjectiveLevel::General);
    for (at, item) in items.iter().enumerate() {
        let text = &item.text;
        let heads = matches!(item.mark, Mark::Star | Mark::None)
            && items.get(at + 1).is_some_and(|next| matches!(next.mark, Mark::Dash | Mark::DashDash | Mark::Dot));
        match caption(&text.value) {
            // « Objectif opérationnel 3A : … » says its level and itself.
            Some((level, said)) if !said.is_empty() => {
                whose = level.unwrap_or(whose);
                match whose {
                    Whose::Actions(level) => all.stated.push((level, text.with(said.to_owned()))),
                    Whose::RegionalPlans => all.unused.push(text.clone()),
                }
            }
            Some((level, _)) => {
                let known = matches!(level, Some(Whose::Actions(_)));
                whose = level.unwrap_or(whose);
                if !known || words(&text.value).len() > 2 {
                    all.unused.push(text.clone());
                }
            }
            None if heads => {
                if speaks_of_regional_plan(&text.value) {
                    whose = Whose::RegionalPlans;
                } else if whose == Whose::RegionalPlans {
                    whose = Whose::Actions(ObjectiveLevel::General);
                }
                all.unused.push(text.clone());
            }
            None => match whose {
                Whose::Actions(level) => all.stated.push((level, text.clone())),
                Whose::RegionalPlans => all.unused.push(text.clone()),
            },
        }
    }
    all
}

/// What a text that begins with « Objectif » announces: a level where it tells one, and what follows the caption.
fn caption(text: &str) -> Option<(Option<Whose>, &str)> {
    let all = words(text);
    if !all.first()?.folded.starts_with("objectif") {
        return None;
    }
    let level_of = |word: &str| match word.trim_end_matches('s') {
        "general" | "generaux" => Some(ObjectiveLevel::General),
        "operationnel" | "specifique" => Some(ObjectiveLevel::Operational),
        _ => None,
    };
    let (label, said) = match text.split_once(':') {
        Some((label, said)) if words(label).len() <= 8 => (label, said.trim()),
        Some(_) => return None,
        None => (text, ""),
    };
    if speaks_of_regional_plan(label) {
        return Some((Some(Whose::RegionalPlans), said));
    }
    let label_words = words(label);
    let level = label_words.iter().skip(1).take(3).find_map(|word| level_of(&word.folded));
    // Without a mark between them a longer text is an objective that begins with its own name.
    let is_code = |word: &str| word.len() <= 3 && word.starts_with(|c: char| c.is_ascii_digit()) || word.len() == 1;
    let only_label = label_words.iter().skip(1).all(|word| {
        level_of(&word.folded).is_some()
            || is_code(&word.folded)
            || matches!(
                word.folded.as_str(),
                "no" | "numero" | "et" | "de" | "des" | "l" | "action" | "principal" | "principaux"
            )
    });
    if said.is_empty() && !only_label {
        // « Objectifs opérationnels du contrat » is a caption all the same.
        return level.filter(|_| label_words.len() <= 5).map(|level| (Some(Whose::Actions(level)), ""));
    }
    Some((level.map(Whose::Actions), said))
}

fn speaks_of_regional_plan(text: &str) -> bool {
    let folded = folded(text);
    let named = words(text).iter().any(|word| matches!(word.folded.as_str(), "prs" | "srp" | "srs" | "praps" | "cos"));
    named || folded.contains("regiona") || folded.contains("programme") || folded.contains("schema")
}
