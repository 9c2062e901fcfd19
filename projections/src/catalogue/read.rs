//! Every kind of fact is read by some report, or is left out for a reason.

use std::collections::BTreeSet;

use maillage_events::fact::registry;

use super::CATALOGUE;

/// Kinds that no report folds by name, each with the reason.
const UNREAD: &[(&str, &str)] = &[
    ("space.renamed", "the head of every report and the console name the space; it is no figure"),
    ("space.loss_accepted", "it says what is gone, of which no figure can be made; the history of the space tells it"),
    ("import.recorded", "read by *corrections*, which takes every kind and tells imports apart"),
    ("amendment.corrected", "read by *corrections*, and by each fold as what it corrects"),
    ("amendment.cancelled", "the same"),
];

/// Kinds that nobody reads, and kinds that are said to be unread and are not.
fn misread(unread: &[(&str, &str)]) -> Vec<&'static str> {
    let named = CATALOGUE.iter().filter(|(name, _)| *name != "corrections");
    let read: BTreeSet<&str> = named.flat_map(|(_, begin)| begin().kinds().iter().copied()).collect();
    let is_left_out = |kind: &str| unread.iter().any(|(left_out, reason)| *left_out == kind && !reason.is_empty());
    registry().map(|info| info.kind).filter(|kind| read.contains(kind) == is_left_out(kind)).collect()
}

#[test]
fn every_kind_is_read_by_a_report_or_left_out_for_a_reason() {
    assert_eq!(misread(UNREAD), [""; 0]);
    assert_eq!(misread(&UNREAD[1..]), ["space.renamed"], "the control: one that is forgotten is named");
    assert_eq!(misread(&[UNREAD, &[("session.held", "no reason is good")]].concat()), ["session.held"]);
}
