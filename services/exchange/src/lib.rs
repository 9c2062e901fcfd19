//! What comes in and goes out as files.
//!
//! # The walk of an import
//! ```text
//!            CSV files                 OSCARS record            refused here
//!
//! file       import::files             import::files            no file; a record beside other files
//!   │        the form, by the name
//! table      tabular::tables           oscars::sections         a file that no table means; a missing column
//!   │        by the file's name        lines under headings
//! row        tabular::check            oscars::record           a cell that is not what its column holds;
//!   │        cells as columns promise  typed items              a bad year, a bad sum
//! plan       tabular::plan_builder     oscars::plan             a code twice; words that name a person;
//!   │        facts, persons            facts                    what neither a file nor the log records
//! command    import::recording                                  a person whom the vault knows by another code;
//!   │        each row beside what stands,                       a fact that the rules refuse; what stands otherwise is
//!   │        every fact rehearsed                               named, or corrected where that is asked for
//!   │
//!   │ 1. vault: the persons of the facts admitted               a person whom the vault has erased
//!   │ 2. log: one append, the import's own fact last
//!   ▼
//! receipt    the same bytes again are answered by it, before the vault or the rules see them
//! ```
//! What is refused becomes a [`Problem`](plan::Problem) of its file and row, and the walk goes on to name the others.
//! One problem bars everything; a partial import leaves out its row alone. A failure between 1 and 2 leaves persons in
//! the vault whom no fact names yet: the same import registers them again.
//!
//! # Layout
//! * [`plan`]: what reading gives before anything is recorded; [`import`]: recording it, all or nothing.
//! * [`party_names`]: names in lists that are no organisation; `round_number`: nouns that say about how many.
//! * [`oscars`]: an OSCARS record as text; [`tabular`]: CSV files.
//! * [`seeds`]: the demonstration's files, compiled in.

pub mod import;
pub mod oscars;
pub mod party_names;
pub mod plan;
mod round_number;
pub mod seeds;
pub mod tabular;
