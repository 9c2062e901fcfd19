//! The funding family: what happens (`facts`), what its facts have in common (`parts`), whose money and how much was
//! granted (`grant`), what is refused (`rules`).

mod facts;
mod grant;
mod parts;
mod rules;

pub use facts::*;
pub use grant::*;
pub use rules::*;
