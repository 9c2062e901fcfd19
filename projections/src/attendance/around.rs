//! What is counted around presences: states of sessions, signups, absences, referrals, visits.

use std::collections::BTreeMap;

use maillage_events::session::{AttendanceRecorded, SessionKind};
use uuid::Uuid;

use super::answers::Presence;
use super::rows::{NumberSheet, SessionRow, SessionState, SignupState};
use super::span::Span;
use super::tally::Tally;

/// Counts what stands around presences: absences, places held twice, referrals, people of organisations.
pub(super) fn count_around(
    tally: &mut Tally,
    session: &SessionRow,
    here: &BTreeMap<Uuid, &Presence>,
    root: impl Fn(Uuid) -> Uuid,
) {
    let absent: BTreeMap<Uuid, bool> =
        session.absent.iter().map(|(person, excused)| (root(*person), *excused)).collect();
    for excused in absent.iter().filter(|(person, _)| !here.contains_key(person)).map(|(_, excused)| *excused) {
        tally.absent += 1;
        tally.excused += u64::from(excused);
    }
    let in_force = session.state != SessionState::Cancelled;
    let active = session.signups.values().filter(|signup| in_force && signup.state != SignupState::Cancelled);
    let mut holders: BTreeMap<Uuid, u64> = BTreeMap::new();
    for person in active.filter_map(|signup| signup.person) {
        *holders.entry(root(person)).or_default() += 1;
    }
    tally.signed_up_twice += holders.values().filter(|places| **places > 1).count() as u64;
    for referral in session.referrals.values() {
        let sum = if referral.onwards { &mut tally.referred_onwards } else { &mut tally.referred_here };
        *sum += u64::from(referral.heads);
    }
    for heads in session.organisation_heads.values().flatten() {
        *tally.organisation_heads.get_or_insert_default() += u64::from(*heads);
    }
    add_sums(&mut tally.visits, &session.visits);
    add_sums(&mut tally.connections, &session.connections);
}

fn add_sums(sum: &mut Option<Span>, sheets: &BTreeMap<String, NumberSheet>) {
    for sheet in sheets.values().filter(|sheet| !sheet.replaced) {
        *sum = Some(sum.unwrap_or_default().and(Span::of(&sheet.number)));
    }
}

/// Counts how sessions and their signups stand.
pub(super) fn count_states(tally: &mut Tally, session: &SessionRow) {
    let stands_for = session.stands_for.as_ref();
    if session.kind.is_some() {
        tally.sessions.add(stands_for);
    }
    tally.moved += u64::from(session.date.is_moved());
    match session.state {
        SessionState::Held => {
            tally.held.add(stands_for);
            if !session.has_record() {
                tally.held_without_record.add(stands_for);
            } else if session.recorded().may_lack_people() {
                tally.held_with_partial_record.add(stands_for);
            }
        }
        SessionState::Cancelled => tally.cancelled += 1,
        SessionState::Planned => tally.pending += 1,
    }
    tally.requested += session.signups.values().map(|signup| u64::from(signup.heads)).sum::<u64>();
    tally.confirmed += session.signups_in(SignupState::Confirmed);
    tally.waiting += session.signups_in(SignupState::Waiting);
    tally.signups_cancelled += session.signups_in(SignupState::Cancelled);
    tally.signups_lapsed += session.signups_lapsed();
    if let (Some(capacity), SessionState::Planned) = (session.capacity, session.state) {
        let (capacity, confirmed) = (u64::from(capacity), session.signups_in(SignupState::Confirmed));
        *tally.places_left.get_or_insert_default() += capacity.saturating_sub(confirmed);
        tally.places_over += confirmed.saturating_sub(capacity);
    }
}

/// Whether more visits may have been paid than are recorded: of a held session nothing is recorded, or a part, or it
/// was a stand whose visits nobody counted.
pub(super) fn may_lack_visits(session: &SessionRow) -> bool {
    let is_counted = session.visits.values().any(|sheet| !sheet.replaced);
    let is_stand = session.kind == Some(SessionKind::Stand) && session.record != Some(AttendanceRecorded::Complete);
    may_lack_connections(session) || session.state == SessionState::Held && is_stand && !is_counted
}

/// Whether more connections may have been made than are recorded.
pub(super) fn may_lack_connections(session: &SessionRow) -> bool {
    let is_partial = matches!(session.record, Some(AttendanceRecorded::Partial | AttendanceRecorded::None));
    session.state == SessionState::Held && (is_partial || !session.has_record())
}
