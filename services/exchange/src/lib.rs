//! What comes in and goes out as files.
//!
//! # Layout
//! * [`plan`]: what reading gives before anything is recorded; [`import`]: recording it, all or nothing.
//! * [`oscars`]: an OSCARS record as text; [`tabular`]: CSV files.
//! * [`seeds`]: the demonstration's files, compiled in.

pub mod import;
pub mod oscars;
pub mod plan;
pub mod seeds;
pub mod tabular;
