//! What we now believe. This room is pure: folds of facts in order, and the questions that can be put to them.
//!
//! # Layout
//! * [`projection`]: what a fold is; [`table`]: its rows, which know what changed.
//! * one module a projection.
//! * [`report`]: answers with their definitions, the same for the page, the command line and the API.

pub mod catalogue;
pub mod projection;
pub mod report;
pub mod table;
