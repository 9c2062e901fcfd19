//! The organisation family: what happens (`facts`) and what is refused (`rules`, with `identifier` for SIRET and the
//! like; `contact` for its telephone and e-mail address).

mod contact;
mod facts;
mod identifier;
mod rules;

pub use contact::{EmailAddress, TelephoneNumber};
pub use facts::*;
pub(crate) use identifier::is_plausible;
pub use rules::*;
