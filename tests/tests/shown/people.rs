//! What whoever erases a person reads.

use crate::heard::Answers;

/// The answers of `maillage person erase`.
pub fn all(answers: &mut Answers) {
    for references in [0, 1, 3] {
        let said = maillage_log::persons::erasure_shown(answers.language, references);
        answers.take("an erasure", &said);
    }
}
