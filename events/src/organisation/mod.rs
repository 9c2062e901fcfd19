//! The organisation family: what happens (`facts`) and what is refused (`rules`, with `identifier` for SIRET and the
//! like).

mod facts;
mod identifier;
mod rules;

pub use facts::*;
pub use rules::*;
