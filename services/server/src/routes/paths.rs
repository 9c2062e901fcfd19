//! What the paths name.

use maillage_events::family::Family;
use maillage_events::id::{FactId, Id, PersonRef, SpaceId, StreamId, person_stream};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::problem::{Problem, RouteResult};
use crate::opened_space::space_stream;

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

/// A path that names the stream that a command speaks to.
pub trait NamesStream {
    /// The space.
    fn space(&self) -> &SpaceId;
    /// The stream; a problem where the path cannot name one.
    ///
    /// # Errors
    /// `bad-path`.
    fn stream(&self) -> RouteResult<StreamId>;
}

macro_rules! names_stream {
    ($($path:ident => $stream:expr;)+) => {
        $(impl NamesStream for $path {
            fn space(&self) -> &SpaceId {
                &self.space
            }
            fn stream(&self) -> RouteResult<StreamId> {
                let stream: fn(&Self) -> RouteResult<StreamId> = $stream;
                stream(self)
            }
        })+
    };
}

names_stream! {
    SpacePath => |path| space_stream(&path.space);
    SessionPath => |path| Ok(StreamId::new(Family::Session, path.session.clone()));
    SignupPath => |path| Ok(StreamId::new(Family::Session, path.session.clone()));
    AttendancePath => |path| Ok(StreamId::new(Family::Session, path.session.clone()));
    SheetPath => |path| Ok(StreamId::new(Family::Session, path.session.clone()));
    PersonPath => |path| person_stream(path.person).ok_or_else(|| Problem::new("bad-path"));
    StreamPath => |path| Ok(StreamId::new(path.family, path.id.clone()));
}
