//! What a fold is.
//!
//! ```text
//!  facts, in order ──► amendments ────► fold ───────────► tables ──────► answer
//!  FactView            take: as they     apply: one        rows by key,   Answer: figures
//!                      now read, or      method a kind,    which know     and tables of a
//!                      as recorded       declared once     what changed   period, in a language
//! ```
//!
//! How a correction reaches a report:
//!
//! ```text
//!  it is recorded, in ──► note_amendment: how ──► take: the amended ──► answer: figures
//!  the stream of what     the amended fact        fact is folded in     as if it had been
//!  it amends              now reads               its own place         recorded so
//! ```
//!
//! What was folded before the correction came in is folded again; the projector sees to it.

use maillage_events::amendment::{AmendmentFact, Amendments, FactCancelled, FactCorrected};
use maillage_events::declare::Payload;
use maillage_events::fact::Fact;
use maillage_events::unreadable::Unreadable;
use maillage_events::view::FactView;
use sha2::{Digest, Sha256};

use crate::table::{AnyTable, BadRow};

/// A fact that a fold cannot take: the projection stops there and says *incomplete*; nothing is skipped.
#[derive(Debug, thiserror::Error)]
#[error("position {position} ({kind}): {why}")]
pub struct FoldError {
    /// Where.
    pub position: u64,
    /// What.
    pub kind: String,
    /// Why.
    pub why: String,
}

impl FoldError {
    /// At a fact that could not be read.
    pub fn at(fact: &FactView<'_>, why: &Unreadable) -> Self {
        Self { position: fact.position, kind: fact.kind.to_owned(), why: why.to_string() }
    }

    /// At a fact of a kind that the projection does not declare: it is never taken for another kind.
    pub fn undeclared(fact: &FactView<'_>) -> Self {
        let why = "the projection declares no such kind".to_owned();
        Self { position: fact.position, kind: fact.kind.to_owned(), why }
    }
}

/// How a fold wants amended facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmendedAs {
    /// Already amended: a corrected fact arrives in its own place with its corrected payload, a cancelled one does not
    /// arrive. An amendment that comes in makes the projector fold again from zero.
    Effective,
    /// As recorded, amendments included as facts of their own.
    Recorded,
}

/// Of whom the rows of a table are: after an amendment of one stream, rows of that stream alone can be folded again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Each row is keyed by the identifier of one stream, and facts of that stream alone make it.
    ById,
    /// Each row is keyed by one stream, `family/identifier`, and facts of that stream alone make it.
    ByStream,
    /// Facts of several streams may make one row, or its key is another. What a fact changes there depends on that fact
    /// and on the rows of its own stream alone: where it changes nothing else in a fold of its stream alone, it changes
    /// nothing else among others.
    Shared,
}

/// A pure function of facts in order. No clock, no I/O, no chance, no order of hash maps, no floating point in its
/// rows. The same function serves live counters, rebuilds, as-of reports, replay and verification.
pub trait Projection: Default + Send + 'static {
    /// Its name in commands and reports.
    const NAME: &'static str;
    /// Raised whenever the same facts would give other rows; kept rows of another version are folded again.
    const VERSION: u32;
    /// The kinds that it folds; others do not change it.
    const KINDS: &'static [&'static str];
    /// Of whom the rows of its tables are, by table; a table that is not named here is [`Rows::Shared`].
    const ROWS: &'static [(&'static str, Rows)] = &[];
    /// How it wants amended facts.
    const AMENDED: AmendedAs = AmendedAs::Effective;

    /// Takes the next fact of one of its kinds.
    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError>;

    /// Its tables, always in the same order.
    fn tables(&mut self) -> Vec<&mut dyn AnyTable>;
}

/// SHA-256 over every row of every table, in hexadecimal: equal for equal states, whatever led there.
pub fn digest<P: Projection>(projection: &mut P) -> Result<String, BadRow> {
    let mut sha = Sha256::new();
    for table in projection.tables() {
        table.digest(&mut sha)?;
    }
    Ok(sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Gives one fact to a projection, amended as it wants it.
pub fn take<P: Projection>(state: &mut P, amendments: &Amendments, fact: &FactView<'_>) -> Result<(), FoldError> {
    use maillage_events::amendment::Reading;
    if !P::KINDS.contains(&fact.kind) {
        return Ok(());
    }
    if P::AMENDED == AmendedAs::Recorded || amendments.is_empty() {
        return state.apply(fact);
    }
    match amendments.reading(fact.id) {
        Reading::Original => state.apply(fact),
        Reading::Removed => Ok(()),
        Reading::Replaced(words) => {
            let bytes = fact.corrected(words).map_err(|why| FoldError::at(fact, &why))?;
            let occurred = words.occurred.map_or_else(|| fact.occurred.to_owned(), |when| when.to_string());
            state.apply(&FactView { bytes: &bytes, occurred: &occurred, ..*fact })
        }
    }
}

/// The kinds of amendments.
pub const AMENDMENT_KINDS: &[&str] = &[FactCorrected::KIND, FactCancelled::KIND];

/// The amendment that a fact is; `None` for a fact of another kind, of which nothing is read.
pub fn amendment(fact: &FactView<'_>) -> Result<Option<AmendmentFact>, FoldError> {
    if !AMENDMENT_KINDS.contains(&fact.kind) {
        return Ok(None);
    }
    let whole = fact.whole().map_err(|why| FoldError::at(fact, &why))?;
    if let Fact::Amendment(amendment) = whole.fact { Ok(Some(amendment)) } else { Ok(None) }
}

/// Notes a fact when it is an amendment; tells whether it was.
pub fn note_amendment(amendments: &mut Amendments, fact: &FactView<'_>) -> Result<bool, FoldError> {
    let amendment = amendment(fact)?;
    let is_one = amendment.is_some();
    if let Some(amendment) = amendment {
        amendments.note(fact.id, amendment);
    }
    Ok(is_one)
}

#[cfg(test)]
mod tests;
