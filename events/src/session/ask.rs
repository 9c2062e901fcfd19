//! What somebody asks of a session: a fact to record, or a place, which the rules decide.

use crate::happened::Happened;
use crate::session::{SessionFact, SignupCancelled, SignupRequested};

/// What somebody asks of a session.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionAsk {
    /// Record that this happened.
    Record(Box<SessionFact>),
    /// Ask for a place.
    SignUp(SignupRequested),
    /// Ask for a place, also where it was given back.
    PutSignup(SignupRequested),
    /// Give a place back.
    CancelSignup(SignupCancelled),
    /// Give the places that are free to who waits first: an amendment may have freed some.
    GiveFreePlaces,
}

impl From<Happened<SessionFact>> for Happened<SessionAsk> {
    fn from(happened: Happened<SessionFact>) -> Self {
        happened.map(|fact| SessionAsk::Record(Box::new(fact)))
    }
}
