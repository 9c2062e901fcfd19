use maillage_events::declare::Example;
use maillage_events::fiche::FicheRecorded;
use maillage_events::messages::Language;
use maillage_events::pole::PoleOpened;
use maillage_events::session::*;
use maillage_events::when::{OccurredOn, Period};
use serde_json::json;

use super::SessionDate;
use crate::agenda::Agenda;
use crate::answer::Answer;
use crate::attendance::Attendance;
use crate::cadence::Cadence;
use crate::directory::Directory;
use crate::fiches::Fiches;
use crate::network::Network;
use crate::report::{Body, Scope};
use crate::testing::{History, history, id};

#[test]
fn a_held_day_goes_before_a_plan_and_a_plan_before_a_vague_memory() {
    let on = |planned: Option<&str>, held: Option<&str>| {
        let mut date = SessionDate::default();
        planned.into_iter().for_each(|when| date.plan(when.parse().unwrap()));
        held.into_iter().for_each(|on| date.hold(on.parse().unwrap()));
        date.on().to_string()
    };
    let day = Some("2016-03-08");
    assert_eq!(on(day, None), "2016-03-08", "planned only");
    assert_eq!(on(day, Some("2016-03-15")), "2016-03-15", "held to the day");
    assert_eq!(on(day, Some("2016-04")), "2016-03-08", "held to the month, planned to the day");
    assert_eq!(on(Some("2016"), Some("2016-04")), "2016", "held to the month, planned to the year");
    assert_eq!(on(day, Some("unknown")), "2016-03-08", "held, nobody knows when");
    assert_eq!(on(None, Some("2016-04")), "2016-04", "held without a plan");
    assert_eq!(on(Some("unknown"), Some("2016")), "2016", "held, planned without a date");
    assert_eq!((on(None, None), on(Some("unknown"), Some("unknown"))), ("unknown".into(), "unknown".into()));
}

/// What is said of one session. Without its planning: it was cancelled as a mistake.
#[derive(Debug, Clone, Copy)]
struct Case {
    planned: Option<&'static str>,
    moved: Option<&'static str>,
    held: Option<&'static str>,
    attended: bool,
    /// Whether its move is recorded after it was held.
    moved_late: bool,
}

fn every_case() -> Vec<Case> {
    let mut all = Vec::new();
    for planned in [None, Some("unknown"), Some("2016-03"), Some("2016-03-08")] {
        for (moved, moved_late) in [(None, false), (Some("2016-06-01"), false), (Some("2016-06-01"), true)] {
            for held in [None, Some("unknown"), Some("2016-05"), Some("2016-09-02")] {
                for attended in [false, true] {
                    all.push(Case { planned, moved, held, attended, moved_late });
                }
            }
        }
    }
    all
}

fn told(case: Case) -> History {
    let moved = |history: History| match case.moved {
        Some(to) => history.on("2016-02-01").session("s", SessionMoved::to(to.parse().unwrap(), "Salle indisponible")),
        None => history,
    };
    let mut history = history()
        .fact("pole/fives", PoleOpened::example())
        .fact("fiche/f", FicheRecorded { contract: id("cls"), number: 1, title: "Écoute".into() });
    if let Some(planned) = case.planned {
        let planned = SessionPlanned { when: planned.parse().unwrap(), slot: None, ..SessionPlanned::example() };
        history = history.session("s", planned);
    }
    if !case.moved_late {
        history = moved(history);
    }
    if let Some(held) = case.held {
        history = history.on(held).session("s", SessionHeld::default());
    }
    if case.moved_late {
        history = moved(history);
    }
    history = history.on("2018-05-05").session("s", SessionCredited { fiche: id("f") });
    for leader in ["cpam", "ccas"] {
        history = history.session("s", SessionLed { organisation: id(leader), function: None });
    }
    if case.attended {
        history = history.session("s", OrganisationPresent { organisation: id("cpam"), heads: None });
    }
    history
}

/// Periods that tell all these dates apart, the unbounded one first.
fn periods() -> Vec<Period> {
    let within = |from: &str, to: &str| Period { from: from.parse().ok(), to: to.parse().ok() };
    vec![
        Period::default(),
        Period::year(2016),
        Period::year(2018),
        within("2016-03-01", "2016-03-31"),
        within("2016-03-08", "2016-03-08"),
        within("2016-05-01", "2016-05-31"),
        within("2016-06-01", "2016-06-01"),
        within("2016-09-02", "2016-09-02"),
    ]
}

/// Whether the session stands in each report of a period: agenda, cadence, fiches, directory, network.
fn stands(bodies: &[Body; 5]) -> [bool; 5] {
    let [agenda, cadence, fiches, directory, network] = bodies.each_ref().map(|body| &body.figures);
    [
        agenda["planned"] != json!([]) || agenda["past"] != json!([]),
        cadence["poles"][0]["off_rhythm"] == 1,
        fiches["contracts"][0]["sessions_credited"] == 1,
        directory["involved"]["count"] == 2,
        network["observed"]["edges"] != json!([]),
    ]
}

#[test]
fn every_report_gives_a_session_the_date_that_attendance_gives_it() {
    let mut stood = [0; 5];
    for case in every_case() {
        let history = told(case);
        let attendance = history.fold::<Attendance>();
        let date = attendance.sessions().map(|(_, row)| row.date()).next().unwrap();
        let (agenda, cadence, fiches) = (history.fold::<Agenda>(), history.fold::<Cadence>(), history.fold::<Fiches>());
        let (directory, network) = (history.fold::<Directory>(), history.fold::<Network>());
        let (planned, held) = (case.planned.is_some(), case.held.is_some());
        for period in periods() {
            let (scope, language) = (Scope::from(period), Language::French);
            let bodies = [
                agenda.answer(&scope, language),
                cadence.answer(&scope, language),
                fiches.answer(&scope, language),
                directory.answer(&scope, language),
                network.answer(&scope, language),
            ];
            // The agenda and the cadence follow planned sessions, fiches held ones, the others those that took place.
            let followed = [planned, planned, held, held || case.attended, held || case.attended];
            let expected = followed.map(|followed| followed && period.holds(date));
            assert_eq!(stands(&bodies), expected, "{case:?} is of {date}, {period:?}");
            for list in ["planned", "past"] {
                for session in bodies[0].figures[list].as_array().unwrap() {
                    assert_eq!(session["when"], date.to_string(), "{case:?}");
                }
            }
            for (count, stands) in stood.iter_mut().zip(stands(&bodies)) {
                *count += usize::from(stands && period != Period::default() && date != OccurredOn::Unknown);
            }
        }
    }
    assert!(stood.iter().all(|count| *count > 50), "the histories must place sessions in bounded periods: {stood:?}");
}
