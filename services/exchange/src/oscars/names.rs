//! Lists of names, what a name tells of its bearer, and identifiers that stay the same from file to file.

use maillage_events::id::Id;
use maillage_events::organisation::OrganisationKind;
use maillage_events::text::folded;
use sha2::{Digest, Sha256};

use crate::oscars::language::words;

/// Splits a list at its commas, not inside brackets. A comma before a word that only continues the name before it
/// (`Direction de la jeunesse, des sports`) does not split; with `capitals`, only a comma before a capital or a digit
/// does.
pub fn list(text: &str, capitals: bool) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '«' => depth += 1,
            ')' | '»' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let mut names: Vec<String> = Vec::new();
    for part in parts {
        let name = part.trim();
        let continues = if capitals {
            name.starts_with(char::is_lowercase)
        } else {
            ["des ", "de ", "du ", "d'", "d’", "et "].iter().any(|joint| name.starts_with(joint))
        };
        match names.last_mut() {
            Some(last) if continues => {
                last.push_str(", ");
                last.push_str(name);
            }
            _ if name.is_empty() || name.chars().all(|c| matches!(c, '…' | '.' | ' ')) => {}
            _ => names.push(name.to_owned()),
        }
    }
    names
}

/// What kind of organisation a name tells of, where it does.
pub fn kind(name: &str) -> Option<OrganisationKind> {
    const CUES: [(&str, OrganisationKind); 26] = [
        ("ars", OrganisationKind::RegionalAgency),
        ("agence regionale de sante", OrganisationKind::RegionalAgency),
        ("centre communal d action sociale", OrganisationKind::LocalAuthority),
        ("ccas", OrganisationKind::LocalAuthority),
        ("communaute d agglomeration", OrganisationKind::LocalAuthority),
        ("communaute de communes", OrganisationKind::LocalAuthority),
        ("mairie", OrganisationKind::LocalAuthority),
        ("direction departementale", OrganisationKind::StateService),
        ("direction regionale", OrganisationKind::StateService),
        ("delegation territoriale", OrganisationKind::StateService),
        ("prefecture", OrganisationKind::StateService),
        ("education nationale", OrganisationKind::Education),
        ("universitaire", OrganisationKind::Education),
        ("universite", OrganisationKind::Education),
        ("hospitalier", OrganisationKind::Hospital),
        ("hopital", OrganisationKind::Hospital),
        ("ch", OrganisationKind::Hospital),
        ("chu", OrganisationKind::Hospital),
        ("caisse", OrganisationKind::Insurance),
        ("mutualite", OrganisationKind::Insurance),
        ("cpam", OrganisationKind::Insurance),
        ("association", OrganisationKind::Association),
        ("centre social", OrganisationKind::SocialCentre),
        ("reseau", OrganisationKind::HealthNetwork),
        ("ville de", OrganisationKind::LocalAuthority),
        ("commune de", OrganisationKind::LocalAuthority),
    ];
    let folded = format!(" {} ", words(name).iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" "));
    CUES.iter().find(|(cue, _)| folded.contains(&format!(" {cue} "))).map(|(_, kind)| *kind)
}

/// The key that two spellings of one name share: letters and digits alone, without accents and case.
pub fn key(name: &str) -> String {
    folded(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a name that tell it apart: no articles, no figures.
pub fn significant_words(name: &str) -> Vec<String> {
    words(name)
        .into_iter()
        .map(|word| word.folded)
        .filter(|word| {
            word.len() > 2
                && !matches!(word.as_str(), "des" | "les" | "aux")
                && !word.bytes().all(|b| b.is_ascii_digit())
        })
        .collect()
}

/// An identifier of at most `most` characters (8 at the least, 64 at the most): the words as a slug, or their beginning
/// and a mark of the whole.
pub fn id(text: &str, most: usize) -> Option<Id> {
    let most = most.clamp(8, 64);
    let slug = slug(text);
    if slug.len() <= most {
        return Id::new(slug).ok();
    }
    let mark: String = Sha256::digest(slug.as_bytes()).iter().take(3).map(|byte| format!("{byte:02x}")).collect();
    let room = slug.get(..most - 7).unwrap_or_default();
    let begin = room.rsplit_once('-').map_or(room, |(begin, _)| if begin.is_empty() { room } else { begin });
    Id::new(format!("{begin}-{mark}")).ok()
}

/// An identifier made of another one and a suffix that is a slug itself.
pub fn under(base: &Id, suffix: &str) -> Option<Id> {
    let base = id(base.as_str(), 63_usize.saturating_sub(suffix.len()))?;
    Id::new(format!("{base}-{suffix}")).ok()
}

fn slug(text: &str) -> String {
    words(text)
        .iter()
        .map(|word| word.folded.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_splits_at_commas_outside_brackets() {
        assert_eq!(list("A (b, c), D, des E, F,…", false), ["A (b, c)", "D, des E", "F"]);
        assert_eq!(
            list("Communication, information, Coordination locale", true),
            ["Communication, information", "Coordination locale"]
        );
    }

    #[test]
    fn long_words_keep_apart_in_short_identifiers() {
        let (one, two) = (id(&"mot ".repeat(40), 30).unwrap(), id(&("mot ".repeat(40) + "x"), 30).unwrap());
        assert_ne!(one, two);
        assert!(one.as_str().len() <= 30);
        assert!(under(&Id::new("a".repeat(64)).unwrap(), "f04").unwrap().as_str().ends_with("-f04"));
    }
}
