//! What the paths name.

use maillage_events::family::Family;
use maillage_events::id::{FactId, Id, PersonRef, SpaceId, StreamId};
use serde::Deserialize;
use utoipa::IntoParams;

macro_rules! paths {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident : $ty:ty),+ $(,)? })+) => {
        $($(#[$meta])*
        #[derive(Debug, Clone, Deserialize, IntoParams)]
        #[into_params(parameter_in = Path)]
        pub struct $name { $($(#[$fmeta])* pub $field: $ty),+ })+
    };
}

paths! {
    /// A space.
    SpacePath {
        /// The space.
        space: SpaceId,
    }
    /// A session.
    SessionPath {
        /// The space.
        space: SpaceId,
        /// The session.
        session: Id,
    }
    /// A signup of a session.
    SignupPath {
        /// The space.
        space: SpaceId,
        /// The session.
        session: Id,
        /// The signup, named by the caller.
        signup: Id,
    }
    /// A person at a session.
    AttendancePath {
        /// The space.
        space: SpaceId,
        /// The session.
        session: Id,
        /// The person, by reference.
        person: PersonRef,
    }
    /// A sheet of a session.
    SheetPath {
        /// The space.
        space: SpaceId,
        /// The session.
        session: Id,
        /// The sheet, named by the caller.
        sheet: Id,
    }
    /// A person.
    PersonPath {
        /// The space.
        space: SpaceId,
        /// The person: a UUID made by the caller, meaning nothing.
        person: PersonRef,
    }
    /// One object of a family.
    StreamPath {
        /// The space.
        space: SpaceId,
        /// The family.
        family: Family,
        /// The object, named by the caller.
        id: Id,
    }
    /// A fact.
    FactPath {
        /// The space.
        space: SpaceId,
        /// The fact.
        fact: FactId,
    }
    /// A report of a space.
    ReportPath {
        /// The space.
        space: SpaceId,
        /// The report: one of `GET /v1/reports`.
        name: String,
    }
}

impl SessionPath {
    /// The session's stream.
    pub fn stream(&self) -> StreamId {
        StreamId::new(Family::Session, self.session.clone())
    }
}

impl StreamPath {
    /// The stream.
    pub fn stream(&self) -> StreamId {
        StreamId::new(self.family, self.id.clone())
    }
}
