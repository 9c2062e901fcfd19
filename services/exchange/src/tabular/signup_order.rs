//! Signups in the order in which they were asked for: who waits, and at which rank, is decided by the dates of the
//! requests and not by the order of the rows.

use std::collections::BTreeMap;

use maillage_events::decide::Ask;
use maillage_events::id::StreamId;

use super::drafting::Rank;
use crate::plan::PlannedRequest;

/// A row that asks before an earlier row does, among rows of which some have no date: no order can be told.
#[derive(Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The file of the later row.
    pub file: String,
    /// The later row, which asks first.
    pub row: u64,
    /// Its date.
    pub date: String,
    /// The file and the row of the one before it, which asks after it.
    pub after: (String, u64),
}

/// Puts what rows ask of the places of each session in the order of their dates; rows of one date keep theirs. Where
/// some rows have no date the order of the rows stands, and those that contradict it are named.
pub fn in_order_of_dates(requests: &mut [(Rank, PlannedRequest)]) -> Vec<OutOfOrder> {
    let mut sessions: BTreeMap<StreamId, Vec<usize>> = BTreeMap::new();
    for (at, (_, planned)) in requests.iter().enumerate() {
        if matches!(planned.request.ask, Ask::SignUp(_) | Ask::CancelSignup(_)) {
            sessions.entry(planned.request.stream.clone()).or_default().push(at);
        }
    }
    let mut contradictions = Vec::new();
    for places in sessions.into_values() {
        let mut asked: Vec<(Rank, PlannedRequest)> =
            places.iter().filter_map(|at| requests.get(*at).cloned()).collect();
        if asked.iter().all(|(_, planned)| planned.request.occurred.span().is_some()) {
            asked.sort_by_key(|(_, planned)| planned.request.occurred.span().map(|(first, _)| first));
            for (at, request) in places.into_iter().zip(asked) {
                if let Some(place) = requests.get_mut(at) {
                    *place = request;
                }
            }
        } else {
            contradictions.extend(contradicting(&asked));
        }
    }
    contradictions
}

/// The rows that certainly ask before an earlier one.
fn contradicting(asked: &[(Rank, PlannedRequest)]) -> Vec<OutOfOrder> {
    let mut found = Vec::new();
    let mut latest: Option<(&PlannedRequest, jiff::civil::Date)> = None;
    for (_, planned) in asked.iter().filter(|(_, planned)| matches!(planned.request.ask, Ask::SignUp(_))) {
        let Some((first, last)) = planned.request.occurred.span() else { continue };
        match latest {
            Some((before, day)) if last < day => found.push(OutOfOrder {
                file: planned.file.clone(),
                row: planned.row,
                date: planned.request.occurred.to_string(),
                after: (before.file.clone(), before.row),
            }),
            Some((_, day)) if first <= day => {}
            _ => latest = Some((planned, first)),
        }
    }
    found
}
