//! CSV files with French names and headings: a folder of them, or some.
//!
//! # Layout
//! * [`sheet`]: bytes → lines and records, bounded; [`cell`]: what one cell says.
//! * [`table`]: how a kind of file is declared; [`tables`]: every kind, one small declaration each.
//! * `gather`: files → a [`Plan`](crate::plan::Plan), with every problem named; [`describe()`]: the page that tells
//!   users all this.

pub mod cell;
mod check;
mod describe;
mod gather;
mod marginals;
mod order;
pub mod problems;
mod row;
mod said;
pub mod sheet;
pub mod table;
pub mod tables;

pub use describe::describe;
pub use gather::{Reader, Reading, Wanted, hex, missing};
pub use row::{Row, person_ref};
pub use said::{Rank, Said};
