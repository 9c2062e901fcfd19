//! Nouns that say about how many.

/// Each with its number.
const NOUNS: [(&str, u64); 9] = [
    ("dizaine", 10),
    ("douzaine", 12),
    ("quinzaine", 15),
    ("vingtaine", 20),
    ("trentaine", 30),
    ("quarantaine", 40),
    ("cinquantaine", 50),
    ("soixantaine", 60),
    ("centaine", 100),
];

/// The round number that an approximate noun says: `dizaine` is about 10. The word comes without accents or capitals.
pub fn round_number(folded: &str) -> Option<u64> {
    let singular = folded.strip_suffix('s').unwrap_or(folded);
    NOUNS.into_iter().find_map(|(noun, number)| (noun == singular).then_some(number))
}
