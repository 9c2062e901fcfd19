use cqrs_es::test::TestFramework;
use maillage_events::declare::Example;
use maillage_events::happened::Happened;
use maillage_events::place::Place;
use maillage_events::quantity::Quantity;
use maillage_events::refusal::Refusal;
use maillage_events::session::*;
use maillage_events::text::Text;

use crate::support::*;

pub type Outcome = Result<Vec<Happened<SessionFact>>, Refusal>;

/// A meeting on 8 March 2016.
pub fn planned() -> Happened<SessionFact> {
    on("2016-02-01", SessionPlanned::example())
}

pub fn record(today: &str, past: &[Happened<SessionFact>], said: Happened<SessionFact>) -> Outcome {
    outcome::<Session>(today, past, said.into())
}

fn cancelled() -> Happened<SessionFact> {
    on("2016-03-01", SessionCancelled { motive: "Salle fermée".into() })
}

fn moved(when: &str) -> Happened<SessionFact> {
    on("2016-03-01", SessionMoved { time: Some("14:00".to_owned()), ..SessionMoved::to(day(when), "Salle fermée") })
}

fn held(date: &str, minutes: u32) -> Happened<SessionFact> {
    on(date, SessionHeld { minutes: Some(minutes), ..SessionHeld::default() })
}

#[test]
fn a_session_is_planned_before_anything_else_happens_to_it() {
    for first in
        [cancelled(), moved("2016-03-15"), held("2016-03-08", 90), on("2016-03-08", OrganisationPresent::example())]
    {
        assert_eq!(refused(record("2016-03-08", &[], first)), "not-planned");
    }
    assert_eq!(record("2016-02-01", &[], planned()).unwrap(), vec![planned()]);
}

#[test]
fn planning_again_the_same_says_nothing_new_and_otherwise_is_refused() {
    tells_nothing_new(record("2016-02-01", &[planned()], planned()));
    let otherwise = on("2016-02-01", SessionPlanned { minutes: Some(60), ..SessionPlanned::example() });
    assert_eq!(refused(record("2016-02-01", &[planned()], otherwise)), "already-planned");
}

#[test]
fn a_plan_without_title_or_with_an_impossible_time_is_refused() {
    let plan = |change: fn(&mut SessionPlanned)| {
        let mut plan = SessionPlanned::example();
        change(&mut plan);
        record("2016-02-01", &[], on("2016-02-01", plan))
    };
    assert_eq!(refused(plan(|it| it.title = Text::from("  "))), "blank-text");
    assert_eq!(refused(plan(|it| it.minutes = Some(0))), "no-duration");
    assert_eq!(refused(plan(|it| it.minutes = Some(10_081))), "duration-too-long");
    assert!(plan(|it| it.minutes = Some(10_080)).is_ok());
    assert_eq!(refused(plan(|it| it.place = Some(Place::default()))), "place-nowhere");
    assert_eq!(refused(plan(|it| it.time = Some("24:00".into()))), "bad-time");
    assert_eq!(refused(plan(|it| it.time = Some("9h30".into()))), "bad-time");
    assert!(plan(|it| it.time = Some("23:59".into())).is_ok());
    assert!(plan(|it| it.time = None).is_ok());
}

#[test]
fn nothing_more_happens_to_a_cancelled_session() {
    let past = [planned(), cancelled()];
    let after = [
        moved("2016-03-15"),
        held("2016-03-08", 90),
        on("2016-03-08", AttendanceObserved::example()),
        on("2016-03-08", CapacityChanged::example()),
        on("2016-03-08", SessionCredited::example()),
    ];
    for said in after {
        assert_eq!(refused(record("2016-03-08", &past, said)), "session-cancelled");
    }
    tells_nothing_new(record("2016-03-08", &past, cancelled()));
    assert_eq!(
        refused(record("2016-03-08", &past, on("2016-03-02", SessionCancelled { motive: "Grève".into() }))),
        "session-cancelled"
    );
}

#[test]
fn a_session_that_took_place_is_not_cancelled() {
    assert_eq!(refused(record("2016-03-09", &[planned(), held("2016-03-08", 90)], cancelled())), "already-held");
    let seen = on("2016-03-08", AttendanceObserved::example());
    assert_eq!(refused(record("2016-03-09", &[planned(), seen], cancelled())), "session-was-attended");
    assert!(record("2016-03-09", &[planned()], cancelled()).is_ok());
}

#[test]
fn a_move_needs_a_motive_and_another_date() {
    let blank = on("2016-03-01", SessionMoved::to(day("2016-03-15"), " "));
    assert_eq!(refused(record("2016-03-01", &[planned()], blank)), "no-motive");
    tells_nothing_new(record("2016-03-01", &[planned()], moved("2016-03-08")));
    tells_nothing_new(record("2016-03-01", &[planned(), moved("2016-03-15")], moved("2016-03-15")));
    assert_eq!(record("2016-03-01", &[planned()], moved("2016-03-15")).unwrap().len(), 1);
    let after = on("2016-03-10", SessionMoved::to(day("2016-03-15"), "Salle fermée"));
    assert_eq!(refused(record("2016-03-12", &[planned(), held("2016-03-08", 90)], after)), "already-held");
}

#[test]
fn a_session_is_held_once_and_never_in_the_future() {
    assert_eq!(refused(record("2016-03-07", &[planned()], held("2016-03-08", 90))), "held-in-future");
    let past = [planned(), held("2016-03-08", 90)];
    assert_eq!(record("2016-03-08", &past[..1], past[1].clone()).unwrap(), past[1..]);
    tells_nothing_new(record("2016-03-09", &past, held("2016-03-08", 90)));
    assert_eq!(refused(record("2016-03-09", &past, held("2016-03-08", 60))), "already-held");
    assert_eq!(refused(record("2016-03-09", &past, held("2016-03-09", 90))), "already-held");
}

#[test]
fn a_fiche_or_a_leader_is_noted_once() {
    let (credit, lead): (Happened<SessionFact>, Happened<SessionFact>) =
        (on("2016-03-08", SessionCredited::example()), on("2016-03-08", SessionLed::example()));
    for said in [credit, lead] {
        assert_eq!(record("2016-03-08", &[planned()], said.clone()).unwrap(), vec![said.clone()]);
        tells_nothing_new(record("2016-03-09", &[planned(), said.clone()], said));
    }
}

fn to_room(date: &str, room: &str) -> Happened<SessionFact> {
    let here = SessionPlanned::example().when;
    on(date, SessionMoved { place: Some(Place::named(room)), ..SessionMoved::to(here, "Travaux") })
}

#[test]
fn another_room_is_a_move_and_what_a_move_does_not_say_stays() {
    assert_eq!(record("2016-03-01", &[planned()], to_room("2016-03-01", "Salle B")).unwrap().len(), 1);
    tells_nothing_new(record("2016-03-01", &[planned()], to_room("2016-03-01", "Maison de quartier")));
    let online = SessionMoved { mode: Some(SessionMode::Online), ..SessionMoved::to(day("2016-03-08"), "Grève") };
    assert_eq!(record("2016-03-01", &[planned()], on("2016-03-01", online)).unwrap().len(), 1);
    // The room stays that of the first move when only the day changes.
    let past = [planned(), to_room("2016-03-01", "Salle B"), moved("2016-03-15")];
    tells_nothing_new(record("2016-03-02", &past, {
        let there =
            SessionMoved { place: Some(Place::named("Salle B")), ..SessionMoved::to(day("2016-03-15"), "Travaux") };
        on("2016-03-02", there)
    }));
}

#[test]
fn a_plan_with_another_room_is_refused_and_asks_for_a_move() {
    let plan =
        |room: &str| on("2016-02-01", SessionPlanned { place: Some(Place::named(room)), ..SessionPlanned::example() });
    let refusal = record("2016-02-01", &[planned()], plan("Salle B")).unwrap_err();
    assert!(refusal.values.contains(&("differs", "move".to_owned())), "{refusal:?}");
    assert!(refusal.values.contains(&("members", "place".to_owned())), "{refusal:?}");
    assert_eq!(refused::<()>(Err(refusal)), "already-planned");
    // The plan as it stands now is not another plan.
    tells_nothing_new(record("2016-03-02", &[planned(), to_room("2016-03-01", "Salle B")], plan("Salle B")));
}

#[test]
fn a_move_may_be_told_after_the_session_was_held() {
    assert_eq!(record("2016-03-20", &[planned(), held("2016-03-15", 90)], moved("2016-03-15")).unwrap().len(), 1);
}

#[test]
fn a_session_of_the_past_is_planned_and_held_when_it_is_typed_late() {
    assert_eq!(record("2019-06-01", &[], planned()).unwrap().len(), 1);
    assert_eq!(record("2019-06-01", &[planned()], held("2016-03-08", 90)).unwrap().len(), 1);
}

#[test]
fn a_title_is_told_once_a_day_and_a_lead_or_a_credit_ends_only_where_it_stands() {
    let renamed = on("2016-02-10", SessionRenamed { title: "Réunion plénière".into() });
    assert_eq!(record("2016-02-10", &[planned()], renamed.clone()).unwrap().len(), 1);
    tells_nothing_new(record("2016-02-11", &[planned(), renamed.clone()], renamed));
    let credited = on("2016-03-08", SessionCredited { fiche: id("f-1") });
    let uncredited = on("2016-04-01", SessionUncredited { fiche: id("f-1") });
    assert_eq!(refused(record("2016-04-01", &[planned()], uncredited.clone())), "not-credited");
    let past = [planned(), credited];
    assert_eq!(record("2016-04-01", &past, uncredited.clone()).unwrap().len(), 1);
    tells_nothing_new(record("2016-04-02", &[&past[..], std::slice::from_ref(&uncredited)].concat(), uncredited));
    let ended = on("2016-04-01", SessionLeadEnded::example());
    assert_eq!(refused(record("2016-04-01", &[planned()], ended.clone())), "not-leading");
    let led = on("2016-03-08", SessionLed::example());
    assert_eq!(record("2016-04-01", &[planned(), led], ended).unwrap().len(), 1);
}

#[test]
fn a_session_is_held_and_attended_from_its_hour_on() {
    let late = on("2016-02-01", SessionPlanned { time: Some("23:30".into()), ..SessionPlanned::example() });
    let seen = |date: &str| on(date, AttendanceObserved::example());
    let said = |today: &str, time: &str, said: Happened<SessionFact>| {
        TestFramework::<Session>::with(at_time(today, time))
            .given(vec![late.clone()])
            .when(said.into())
            .inspect_result()
    };
    for fact in [seen("2016-03-08"), on("2016-03-08", SessionHeld::default())] {
        assert_eq!(refused(said("2016-03-08", "02:30", fact.clone())), "session-later-today");
        assert_eq!(said("2016-03-08", "23:30", fact.clone()).unwrap().len(), 1);
        assert_eq!(said("2016-03-09", "02:30", fact.clone()).unwrap().len(), 1, "the same night");
        assert_eq!(said("2016-04-09", "09:00", fact).unwrap().len(), 1, "typed late");
    }
    assert_eq!(said("2016-03-09", "02:30", seen("2016-03-09")).unwrap().len(), 1, "dated by the day of recording");
    let early = on("2016-03-08", SessionHeld { time: Some("20:00".into()), ..SessionHeld::default() });
    assert_eq!(said("2016-03-08", "21:00", early).unwrap().len(), 1, "it began earlier than planned");
    let without_hour = on("2016-02-01", SessionPlanned { time: None, ..SessionPlanned::example() });
    let framework = TestFramework::<Session>::with(at_time("2016-03-08", "02:30"));
    assert!(framework.given(vec![without_hour]).when(seen("2016-03-08").into()).inspect_result().is_ok());
}

#[test]
fn a_screening_reveals_health_whatever_is_said() {
    for said in [false, true] {
        let plan = SessionPlanned { kind: SessionKind::Screening, health_revealing: said, ..SessionPlanned::example() };
        let planned = record("2016-02-01", &[], on("2016-02-01", plan)).unwrap();
        assert!(matches!(&planned[0].fact, SessionFact::Planned(it) if it.health_revealing), "said {said}");
        tells_nothing_new(record("2016-02-02", &planned, planned[0].clone()));
        let seen = on("2016-03-08", AttendanceObserved::example());
        assert_eq!(refused(record("2016-03-09", &planned, seen)), "reveals-health");
    }
}

#[test]
fn what_a_plan_names_stands_or_is_refused() {
    let plan = |change: fn(&mut SessionPlanned)| {
        let mut plan = SessionPlanned::example();
        change(&mut plan);
        record("2016-02-01", &[], on("2016-02-01", plan))
    };
    let part = |part: &str, date: &str, half| SessionPart { part: id(part), date: date.parse().unwrap(), half };
    let morning = part("j1-am", "2016-03-08", HalfDay::Morning);
    assert_eq!(refused(plan(|it| it.pole = None)), "slot-without-pole");
    assert_eq!(refused(plan(|it| it.slot = Some("2012-01-01".parse().unwrap()))), "slot-far-from-session");
    assert_eq!(refused(plan(|it| it.series = Some(id("ateliers")))), "family-not-recorded-yet");
    assert_eq!(refused(plan(|it| it.campaign = Some(id("octobre-rose")))), "family-not-recorded-yet");
    assert_eq!(refused(plan(|it| it.fiches = vec![id("f-1"); 201])), "list-too-long");
    assert_eq!(refused(plan(|it| it.stands_for = Some(Quantity::exact(0).into()))), "stands-for-none");
    assert_eq!(refused(plan(|it| it.ends = Some(day("2016-03-07")))), "ends-before-start");
    let parts = |parts: Vec<SessionPart>| {
        record("2016-02-01", &[], on("2016-02-01", SessionPlanned { parts, ..SessionPlanned::example() }))
    };
    assert!(parts(vec![morning.clone(), part("j1-pm", "2016-03-08", HalfDay::Afternoon)]).is_ok());
    assert_eq!(refused(parts(vec![morning.clone(), part("autre", "2016-03-08", HalfDay::Morning)])), "part-twice");
    assert_eq!(refused(parts(vec![part("j2", "2016-03-09", HalfDay::Morning)])), "part-outside-session");
}

#[test]
fn what_happened_before_a_session_was_cancelled_may_be_told_after() {
    let past = [planned(), cancelled()];
    let told = [
        on("2016-02-20", SessionMoved::to(day("2016-03-15"), "Grève")),
        on("2016-02-20", SessionRenamed::example()),
        on("2016-02-20", SessionCredited::example()),
        on("2016-02-20", SessionLed::example()),
        on("2016-02-20", CapacityChanged::example()),
    ];
    for said in told {
        assert_eq!(record("2016-03-08", &past, said.clone()).unwrap(), [said]);
    }
}
