//! The checksum beside the rows of a projection: a row of its own, written with whatever changed, in the same
//! transaction. Rows that were altered, lost or taken from another generation do not go with it, and are folded again.

use maillage_projections::catalogue::AnyProjection;
use maillage_projections::table::RowChange;

use crate::ProjectorError;
use crate::store::Checkpoint;

/// The table of that row, which no projection has.
pub(crate) const TABLE: &str = "checksum";

/// What a store gives back of the living rows, beside the rows themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Where they stand.
    pub checkpoint: Checkpoint,
    /// The checksum that was kept with them.
    pub checksum: Option<Vec<u8>>,
}

impl Loaded {
    /// The checkpoint, if the rows that were put into the state are those that were kept.
    pub fn verified(self, state: &mut dyn AnyProjection) -> Result<Checkpoint, ProjectorError> {
        verify(state, self.checksum.as_deref())?;
        Ok(self.checkpoint)
    }
}

/// The row to be kept with the rows of a state, whose changes were taken.
pub(crate) fn change(state: &mut dyn AnyProjection) -> RowChange {
    RowChange { table: TABLE, key: String::new(), row: Some(bytes(state)) }
}

/// Whether the rows of a state are those that the checksum was kept with.
pub(crate) fn verify(state: &mut dyn AnyProjection, kept: Option<&[u8]>) -> Result<(), ProjectorError> {
    if kept == Some(bytes(state).as_slice()) { Ok(()) } else { Err(ProjectorError::RowsAltered(state.name())) }
}

/// JSON, as every row is.
fn bytes(state: &mut dyn AnyProjection) -> Vec<u8> {
    let sum = state.tables().iter().fold(0_u64, |sum, table| sum.wrapping_add(table.checksum()));
    format!("\"{sum:016x}\"").into_bytes()
}
