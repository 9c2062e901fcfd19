//! The register as it stands, or as it would stand with one stream changed: the rules ask both the same questions.

use super::entry::{Entry, OrganisationEntry, PersonEntry, Shared};
use super::facts::Register;
use crate::id::{PersonRef, StreamId, person_stream};

/// What the rules look at.
pub(super) struct View<'r> {
    register: &'r Register,
    changed: Option<(&'r StreamId, Entry)>,
}

impl<'r> View<'r> {
    pub(super) fn of(register: &'r Register) -> Self {
        Self { register, changed: None }
    }

    pub(super) fn with(register: &'r Register, stream: &'r StreamId, entry: Entry) -> Self {
        Self { register, changed: Some((stream, entry)) }
    }

    pub(super) fn entry(&self, stream: &StreamId) -> Option<&Entry> {
        match &self.changed {
            Some((changed, entry)) if *changed == stream => Some(entry),
            _ => self.register.streams.get(stream).map(|registered| &registered.entry),
        }
    }

    /// The streams that share something.
    pub(super) fn sharing(&self, shared: &Shared) -> Vec<&StreamId> {
        let changed = self.changed.as_ref().map(|(stream, _)| *stream);
        let standing = self.register.shared.get(shared).into_iter().flatten().filter(|it| Some(*it) != changed);
        let new = self.changed.iter().filter(|(_, entry)| entry.shared().contains(shared)).map(|(stream, _)| *stream);
        standing.chain(new).collect()
    }

    pub(super) fn person(&self, person: PersonRef) -> Option<&PersonEntry> {
        match self.entry(&person_stream(person)?)? {
            Entry::Person(entry) => Some(entry),
            _ => None,
        }
    }

    pub(super) fn organisation(&self, organisation: &StreamId) -> Option<&OrganisationEntry> {
        match self.entry(organisation)? {
            Entry::Organisation(entry) => Some(entry),
            _ => None,
        }
    }
}
