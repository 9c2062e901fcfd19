//! The fiche family: what happens (`facts`) and what is refused (`rules`, with `year` for each of its years).

mod facts;
mod rules;
mod year;

pub use facts::*;
pub use rules::*;
