//! What can be asked, one file a subject; each route is documented where it is written.

pub mod amendments;
pub mod attendance;
pub mod facts;
pub mod forms;
pub mod health;
pub mod history;
pub mod live;
pub mod paths;
pub mod persons;
pub mod problems;
pub mod record;
pub mod reports;
pub mod schemas;
pub mod sessions;
pub mod signups;
pub mod spaces;
pub mod stated;
