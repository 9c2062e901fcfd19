//! A batch as its transaction sees it: requests under the number of their space, the spaces that it locks, and what of
//! it is there already.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};
use uuid::Uuid;

use super::migrate::LOCKS;
use crate::log::Receipt;
use crate::prepare::PreparedAppend;

/// One request and the number of its space.
pub(super) type NumberedAppend<'b> = (i32, &'b PreparedAppend);

/// What is there already of what a batch brings, as read under the lock.
#[derive(Debug, Default)]
pub(super) struct Existing {
    /// Receipts, with the fingerprint of their request.
    pub(super) receipts: HashMap<(i32, Uuid), (Receipt, [u8; 32])>,
    /// Ids of facts; empty while ids are trusted, since the index refuses one that is there.
    pub(super) facts: HashSet<(i32, Uuid)>,
}

/// The spaces of a batch, each once, sorted.
pub(super) fn spaces(batch: &[NumberedAppend<'_>]) -> Vec<i32> {
    batch.iter().map(|(space, _)| *space).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The beginning of a batch's transaction: its locks, in sorted order, so that two batches never wait for each other.
pub(super) fn begin(batch: &[NumberedAppend<'_>]) -> String {
    let locks = spaces(batch).into_iter().map(|space| format!("select pg_advisory_xact_lock({LOCKS}, {space});"));
    format!("begin isolation level read committed read write;{}", locks.collect::<String>())
}
