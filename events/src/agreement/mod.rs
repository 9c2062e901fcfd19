//! The agreement family: what happens (`facts`) and what is refused (`rules`).

mod facts;
mod rules;

pub use facts::*;
pub use rules::*;
