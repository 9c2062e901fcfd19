//! An order in which requests can be admitted: what is named comes before what names it.

use std::collections::{HashMap, HashSet};

use maillage_events::decide::Ask;
use maillage_events::id::StreamId;

use super::drafting::Rank;
use crate::plan::PlannedRequest;

/// Sorts by rank, then moves whatever names something of the same plan behind the first request of what it names
/// (a contract behind its predecessor, whichever comes first in the file). Otherwise the order of the files is kept.
pub fn admissible_order(mut ranked: Vec<(Rank, PlannedRequest)>) -> Vec<PlannedRequest> {
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut births: HashMap<StreamId, usize> = HashMap::new();
    for (at, (_, planned)) in ranked.iter().enumerate() {
        births.entry(planned.request.stream.clone()).or_insert(at);
    }
    let needs: Vec<Vec<usize>> = ranked
        .iter()
        .enumerate()
        .map(|(at, (_, planned))| {
            let named = match &planned.request.ask {
                Ask::Record(fact) => fact.references(),
                _ => Vec::new(),
            };
            let own = std::iter::once(planned.request.stream.clone());
            named
                .into_iter()
                .chain(own)
                .filter_map(|stream| births.get(&stream).copied())
                .filter(|birth| *birth != at)
                .collect()
        })
        .collect();
    let mut slots: Vec<Option<PlannedRequest>> = ranked.into_iter().map(|(_, planned)| Some(planned)).collect();
    let mut ordered = Vec::with_capacity(slots.len());
    let mut visited = HashSet::new();
    for start in 0..slots.len() {
        // Depth first without recursion: a file may chain as many rows as it likes. A circle is cut; the rules will
        // name it.
        let mut stack = vec![(start, false)];
        while let Some((at, needs_done)) = stack.pop() {
            if needs_done {
                ordered.extend(slots.get_mut(at).and_then(Option::take));
            } else if visited.insert(at) {
                stack.push((at, true));
                stack.extend(needs[at].iter().rev().filter(|need| !visited.contains(need)).map(|need| (*need, false)));
            }
        }
    }
    ordered
}
