//! What can be asked, one file a subject; each route is documented where it is written.

pub mod facts;
pub mod health;
pub mod history;
pub mod live;
pub mod paths;
pub mod problems;
pub mod reports;
pub mod spaces;
