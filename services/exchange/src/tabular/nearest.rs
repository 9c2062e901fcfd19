//! The word of a list that another one was probably meant to be.

use strsim::levenshtein;

use super::cell::plain;

/// The nearest word, where it is near enough: at most one letter in three is another.
pub fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // Whatever is longer than any heading or code is near none.
    let wanted: String = plain(word).chars().take(64).collect();
    let near = |candidate: &str| {
        let distance = levenshtein(&wanted, &plain(candidate));
        (distance * 3 <= wanted.chars().count()).then_some(distance)
    };
    words.filter_map(|candidate| near(candidate).map(|distance| (distance, candidate))).min().map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_letters_and_nothing_far_is_offered() {
        let words = ["séances", "structures", "capacité"];
        assert_eq!(nearest("Seance", words.into_iter()), Some("séances"));
        assert_eq!(nearest("capacitée", words.into_iter()), Some("capacité"));
        assert_eq!(nearest("couleur", words.into_iter()), None);
    }
}
