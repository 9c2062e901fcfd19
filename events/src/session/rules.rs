//! What a session refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::refusal::Refusal;
use crate::session::{SessionFact, SignupCancelled, SignupRequested};

/// What somebody asks of a session.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionAsk {
    /// Record that this happened.
    Record(SessionFact),
    /// Ask for a place.
    SignUp(SignupRequested),
    /// Give a place back.
    CancelSignup(SignupCancelled),
}

impl From<Happened<SessionFact>> for Happened<SessionAsk> {
    fn from(happened: Happened<SessionFact>) -> Self {
        happened.map(SessionAsk::Record)
    }
}

/// What a session's rules know of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {}

impl Session {
    fn admit(&self, ask: Happened<SessionAsk>, _at: &Circumstances) -> Result<Vec<Happened<SessionFact>>, Refusal> {
        match ask.fact {
            SessionAsk::Record(fact) => Ok(vec![Happened { on: ask.on, fact }]),
            SessionAsk::SignUp(request) => Ok(vec![Happened { on: ask.on, fact: request.into() }]),
            SessionAsk::CancelSignup(cancel) => Ok(vec![Happened { on: ask.on, fact: cancel.into() }]),
        }
    }

    fn learn(&mut self, _happened: Happened<SessionFact>) {}
}

aggregate!(Session, "session", SessionFact, Happened<SessionAsk>);

/// What a payload must hold by itself.
pub fn sound(_fact: &SessionFact) -> Result<(), Refusal> {
    Ok(())
}
