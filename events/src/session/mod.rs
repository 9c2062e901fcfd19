//! The session family: what happens and what is refused.
//!
//! | subject | facts | rules |
//! |---|---|---|
//! | what is asked of it | | `ask` |
//! | what it is to be, when and where | `plan_facts`, `whereabouts` | `plan_rules` |
//! | the session itself: held, cancelled, led | `facts` | `plan_rules`, `rules` |
//! | who asks for a place and who gets one | `signup_facts` | `signup_rules` |
//! | who came: presences, headcounts, visits | `attendance_facts` | `attendance_rules`, `sheet_rules` |
//! | what people answered, each question closed | `answers`, `marginals`, `standing` | |
//! | what a payload must hold by itself, which streams it names | | `payload_rules` |

mod answers;
mod ask;
mod attendance_facts;
mod attendance_rules;
mod facts;
mod marginals;
mod payload_rules;
mod plan_facts;
mod plan_rules;
mod rules;
mod sheet_rules;
mod signup_facts;
mod signup_rules;
mod standing;
mod whereabouts;

pub use answers::*;
pub use ask::SessionAsk;
pub use attendance_facts::*;
pub use facts::*;
pub use marginals::*;
pub use plan_facts::*;
pub use rules::*;
pub use signup_facts::*;
pub use standing::*;
pub use whereabouts::*;

pub use crate::declare::example_person;
