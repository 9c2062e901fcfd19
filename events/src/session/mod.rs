//! The session family: what happens (`facts`, with `signups` for who asks for a place and `sheets` for who came) and
//! what is refused (`rules`, with `places` for signups, `attendance` for the sheet, `sound` for what a payload
//! must hold by itself and which streams it names).

mod attendance;
mod facts;
mod places;
mod rules;
mod sheets;
mod signups;
mod sound;

pub use facts::*;
pub use rules::*;
pub use sheets::*;
pub use signups::*;

pub use crate::declare::example_person;
