//! Marginals of a headcount as one cell: `sexe: f=5, h=3 | âge: 60 et plus=4`. Each stands on its own; they are never
//! crossed.

use std::collections::BTreeMap;

use maillage_events::id::Id;

use super::cell::plain;

const DIMENSIONS: [(&str, &str); 5] =
    [("sexe", "sex"), ("age", "age"), ("qualite", "quality"), ("qpv", "neighbourhood"), ("quartier", "neighbourhood")];
const VALUES: [(&str, &str); 18] = [
    ("f", "f"),
    ("femmes", "f"),
    ("h", "m"),
    ("m", "m"),
    ("hommes", "m"),
    ("moins de 18", "under_18"),
    ("18-25", "18_25"),
    ("26-59", "26_59"),
    ("60 et plus", "60_plus"),
    ("60+", "60_plus"),
    ("habitants", "inhabitant"),
    ("habitants relais", "relay_inhabitant"),
    ("usagers", "user"),
    ("aidants", "carer"),
    ("professionnels", "professional"),
    ("elus", "elected"),
    ("benevoles", "volunteer"),
    ("inconnu", "unknown"),
];

/// Dimension → value → heads, or `None` when the cell is not of this form.
pub fn marginals(cell: &str) -> Option<BTreeMap<String, BTreeMap<String, u64>>> {
    let mut all = BTreeMap::new();
    for part in cell.split('|').filter(|part| !part.trim().is_empty()) {
        let (dimension, counts) = part.split_once(':')?;
        let mut heads = BTreeMap::new();
        for count in counts.split(',') {
            let (value, number) = count.split_once('=')?;
            if heads.insert(word(&VALUES, value)?, number.trim().parse::<u32>().ok()?.into()).is_some() {
                return None;
            }
        }
        if all.insert(word(&DIMENSIONS, dimension)?, heads).is_some() {
            return None;
        }
    }
    Some(all)
}

/// The word of facts for a French one; another one becomes an identifier.
fn word(words: &[(&str, &str)], said: &str) -> Option<String> {
    let said = plain(said);
    let found = words.iter().find(|(french, _)| *french == said).map(|(_, word)| (*word).to_owned());
    found.or_else(|| Id::from_words(&said).map(String::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dimension_keeps_its_own_counts() {
        let read = marginals("sexe: f=5, h=3 | âge: 60 et plus=4").unwrap();
        assert_eq!(read["sex"], BTreeMap::from([("f".to_owned(), 5), ("m".to_owned(), 3)]));
        assert_eq!(read["age"], BTreeMap::from([("60_plus".to_owned(), 4)]));
        for bad in ["sexe", "sexe: f", "sexe: f=x", "sexe: f=1, femmes=2", "sexe: f=1 | sexe: h=2", ": f=1"] {
            assert_eq!(marginals(bad), None, "{bad:?}");
        }
    }
}
