use maillage_events::declare::Example;
use maillage_events::happened::Happened;
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
    on("2016-03-01", SessionMoved { when: day(when), time: Some("14:00".to_owned()), motive: "Salle fermée".into() })
}

fn held(date: &str, minutes: u32) -> Happened<SessionFact> {
    on(date, SessionHeld { minutes: Some(minutes) })
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
    assert_eq!(refused(plan(|it| it.occurrence = Some(0))), "occurrence-zero");
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
    let blank = on("2016-03-01", SessionMoved { when: day("2016-03-15"), time: None, motive: " ".into() });
    assert_eq!(refused(record("2016-03-01", &[planned()], blank)), "no-motive");
    tells_nothing_new(record("2016-03-01", &[planned()], moved("2016-03-08")));
    tells_nothing_new(record("2016-03-01", &[planned(), moved("2016-03-15")], moved("2016-03-15")));
    assert_eq!(record("2016-03-01", &[planned()], moved("2016-03-15")).unwrap().len(), 1);
    assert_eq!(
        refused(record("2016-03-09", &[planned(), held("2016-03-08", 90)], moved("2016-03-15"))),
        "already-held"
    );
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
    let crediting = on("2016-02-01", SessionPlanned { fiches: vec![id("f-1")], ..SessionPlanned::example() });
    tells_nothing_new(record("2016-03-08", &[crediting], on("2016-03-08", SessionCredited { fiche: id("f-1") })));
}
