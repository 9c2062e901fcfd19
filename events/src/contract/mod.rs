//! The contract family: what happens (`facts`), where it holds (`territory`), who signs (`party`) and what is refused
//! (`rules`).

mod facts;
mod party;
mod rules;
mod territory;

pub use facts::*;
pub use party::*;
pub use rules::*;
pub use territory::*;
