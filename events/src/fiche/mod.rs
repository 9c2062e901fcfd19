//! The fiche family: what happens (`facts`, with the closed lists of `lists`) and what is refused (`rules`, with `year`
//! for each of its years).

mod facts;
mod lists;
mod rules;
mod year;

pub use facts::*;
pub use lists::*;
pub use rules::*;
