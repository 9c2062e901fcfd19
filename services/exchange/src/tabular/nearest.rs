//! The word of a list that another one was probably meant to be.

use super::cell::plain;

/// The nearest word, where it is near enough: at most one letter in three is another.
pub fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let wanted = plain(word);
    let near = |candidate: &str| {
        let distance = distance(&wanted, &plain(candidate));
        (distance * 3 <= wanted.chars().count()).then_some(distance)
    };
    words.filter_map(|candidate| near(candidate).map(|distance| (distance, candidate))).min().map(|(_, word)| word)
}

/// How many letters must be put, taken or changed to make one word of another.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, c) in from.chars().take(64).enumerate() {
        let mut diagonal = at;
        row[0] = at + 1;
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(c != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
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
