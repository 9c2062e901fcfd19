use std::collections::BTreeMap;

use maillage_events::declare::Example;
use maillage_events::happened::Happened;
use maillage_events::quantity::Quantity;
use maillage_events::session::*;

use crate::session_plan::{planned, record};
use crate::support::*;

const DAY: &str = "2016-03-08";

fn present(person: u64) -> Happened<SessionFact> {
    on(DAY, AttendanceObserved { person: example_person(person), ..AttendanceObserved::example() })
}

fn heads(sheet: &str, total: u64) -> HeadcountRecorded {
    HeadcountRecorded {
        sheet: id(sheet),
        total: Quantity::exact(total),
        marginals: BTreeMap::new(),
        ..HeadcountRecorded::example()
    }
}

fn signed_up(person: u64) -> [Happened<SessionFact>; 2] {
    let request = SignupRequested { person: Some(example_person(person)), ..SignupRequested::example() };
    [on("2016-03-01", request), on("2016-03-01", SignupConfirmed::example())]
}

#[test]
fn nobody_is_present_before_the_day_of_the_session() {
    for said in [present(1), on(DAY, heads("a", 8)), on(DAY, VisitsRecorded::example())] {
        assert_eq!(refused(record("2016-03-07", &[planned()], said.clone())), "session-not-begun");
        assert_eq!(record(DAY, &[planned()], said.clone()).unwrap(), vec![said]);
    }
    let dated_before = on("2016-03-07", AttendanceObserved::example());
    assert_eq!(refused(record("2016-03-20", &[planned()], dated_before.clone())), "session-not-begun");
    let held_before = on("2016-03-07", SessionHeld::example());
    assert!(
        record("2016-03-20", &[planned(), held_before], dated_before).is_ok(),
        "the day it was held is what counts"
    );
    let tomorrow = on("2016-03-09", AttendanceObserved::example());
    assert_eq!(refused(record(DAY, &[planned()], tomorrow)), "session-not-begun");
}

#[test]
fn a_sheet_typed_in_weeks_later_is_taken() {
    assert!(record("2016-03-29", &[planned()], present(1)).is_ok());
}

#[test]
fn a_date_that_is_not_known_to_the_day_is_believed() {
    for when in ["2016", "2016-03", "unknown"] {
        let plan = on("2016-02-01", SessionPlanned { when: day(when), ..SessionPlanned::example() });
        let seen = on(when, AttendanceObserved::example());
        assert!(record("2019-01-10", &[plan], seen).is_ok(), "{when}");
    }
}

#[test]
fn a_person_is_present_once() {
    let past = [planned(), present(1)];
    tells_nothing_new(record(DAY, &past, present(1)));
    assert_eq!(record(DAY, &past, present(2)).unwrap().len(), 1);
    let as_professional =
        on(DAY, AttendanceObserved { quality: Quality::Professional, ..AttendanceObserved::example() });
    assert_eq!(refused(record(DAY, &past, as_professional)), "already-present");
}

#[test]
fn a_presence_is_withdrawn_once_and_may_come_back() {
    let withdrawn = on(DAY, AttendanceWithdrawn::example());
    assert_eq!(refused(record(DAY, &[planned()], withdrawn.clone())), "not-present");
    let past = [planned(), present(1), withdrawn.clone()];
    assert_eq!(record(DAY, &past[..2], withdrawn.clone()).unwrap().len(), 1);
    tells_nothing_new(record(DAY, &past, withdrawn));
    assert_eq!(record(DAY, &past, present(1)).unwrap().len(), 1);
}

#[test]
fn an_absence_is_that_of_somebody_expected_who_did_not_come() {
    let absent = on(DAY, AbsenceObserved::example());
    let mut past = vec![planned()];
    past.extend(signed_up(1));
    assert_eq!(record(DAY, &past, absent.clone()).unwrap().len(), 1);
    past.push(absent.clone());
    tells_nothing_new(record(DAY, &past, absent));
    assert_eq!(
        refused(record(DAY, &past, on(DAY, AbsenceObserved { excused: false, ..AbsenceObserved::example() }))),
        "already-absent"
    );
    assert_eq!(refused(record(DAY, &[planned(), present(1)], on(DAY, AbsenceObserved::example()))), "already-present");
}

#[test]
fn who_is_noted_absent_and_comes_late_is_present() {
    let absent = on(DAY, AbsenceObserved::example());
    let mut past = vec![planned()];
    past.extend(signed_up(1));
    past.push(absent.clone());
    assert_eq!(record(DAY, &past, present(1)).unwrap(), [present(1)]);
    past.push(present(1));
    tells_nothing_new(record(DAY, &past, absent.clone()));
    let otherwise = on(DAY, AbsenceObserved { excused: false, ..AbsenceObserved::example() });
    assert_eq!(refused(record(DAY, &past, otherwise)), "already-present");
    past.push(on(DAY, AttendanceWithdrawn::example()));
    tells_nothing_new(record(DAY, &past, absent));
}

#[test]
fn no_presence_is_named_where_it_reveals_health() {
    let past = [on("2016-02-01", SessionPlanned { health_revealing: true, ..SessionPlanned::example() })];
    assert_eq!(refused(record(DAY, &past, present(1))), "reveals-health");
    assert!(record(DAY, &past, on(DAY, heads("a", 8))).is_ok());
    assert!(record(DAY, &past, on(DAY, OrganisationPresent::example())).is_ok());
}

#[test]
fn a_marginal_never_exceeds_the_most_that_the_total_may_be() {
    let sheet = |total: Quantity, women: u64, men: u64| {
        let marginals =
            BTreeMap::from([("sex".to_owned(), BTreeMap::from([("f".to_owned(), women), ("m".to_owned(), men)]))]);
        record(DAY, &[planned()], on(DAY, HeadcountRecorded { total, marginals, ..heads("a", 0) }))
    };
    assert_eq!(refused(sheet(Quantity::exact(8), 5, 4)), "marginal-above-total");
    assert!(sheet(Quantity::exact(8), 5, 3).is_ok());
    assert!(sheet(Quantity::exact(8), 5, 0).is_ok(), "some did not say");
    assert!(sheet(Quantity::Range { min: 5, max: 9 }, 5, 4).is_ok());
    assert_eq!(refused(sheet(Quantity::Range { min: 5, max: 9 }, 5, 5)), "marginal-above-total");
    assert_eq!(refused(sheet(Quantity::exact(8), u64::MAX, 1)), "marginal-above-total");
    assert!(sheet(Quantity::unknown(), 50, 50).is_ok());
    assert_eq!(refused(sheet(Quantity::Range { min: 9, max: 5 }, 0, 0)), "range-upside-down");
}

#[test]
fn already_seen_goes_with_what_was_asked_and_stays_within_the_total() {
    let sheet = |already_seen, seen_scope| {
        record(DAY, &[planned()], on(DAY, HeadcountRecorded { already_seen, seen_scope, ..heads("a", 8) }))
    };
    assert!(sheet(Some(8), Some(SeenScope::PoleYear)).is_ok());
    assert_eq!(refused(sheet(Some(9), Some(SeenScope::PoleYear))), "already-seen-above-total");
    assert_eq!(refused(sheet(Some(3), None)), "already-seen-of-what");
    assert_eq!(refused(sheet(None, Some(SeenScope::Ever))), "scope-without-already-seen");
}

#[test]
fn a_second_sheet_says_whether_it_replaces_or_adds() {
    let said = |sheet: HeadcountRecorded| on(DAY, sheet);
    let past = [planned(), said(heads("a", 8))];
    tells_nothing_new(record(DAY, &past, said(heads("a", 8))));
    assert_eq!(refused(record(DAY, &past, said(heads("a", 9)))), "sheet-known-otherwise");
    assert_eq!(refused(record(DAY, &past, said(heads("b", 5)))), "sheet-replaces-or-adds");
    assert!(record(DAY, &past, said(HeadcountRecorded { adds: true, ..heads("b", 5) })).is_ok());

    let replacing =
        |sheet: &str, earlier: &str| said(HeadcountRecorded { replaces: Some(id(earlier)), ..heads(sheet, 9) });
    assert_eq!(refused(record(DAY, &past, replacing("b", "z"))), "sheet-unknown");
    assert_eq!(refused(record(DAY, &past, replacing("b", "b"))), "sheet-replaces-itself");
    let both = said(HeadcountRecorded { replaces: Some(id("a")), adds: true, ..heads("b", 9) });
    assert_eq!(refused(record(DAY, &past, both)), "sheet-replaces-and-adds");
    let replaced = [past[0].clone(), past[1].clone(), replacing("b", "a")];
    assert!(record(DAY, &past, replaced[2].clone()).is_ok());
    assert_eq!(refused(record(DAY, &replaced, replacing("c", "a"))), "sheet-already-replaced");
    assert!(record(DAY, &replaced, replacing("c", "b")).is_ok());
}

#[test]
fn visits_and_connections_are_counted_once_a_sheet() {
    let visits = |passages| on(DAY, VisitsRecorded { sheet: id("matin"), passages });
    let connections = |connections| on(DAY, ConnectionsRecorded { sheet: id("matin"), connections });
    let past = [planned(), visits(Quantity::exact(40)), connections(Quantity::exact(31))];
    tells_nothing_new(record(DAY, &past, visits(Quantity::exact(40))));
    tells_nothing_new(record(DAY, &past, connections(Quantity::exact(31))));
    assert_eq!(refused(record(DAY, &past, visits(Quantity::exact(41)))), "sheet-known-otherwise");
    assert_eq!(refused(record(DAY, &past, connections(Quantity::exact(30)))), "sheet-known-otherwise");
}

#[test]
fn an_organisation_is_present_once_and_two_referrals_are_two() {
    let there = on(DAY, OrganisationPresent::example());
    tells_nothing_new(record(DAY, &[planned(), there.clone()], there));
    let referral = on(DAY, ReferralMade::example());
    assert_eq!(record(DAY, &[planned(), referral.clone()], referral).unwrap().len(), 1);
}
