//! The French words of families, and the designations that files make of them: `structure/cpam`.

use maillage_events::family::Family;
use maillage_events::id::{Id, StreamId};

use super::cell::plain;

/// The word of a family in files, without accents. What no file designates keeps the word of facts.
pub const fn family_word(family: Family) -> &'static str {
    match family {
        Family::Space => "espace",
        Family::Contract => "contrat",
        Family::Mandate => "mandat",
        Family::Body => "instance",
        Family::Fiche => "fiche",
        Family::Action => "action",
        Family::Pole => "pole",
        Family::Session => "seance",
        Family::Organisation => "structure",
        Family::Category => "categorie",
        Family::Partnership => "partenariat",
        Family::Agreement => "convention",
        Family::Funding => "financement",
        Family::Measure => "mesure",
        Family::Person | Family::Discrepancy | Family::Import => family.as_str(),
    }
}

/// Reads `structure/cpam` (or `organisation/cpam`).
pub fn stream(cell: &str) -> Option<StreamId> {
    let (family, code) = cell.split_once('/')?;
    let word = plain(family);
    let french = Family::ALL.iter().copied().find(|family| family_word(*family) == word);
    Some(StreamId::new(french.or_else(|| word.parse().ok())?, Id::new(code.trim()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_is_designated_by_its_french_word_and_by_its_own() {
        for family in Family::ALL {
            let named = |word: &str| stream(&format!("{word}/x-1")).map(|stream| stream.family);
            assert_eq!(named(family_word(*family)), Some(*family));
            assert_eq!(named(family.as_str()), Some(*family));
        }
        assert_eq!(stream("Séance / x-1").map(|stream| stream.family), Some(Family::Session));
        assert_eq!(stream("village/x-1"), None);
        assert_eq!(stream("structure"), None);
    }
}
