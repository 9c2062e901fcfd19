//! The session family: what happens (`facts`) and what is refused (`rules`, with `places` for signups, `attendance` for
//! the sheet, `sound` for what a payload must hold by itself).

mod attendance;
mod facts;
mod places;
mod rules;
mod sound;

pub use facts::*;
pub use rules::*;
pub use sound::sound;
