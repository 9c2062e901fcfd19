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
    HeadcountRecorded::plain(id(sheet), Quantity::exact(total))
}

fn replaces(sheet: &str) -> Standing {
    Standing::Replaces { sheet: id(sheet) }
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
        let sex = Some(BTreeMap::from([(Sex::Female, women), (Sex::Male, men)]));
        let marginals = Marginals { sex, ..Marginals::default() };
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
    assert!(sheet(Some(8), Some(SeenScope::Pole { year: Some(2016) })).is_ok());
    assert_eq!(refused(sheet(Some(9), Some(SeenScope::Pole { year: Some(2016) }))), "already-seen-above-total");
    assert_eq!(refused(sheet(Some(3), None)), "already-seen-of-what");
    assert_eq!(refused(sheet(None, Some(SeenScope::Ever {}))), "scope-without-already-seen");
}

#[test]
fn a_second_sheet_says_whether_it_replaces_or_adds() {
    let said = |sheet: HeadcountRecorded| on(DAY, sheet);
    let past = [planned(), said(heads("a", 8))];
    tells_nothing_new(record(DAY, &past, said(heads("a", 8))));
    assert_eq!(refused(record(DAY, &past, said(heads("a", 9)))), "sheet-known-otherwise");
    assert_eq!(refused(record(DAY, &past, said(heads("b", 5)))), "sheet-replaces-or-adds");
    assert!(record(DAY, &past, said(HeadcountRecorded { standing: Standing::Adds {}, ..heads("b", 5) })).is_ok());

    let replacing =
        |sheet: &str, earlier: &str| said(HeadcountRecorded { standing: replaces(earlier), ..heads(sheet, 9) });
    assert_eq!(refused(record(DAY, &past, replacing("b", "z"))), "sheet-unknown");
    assert_eq!(refused(record(DAY, &past, replacing("b", "b"))), "sheet-replaces-itself");
    let replaced = [past[0].clone(), past[1].clone(), replacing("b", "a")];
    assert!(record(DAY, &past, replaced[2].clone()).is_ok());
    assert_eq!(refused(record(DAY, &replaced, replacing("c", "a"))), "sheet-already-replaced");
    assert!(record(DAY, &replaced, replacing("c", "b")).is_ok());
}

/// A session of half-days, the first in the morning.
pub fn plan_in_parts(names: &[&str]) -> SessionPlanned {
    let halves = [HalfDay::Morning, HalfDay::Afternoon];
    let part = |(name, half): (&&str, HalfDay)| SessionPart { part: id(name), date: DAY.parse().unwrap(), half };
    SessionPlanned { parts: names.iter().zip(halves).map(part).collect(), ..SessionPlanned::example() }
}

fn in_parts(names: &[&str]) -> Happened<SessionFact> {
    on("2016-02-01", plan_in_parts(names))
}

#[test]
fn who_came_to_a_part_came_to_one_that_the_session_has() {
    let of = |part: Option<&str>| -> [Happened<SessionFact>; 3] {
        let part = || part.map(id);
        [
            on(DAY, AttendanceObserved { part: part(), ..AttendanceObserved::example() }),
            on(DAY, AbsenceObserved { part: part(), ..AbsenceObserved::example() }),
            on(DAY, HeadcountRecorded { part: part(), ..heads("a", 8) }),
        ]
    };
    let (whole, halves) = ([planned()], [in_parts(&["matin", "soir"])]);
    for said in of(Some("nuit")) {
        assert_eq!(refused(record(DAY, &whole, said.clone())), "session-without-parts");
        assert_eq!(refused(record(DAY, &halves, said)), "part-unknown");
    }
    for said in of(Some("soir")).into_iter().chain(of(None)) {
        assert!(record(DAY, &halves, said.clone()).is_ok(), "{said:?}");
    }
}

#[test]
fn sheets_of_other_parts_count_other_moments() {
    let sheet = |name: &str, part: &str| on(DAY, HeadcountRecorded { part: Some(id(part)), ..heads(name, 8) });
    let past = [in_parts(&["matin", "soir"]), sheet("a", "matin")];
    assert!(record(DAY, &past, sheet("b", "soir")).is_ok());
    assert_eq!(refused(record(DAY, &past, sheet("b", "matin"))), "sheet-replaces-or-adds");
}

#[test]
fn a_further_sheet_of_visits_or_connections_says_how_it_stands_to_the_first() {
    let visits = |sheet: &str, number, standing| {
        on(DAY, VisitsRecorded { sheet: id(sheet), number: Quantity::exact(number), standing })
    };
    let connections = |sheet: &str, number, standing| {
        on(DAY, ConnectionsRecorded { sheet: id(sheet), number: Quantity::exact(number), standing })
    };
    let first = || Standing::First {};
    let past = [planned(), visits("matin", 40, first()), connections("visio", 31, first())];
    tells_nothing_new(record(DAY, &past, past[1].clone()));
    tells_nothing_new(record(DAY, &past, past[2].clone()));
    assert_eq!(refused(record(DAY, &past, visits("matin", 41, first()))), "sheet-known-otherwise");
    assert_eq!(refused(record(DAY, &past, visits("soir", 40, first()))), "sheet-replaces-or-adds");
    assert_eq!(refused(record(DAY, &past, connections("autre", 30, first()))), "sheet-replaces-or-adds");
    assert!(record(DAY, &past, visits("soir", 40, Standing::Adds {})).is_ok());
    assert!(record(DAY, &past, connections("autre", 30, replaces("visio"))).is_ok());
    assert_eq!(refused(record(DAY, &past, visits("soir", 40, replaces("visio")))), "sheet-unknown");
    assert_eq!(refused(record(DAY, &past, visits("soir", 40, replaces("soir")))), "sheet-replaces-itself");
}

#[test]
fn a_presence_in_one_part_is_withdrawn_alone_and_all_of_them_together() {
    let part = |part: &str| on(DAY, AttendanceObserved { part: Some(id(part)), ..AttendanceObserved::example() });
    let withdrawn =
        |part: Option<&str>| on(DAY, AttendanceWithdrawn { part: part.map(id), ..AttendanceWithdrawn::example() });
    let mut past = vec![in_parts(&["matin", "soir"]), part("matin"), part("soir")];
    tells_nothing_new(record(DAY, &past, part("matin")));
    assert_eq!(refused(record(DAY, &past, withdrawn(Some("nuit")))), "not-present");
    past.push(withdrawn(Some("matin")));
    assert_eq!(refused(record(DAY, &past, on(DAY, AbsenceObserved::example()))), "already-present");
    let absent = AbsenceObserved { part: Some(id("matin")), ..AbsenceObserved::example() };
    assert!(record(DAY, &past, on(DAY, absent)).is_ok(), "there in the evening alone");
    past.push(withdrawn(None));
    tells_nothing_new(record(DAY, &past, withdrawn(None)));
    assert!(record(DAY, &past, part("soir")).is_ok());
}

#[test]
fn an_organisation_is_present_once_and_a_referral_is_known_by_its_name() {
    let there = on(DAY, OrganisationPresent::example());
    tells_nothing_new(record(DAY, &[planned(), there.clone()], there.clone()));
    let otherwise = on(DAY, OrganisationPresent { heads: Some(9), ..OrganisationPresent::example() });
    assert_eq!(refused(record(DAY, &[planned(), there], otherwise)), "organisation-present-otherwise");
    let referral = on(DAY, ReferralMade::example());
    let past = [planned(), referral.clone()];
    tells_nothing_new(record(DAY, &past, referral));
    let other = on(DAY, ReferralMade { heads: 2, ..ReferralMade::example() });
    assert_eq!(refused(record(DAY, &past, other)), "referral-known-otherwise");
    let second = on(DAY, ReferralMade { referral: id("orientation-2"), ..ReferralMade::example() });
    assert_eq!(record(DAY, &past, second).unwrap().len(), 1, "another one of the same day");
    let nowhere = on(DAY, ReferralMade { to: None, ..ReferralMade::example() });
    assert_eq!(refused(record(DAY, &past, nowhere)), "referral-to-or-from");
}
