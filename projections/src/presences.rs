//! Who was present at a session, each person once, in whichever parts of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Presences by person, in the whole of a session or in parts of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presences<K: Ord, T> {
    whole: BTreeMap<K, T>,
    #[serde(default = "BTreeMap::new", skip_serializing_if = "BTreeMap::is_empty")]
    parts: BTreeMap<String, BTreeMap<K, T>>,
}

impl<K: Ord, T> Default for Presences<K, T> {
    fn default() -> Self {
        Self { whole: BTreeMap::new(), parts: BTreeMap::new() }
    }
}

impl<K: Ord, T> Presences<K, T> {
    /// Notes a presence.
    pub fn note(&mut self, person: K, part: Option<String>, presence: T) {
        match part {
            None => self.whole.insert(person, presence),
            Some(part) => self.parts.entry(part).or_default().insert(person, presence),
        };
    }

    /// Takes back a presence in one part; all of them, where none is named.
    pub fn withdraw(&mut self, person: &K, part: Option<&str>) {
        let Some(part) = part else {
            self.whole.remove(person);
            self.parts.values_mut().for_each(|persons| drop(persons.remove(person)));
            return;
        };
        if let Some(persons) = self.parts.get_mut(part) {
            persons.remove(person);
        }
    }

    /// Takes back what was noted in one part, or for the whole session, and leaves what was noted elsewhere.
    pub fn forget(&mut self, person: &K, part: Option<&str>) {
        let noted = part.map_or(Some(&mut self.whole), |part| self.parts.get_mut(part));
        noted.map(|persons| persons.remove(person));
    }

    /// All that was noted, for the whole session and in each part.
    pub fn noted(&self) -> impl Iterator<Item = &T> {
        self.whole.values().chain(self.parts.values().flat_map(BTreeMap::values))
    }

    /// Each person once: as noted for the whole session, else for the first part.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &T)> {
        let in_parts = self.parts.iter().flat_map(move |(part, persons)| {
            persons.iter().filter(move |(person, _)| {
                let earlier = self.parts.range::<String, _>(..part);
                !self.whole.contains_key(*person)
                    && earlier.into_iter().all(|(_, others)| !others.contains_key(*person))
            })
        });
        self.whole.iter().chain(in_parts)
    }

    /// Whether nobody was.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.parts.values().all(BTreeMap::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_there_in_two_parts_is_there_once() {
        let mut presences = Presences::default();
        presences.note(1, Some("soir".to_owned()), 'b');
        presences.note(1, Some("matin".to_owned()), 'a');
        presences.note(2, None, 'c');
        assert_eq!(presences.iter().map(|(person, it)| (*person, *it)).collect::<Vec<_>>(), [(2, 'c'), (1, 'a')]);
        presences.withdraw(&1, Some("matin"));
        assert_eq!(presences.iter().count(), 2);
        presences.withdraw(&1, None);
        presences.withdraw(&2, None);
        assert!(presences.is_empty());
    }
}
