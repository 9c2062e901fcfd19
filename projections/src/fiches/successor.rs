//! What takes over from a fiche.

use maillage_events::fiche::Successor;
use maillage_events::messages::Language;

use super::Fiches;
use crate::titles;

impl Fiches {
    /// What takes over, by its title where it is recorded.
    pub(super) fn successor_shown(&self, language: Language, successor: &Successor) -> String {
        match successor {
            Successor::Words(words) => words.to_string(),
            Successor::Stream(stream) => titles::shown(&self.titles, language, &stream.to_string()),
        }
    }
}
