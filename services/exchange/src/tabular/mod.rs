//! CSV files with French names and headings: a folder of them, or some.
//!
//! # Layout
//! * [`sheet`]: bytes → lines and records, bounded; [`cell`]: what one cell says.
//! * [`column`], [`table`]: how a kind of file is declared; [`tables`]: every kind, one small declaration each.
//! * `row`: a record's cells by the names of their columns; `check`: whether they hold what the columns promise;
//!   `family`: the French words of families.
//! * `drafting`: what rows ask to be recorded; `order`: the order in which the rules can admit it.
//! * `gather`: files → a [`Plan`](crate::plan::Plan), with every problem named ([`problems`]); `marginals`: counts of
//!   heads by answer; `describe`: the page that tells users all this.

pub mod cell;
mod check;
pub mod column;
mod describe;
mod drafting;
mod family;
mod gather;
mod marginals;
mod order;
pub mod problems;
mod row;
pub mod sheet;
pub mod table;
pub mod tables;

pub use describe::describe;
pub use drafting::{Drafting, Rank};
pub use gather::{Reader, Reading, Wanted, hex, missing};
pub use row::{Row, person_ref};
