//! Corrections and cancellations: facts about facts, in the stream of what they amend.

mod effective;
mod facts;

pub use effective::*;
pub use facts::*;
