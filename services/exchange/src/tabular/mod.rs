//! CSV files with French names and headings: a folder of them, or some.
//!
//! # Layout
//! * `encoding`: bytes → text; [`sheet`]: text → records, each line read or named; `headings`: which column stands
//!   where; [`cell`]: what one cell says.
//! * [`column`], [`table`]: how a kind of file is declared; [`tables`]: every kind, one small declaration each.
//! * `nearest`: the word that another one was meant to be; `row`: a record's cells by the names of their columns;
//!   `check`: whether they hold what the columns promise; `family`: the French words of families.
//! * `drafting`: the facts that rows give; `signup_order`: who asked for a place first; `admissible_order`: the order
//!   in which the rules can admit them.
//! * `reader`: files → a [`Plan`](crate::plan::Plan), by a `plan_builder` that names every problem ([`problems`]);
//!   `reading`: what reading needs and gives; `outside_reference`: what only the log can have; `marginals`: counts of
//!   heads by answer; `describe`: the page that shows users all this;
//!   `taken_sheets`: the rows that were read, for what is said of them afterwards: `column_of`, the column that a
//!   refusal speaks of, `members`, the columns that fill members of facts, `standing_words`, what stands in the words
//!   of cells;
//!   `random_sheets`: what three other writers write, read.

mod admissible_order;
pub mod cell;
mod check;
pub mod column;
mod column_of;
mod describe;
mod drafting;
pub mod encoding;
mod family;
mod headings;
mod marginals;
mod members;
mod nearest;
mod outside_reference;
mod plan_builder;
pub mod problems;
#[cfg(test)]
mod random_sheets;
mod reader;
mod reading;
mod row;
pub mod sheet;
mod signup_order;
mod standing_words;
pub mod table;
pub mod tables;
mod taken_sheets;

pub use describe::describe;
pub use drafting::{Drafting, Rank};
pub use nearest::nearest;
pub use outside_reference::{OutsideReference, missing_reference};
pub use plan_builder::name_unread;
pub use reading::{Reader, Reading, UnreadFile};
pub use row::{Row, person_ref};
pub use sheet::hex;
pub use standing_words::standing_words;
pub use taken_sheets::{NamedCell, TakenSheets};
