//! The rows of amended streams folded again, and no others.
//!
//! ```text
//!  one amended stream ──▶ folded alone, amended as before ──▶ its rows, and what it changes in shared rows ┐ the same
//!                    └──▶ folded alone, amended as now ─────▶ its rows, and what it changes in shared rows ┘ there?
//!                                                              │
//!      yes ◀───────────────────────────────────────────────────┤
//!  its rows replace those that it had                           └──▶ no: the projection is folded from zero
//! ```
//!
//! A projection declares which rows depend on one stream alone ([`Rows`]), so the work goes with the length of the
//! stream and not with that of the log.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::amendment::Amendments;
use maillage_events::id::FactId;
use maillage_log::log::StoredFact;
use maillage_projections::catalogue::Fresh;
use maillage_projections::projection::Rows;
use maillage_projections::table::RowChange;

use crate::ProjectorError;
use crate::fold::Folded;

/// What a stream alone makes of a projection.
#[derive(Debug, Default, PartialEq, Eq)]
struct FoldedAlone {
    /// Its own rows; those that it made and took away again have no bytes.
    own: BTreeMap<(&'static str, String), Option<Vec<u8>>>,
    /// What each of its facts changed in rows of several streams.
    shared: Vec<(FactId, Vec<RowChange>)>,
}

/// What replaces the rows of amended streams in the state of a projection that stands at `until`. `None` where that
/// does not do: rows of several streams change, or a fold stops.
pub(crate) fn fold_own_rows(
    fresh: Fresh,
    streams: &BTreeMap<String, Vec<StoredFact>>,
    until: u64,
    before: &Amendments,
    now: &Amendments,
) -> Result<Option<Vec<RowChange>>, ProjectorError> {
    let mut changes = Vec::new();
    for facts in streams.values() {
        let facts = || facts.iter().filter(|fact| fact.position <= until);
        let (Some(as_before), Some(as_now)) = (fold_alone(fresh, facts(), before)?, fold_alone(fresh, facts(), now)?)
        else {
            return Ok(None);
        };
        if as_before.shared != as_now.shared {
            return Ok(None);
        }
        let keys: BTreeSet<_> = as_before.own.keys().chain(as_now.own.keys()).collect();
        for key in keys {
            let row = as_now.own.get(key).cloned().flatten();
            if as_before.own.get(key).cloned().flatten() != row {
                changes.push(RowChange { table: key.0, key: key.1.clone(), row });
            }
        }
    }
    Ok(Some(changes))
}

/// `None` where the projection does not declare every table, or the fold stops.
fn fold_alone<'f>(
    fresh: Fresh,
    facts: impl Iterator<Item = &'f StoredFact>,
    amendments: &Amendments,
) -> Result<Option<FoldedAlone>, ProjectorError> {
    let mut folded = Folded::new(fresh);
    let declared: BTreeMap<&str, Rows> = folded.state.rows().iter().copied().collect();
    if folded.state.tables().iter().any(|table| !declared.contains_key(table.name())) {
        return Ok(None);
    }
    let is_shared = |table: &str| declared.get(table) == Some(&Rows::Shared);
    let mut alone = FoldedAlone::default();
    for fact in facts {
        if folded.state.take(amendments, &fact.view()).is_err() {
            return Ok(None);
        }
        let mut shared = Vec::new();
        for table in folded.state.tables().into_iter().filter(|table| is_shared(table.name())) {
            shared.append(&mut table.take_changes()?);
        }
        if !shared.is_empty() {
            alone.shared.push((fact.id, shared));
        }
    }
    let own = folded.take_changes()?.into_iter().map(|change| ((change.table, change.key), change.row));
    alone.own = own.collect();
    Ok(Some(alone))
}

/// Puts rows that were folded elsewhere into a state.
pub(crate) fn replace_rows(folded: &mut Folded, rows: &[RowChange]) -> Result<(), ProjectorError> {
    let mut tables = folded.state.tables();
    for change in rows {
        if let Some(table) = tables.iter_mut().find(|table| table.name() == change.table) {
            table.replace(&change.key, change.row.as_deref())?;
        }
    }
    Ok(())
}
