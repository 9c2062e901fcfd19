//! Recording what files say: read, rehearse against the rules, then all at once or not at all.

mod outcome;

pub use outcome::{ImportError, ImportOptions, ImportOutcome};
