//! Which other streams a fact names: each must exist when the fact is admitted.

use crate::family::Family;
use crate::id::{Id, PersonRef, StreamId, person_stream};

/// The streams that a fact names, gathered by its family.
#[derive(Debug, Default)]
pub struct References(Vec<StreamId>);

impl References {
    /// An object of a family.
    pub fn id(&mut self, family: Family, id: &Id) {
        self.0.push(StreamId::new(family, id.clone()));
    }

    /// An object of a family, where one is named.
    pub fn maybe(&mut self, family: Family, id: Option<&Id>) {
        if let Some(id) = id {
            self.id(family, id);
        }
    }

    /// Several objects of a family.
    pub fn all(&mut self, family: Family, ids: &[Id]) {
        for id in ids {
            self.id(family, id);
        }
    }

    /// An object of any family.
    pub fn stream(&mut self, stream: &StreamId) {
        self.0.push(stream.clone());
    }

    /// A person, where one is named.
    pub fn person(&mut self, person: Option<PersonRef>) {
        self.0.extend(person.and_then(person_stream));
    }
}

impl From<References> for Vec<StreamId> {
    fn from(named: References) -> Self {
        named.0
    }
}
