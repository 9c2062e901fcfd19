//! A set of projections, and the look-up of one by its name.

use maillage_projections::catalogue::Fresh;

use crate::ProjectorError;

/// A set of projections: their names and how to begin each.
pub type Catalogue = &'static [(&'static str, Fresh)];

/// The projection of that name: its place in the catalogue and how to begin it.
pub fn find(catalogue: Catalogue, name: &str) -> Result<(usize, Fresh), ProjectorError> {
    let found = catalogue.iter().position(|(known, _)| *known == name);
    let unknown = || ProjectorError::UnknownReport {
        name: name.to_owned(),
        known: catalogue.iter().map(|(name, _)| *name).collect(),
    };
    found.map(|index| (index, catalogue[index].1)).ok_or_else(unknown)
}
