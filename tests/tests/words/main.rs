//! What people read: every message of both catalogues, as whoever meets it reads it.
//!
//! # Layout
//! * [`readable`]: what a coordinator must never read; [`catalogue`]: every message with an example of its values;
//! * [`sources`]: the sources as they stand; [`refusals`]: every value that a refusal or a problem shows is given where
//!   it is refused; [`uses`]: no message that nobody says, none said that is not there;
//! * [`members`]: the members and closed lists of payloads and requests have words.
//!
//! That every message is really shown is held beside, in `tests/tests/shown`.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod members;
#[cfg(test)]
#[path = "../../../events/tests/rules/readable.rs"]
mod readable;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod uses;
