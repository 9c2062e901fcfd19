//! What people read: message catalogues, French first, English second, and how what the code holds is said in them.
//!
//! ```text
//! a refusal, a problem          code and values by name: kind = session.held, stream = fiche/f-12, on = 2016-03-08
//!   └─ spoken                   each value in words, by its name: « Séance tenue », la fiche « f-12 », 08/03/2016
//!        └─ catalogue           the sentence of the code, in the reader's language
//! ```
//!
//! # Layout
//! * [`language`]: the two languages; [`catalogue`]: the files `messages/{fr,en}/` and their messages.
//! * [`numbers`]: numbers and sums as people write them; [`words`]: what streams, members of payloads, words of closed
//!   lists and kinds of facts are called.
//! * [`spoken`]: the values of refusals and problems in words; [`refusals`]: what a refusal says.
//! * [`samples`]: an example of every value, for pages that explain a message without a case at hand.

mod catalogue;
mod language;
mod numbers;
mod refusals;
mod samples;
mod spoken;
mod words;

pub use self::catalogue::{Listener, files, is_known, keys, listen, message, say};
pub use self::language::Language;
pub use self::numbers::{count_shown, euros_shown, number_shown};
pub use self::refusals::refusal;
pub use self::samples::{example, sample, variables};
pub use self::spoken::{in_words, spoken};
pub use self::words::{choices, kind, labels_of, member, path_of_members, report, stream, word_named};
