//! What the registry knows of each kind of fact.

use serde_json::Value;

use crate::family::Family;
use crate::form::Form;

/// What the registry knows of one kind of fact.
#[derive(Debug, Clone, Copy)]
pub struct KindInfo {
    /// Its name in stored facts: `session.planned`.
    pub kind: &'static str,
    /// The shape that is written today; older ones are upcast when read.
    pub schema: u16,
    /// The family of the streams that it stands in; `None` for facts about other facts, which stand in the stream of
    /// what they amend.
    pub family: Option<Family>,
    /// Whether a stream may begin with it.
    pub in_stream: InStream,
    /// Whether it says what stands or what came about.
    pub nature: Nature,
    /// Whom its payload speaks of.
    pub subject: Subject,
    /// What may be done about one that was wrong.
    pub amending: Amending,
    /// Whether its day may lie ahead.
    pub timing: Timing,
    /// What it means, in one English sentence.
    pub meaning: &'static str,
    /// One example of its payload, as JSON.
    pub example: fn() -> Value,
    /// The form of its payload, for those who read facts without this code.
    pub form: fn() -> Form,
}

/// Where in its stream a kind may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InStream {
    /// A stream may begin with it.
    First,
    /// Something must stand there before it.
    Later,
}

/// What a fact is to the facts before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// It says what stands from its day on, until another says otherwise; said again it says nothing new.
    Statement,
    /// It came about on its day, and may come about again: a payment, a milestone, a contact, a referral.
    Event,
}

/// Whom a payload speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One person, by an opaque reference or by the signup that is somebody's: such data can be withheld.
    Person,
    /// Nobody in particular.
    Public,
}

/// What may be done about a fact that was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amending {
    /// It may be corrected, and cancelled.
    Amendable,
    /// It may be cancelled only.
    CancelledOnly,
    /// It may be corrected only.
    CorrectedOnly,
    /// Neither: what it says was done cannot be undone by saying otherwise.
    Unamendable,
}

/// Whether the day of a fact may lie after the day on which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// It tells of what is done: its day is never after today.
    Done,
    /// It may be told before its day: what is planned, or begins or ends on a day that was set beforehand.
    Ahead,
}
