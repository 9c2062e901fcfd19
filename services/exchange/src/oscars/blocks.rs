//! Blocks that a page prints twice, read once.
//!
//! A page that shows a long text folded and unfolded gives both when it is copied, and the unfolded one may begin after
//! the first bullet. So a block is doubled when its last lines repeat the lines just before them.

use maillage_events::text::folded;

use crate::oscars::source::Line;

/// A block without its copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once<'a> {
    /// The lines to read.
    pub lines: &'a [Line],
    /// The first and last line of the copy, where there was one.
    pub copy: Option<(u64, u64)>,
}

/// A block of more lines is no page that somebody copied: it is read as it stands.
const LONGEST: usize = 10_000;

/// Splits a block into what it says and the copy of it.
///
/// The copy is the longest run of last lines that equals the run just before it; what stands before both runs (a
/// heading, the first bullet) may not be longer than the copy, so that two equal lines at the end of a long text are
/// not taken for a copy of it.
pub fn read_once(block: &[Line]) -> Once<'_> {
    let folded: Vec<String> = block.iter().map(|line| folded(&line.text)).collect();
    let count = if block.len() > LONGEST { 0 } else { block.len() };
    for start in 0..count.saturating_sub(1) {
        let half = (count - start) / 2;
        if start > half {
            break;
        }
        if !(count - start).is_multiple_of(2) {
            continue;
        }
        let (Some(first), Some(second)) = (folded.get(start..start + half), folded.get(start + half..)) else {
            continue;
        };
        if first == second {
            let (lines, copy) = block.split_at(start + half);
            return Once { lines, copy: copy.first().zip(copy.last()).map(|(from, to)| (from.number, to.number)) };
        }
    }
    Once { lines: block, copy: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(words: &str) -> Vec<Line> {
        words.split('|').zip(1..).map(|(text, number)| Line { number, text: text.to_owned() }).collect()
    }

    fn read(words: &str) -> (String, Option<(u64, u64)>) {
        let block = block(words);
        let once = read_once(&block);
        (once.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("|"), once.copy)
    }

    #[test]
    fn a_block_printed_twice_is_read_once_and_the_copy_is_named() {
        assert_eq!(read("a|b|a|b"), ("a|b".to_owned(), Some((3, 4))));
        assert_eq!(read("titre|a|b|c|a|b|c"), ("titre|a|b|c".to_owned(), Some((5, 7))));
    }

    #[test]
    fn the_copy_may_lack_the_first_bullet() {
        assert_eq!(read("* a|* b|suite|* c|* b|suite|* c"), ("* a|* b|suite|* c".to_owned(), Some((5, 7))));
    }

    #[test]
    fn apostrophes_and_accents_do_not_hide_a_copy() {
        assert_eq!(read("l’été|l'ete").1, Some((2, 2)));
    }

    #[test]
    fn a_block_said_once_stays_whole() {
        for words in ["a", "a|b", "a|b|a", "a|b|c|b", "x|y|z|w|a|a"] {
            assert_eq!(read(words), (words.to_owned(), None));
        }
    }
}
