//! The one reading of a payload. A fold takes a payload whole, as a leaner view of the same kind, or not at all.

use maillage_events::declare::Payload;
use maillage_events::view::FactView;
use serde::Deserialize;

use crate::projection::FoldError;

/// A type that reads `P`, or the part of it that a fold wants: what binds a view to its kind.
pub trait PartOf<P: Payload>: Payload {}

impl<P: Payload> PartOf<P> for P {}

/// What a handler takes of a fact of kind `P`.
pub trait TakenFrom<'a, P: Payload>: Sized {
    /// Takes it; a fold stops at a payload that it cannot read.
    fn take(fact: &FactView<'a>) -> Result<Self, FoldError>;
}

impl<'a, P: Payload, V: PartOf<P> + Deserialize<'a>> TakenFrom<'a, P> for V {
    fn take(fact: &FactView<'a>) -> Result<Self, FoldError> {
        fact.data().map_err(|why| FoldError::at(fact, &why))
    }
}

/// Nothing of the payload: that the fact happened is enough, so its bytes are not parsed.
#[derive(Debug, Clone, Copy)]
pub struct Unread;

impl<'a, P: Payload> TakenFrom<'a, P> for Unread {
    fn take(_fact: &FactView<'a>) -> Result<Self, FoldError> {
        Ok(Self)
    }
}
