mod answers;
mod counted;
mod narrowed;
mod open;
mod signups;

use maillage_events::declare::Example;
use maillage_events::messages::Language;
use maillage_events::party::Party;
use maillage_events::person::{PersonMerged, PersonUnmerged};
use maillage_events::place::QpvGeneration;
use maillage_events::pole::PoleOpened;
use maillage_events::quantity::Quantity;
use maillage_events::session::*;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Attendance;
use crate::answer::Answer;
use crate::report::Scope;
use crate::testing::{History, history, id};

fn planned(when: &str) -> SessionPlanned {
    SessionPlanned { when: when.parse().unwrap(), capacity: None, ..SessionPlanned::example() }
}

fn heads(sheet: &str, total: Quantity) -> HeadcountRecorded {
    HeadcountRecorded::plain(id(sheet), total)
}

fn replacing(sheet: &str) -> Standing {
    Standing::Replaces { sheet: id(sheet) }
}

fn present(person: u64) -> AttendanceObserved {
    AttendanceObserved { person: example_person(person), ..AttendanceObserved::example() }
}

fn merge_into(person: u64) -> PersonMerged {
    PersonMerged { into: example_person(person), ..PersonMerged::example() }
}

impl History {
    fn named(self, session: &str, persons: std::ops::RangeInclusive<u64>) -> Self {
        persons.fold(self, |history, person| history.session(session, present(person)))
    }

    fn person(self, number: u64, fact: impl Into<maillage_events::fact::Fact>) -> Self {
        self.fact(&format!("person/{}", example_person(number)), fact)
    }
}

/// Twelve named and eight anonymous, then five anonymous the week after.
fn two_weeks() -> History {
    let history = history().session("s1", planned("2016-03-08")).session("s2", planned("2016-03-15"));
    let history = history
        .on("2016-03-08")
        .session("s1", SessionHeld::default())
        .named("s1", 1..=12)
        .session("s1", heads("a", Quantity::exact(8)));
    history.on("2016-03-15").session("s2", SessionHeld::default()).session("s2", heads("b", Quantity::exact(5)))
}

fn total(history: &History) -> Value {
    history.answer::<Attendance>().figures["total"].clone()
}

fn bounds(total: &Value) -> (Value, Value, Value) {
    (total["passages"].clone(), total["persons_at_least"].clone(), total["persons_at_most"].clone())
}

#[test]
fn twelve_named_and_eight_then_five_anonymous_are_25_passages_and_20_to_25_people() {
    let body = two_weeks().answer::<Attendance>();
    assert_eq!(bounds(&body.figures["total"]), (json!(25), json!(20), json!(25)));
    assert_eq!(body.figures["total"]["persons_known"], 12);
    let shown = body.tables[0].to_text(Language::French);
    assert!(shown.contains("20 à 25"), "{shown}");
    assert!(body.definitions.iter().all(|definition| !definition.text.contains('⟨')), "{:?}", body.definitions);
    assert!(body.definitions.iter().any(|definition| definition.figure == "persons_bounds"));
}

#[test]
fn every_caption_heading_and_label_stands_in_both_languages() {
    let attendance = two_weeks().fact("pole/fives", PoleOpened::example()).fold::<Attendance>();
    for language in [Language::French, Language::English] {
        let body = attendance.answer(&Scope::default(), language);
        let words = serde_json::to_string(&body).unwrap();
        assert!(!words.contains('⟨'), "{words}");
    }
}

#[test]
fn a_merge_changes_distinct_persons_never_passages_and_unmerging_restores_the_very_figures() {
    let before = two_weeks().named("s2", 13..=13);
    let merged = two_weeks().named("s2", 13..=13).person(13, merge_into(1));
    let undone = two_weeks().named("s2", 13..=13).person(13, merge_into(1));
    let undone = undone.person(13, PersonUnmerged { motive: "Deux personnes".into() });
    assert_eq!(
        (total(&before)["persons_known"].clone(), total(&merged)["persons_known"].clone()),
        (json!(13), json!(12))
    );
    assert_eq!(total(&before)["passages"], total(&merged)["passages"]);
    assert_eq!(total(&before), total(&undone));
}

#[test]
fn two_references_that_were_merged_are_one_presence_of_a_session() {
    let merged = two_weeks().person(2, merge_into(1));
    let (before, after) = (total(&two_weeks()), total(&merged));
    assert_eq!((before["passages"].clone(), after["passages"].clone()), (json!(25), json!(24)));
    let undone = merged.person(2, PersonUnmerged { motive: "Deux personnes".into() });
    assert_eq!(total(&undone), before);
}

#[test]
fn the_same_person_twice_in_a_session_is_one_presence() {
    let twice = two_weeks().named("s1", 1..=3);
    assert_eq!(total(&twice), total(&two_weeks()));
    let withdrawn =
        twice.session("s1", AttendanceWithdrawn { person: example_person(2), part: None, motive: "Erreur".into() });
    assert_eq!(total(&withdrawn)["passages"], 24);
}

#[test]
fn a_sheet_that_replaces_takes_the_place_of_the_first_and_one_that_adds_adds() {
    let replaced = HeadcountRecorded { standing: replacing("a"), ..heads("a2", Quantity::exact(9)) };
    assert_eq!(bounds(&total(&two_weeks().session("s1", replaced))), (json!(26), json!(21), json!(26)));
    let added = HeadcountRecorded { standing: Standing::Adds {}, ..heads("a2", Quantity::exact(9)) };
    assert_eq!(bounds(&total(&two_weeks().session("s1", added))), (json!(34), json!(29), json!(34)));
}

#[test]
fn what_is_unknown_or_a_range_widens_the_bounds_and_is_never_a_figure() {
    let ranged = two_weeks().session(
        "s2",
        HeadcountRecorded { standing: Standing::Adds {}, ..heads("c", Quantity::Range { min: 20, max: 25 }) },
    );
    assert_eq!(bounds(&total(&ranged)), (Value::Null, json!(25), json!(50)));
    assert_eq!(
        (total(&ranged)["passages_at_least"].clone(), total(&ranged)["passages_at_most"].clone()),
        (json!(45), json!(50))
    );
    let unknown =
        two_weeks().session("s2", HeadcountRecorded { standing: Standing::Adds {}, ..heads("c", Quantity::unknown()) });
    assert_eq!(bounds(&total(&unknown)), (Value::Null, json!(20), Value::Null));
    assert_eq!(total(&unknown)["passages_at_least"], 25);
    let silent = history().session("s1", planned("2016-03-08")).session("s1", SessionHeld::default());
    assert_eq!(bounds(&total(&silent)), (Value::Null, Value::Null, Value::Null), "held, and nobody said who came");
    let about = two_weeks()
        .session("s2", HeadcountRecorded { standing: Standing::Adds {}, ..heads("c", Quantity::About { value: 40 }) });
    let passages = |end: &str| total(&about)[format!("passages_{end}")].clone();
    assert_eq!((passages("at_least"), passages("at_most"), passages("estimate")), (json!(26), Value::Null, json!(40)));
}

#[test]
fn already_came_lowers_the_upper_bound_only_in_the_scope_that_it_was_asked_about() {
    let asked = |scope| {
        let sheet = HeadcountRecorded {
            already_seen: Some(3),
            seen_scope: Some(scope),
            standing: replacing("b"),
            ..heads("b2", Quantity::exact(5))
        };
        two_weeks().session("s2", sheet).answer_for::<Attendance>(Period::year(2016)).figures
    };
    let pole_year = asked(SeenScope::Pole { year: Some(2016) });
    assert_eq!(pole_year["by_pole"][0]["persons_at_most"], 22);
    assert_eq!(pole_year["by_pole_and_year"][0]["persons_at_most"], 22);
    assert_eq!(pole_year["total"]["persons_at_most"], 25, "a total of the space is another scope");
    assert_eq!(asked(SeenScope::Ever {})["by_pole"][0]["persons_at_most"], 25);
}

#[test]
fn visits_and_connections_stay_apart_from_passages() {
    let stand = two_weeks().session("s1", VisitsRecorded::example()).session("s1", ConnectionsRecorded::example());
    assert_eq!(bounds(&total(&stand)), (json!(25), json!(20), json!(25)));
    assert_eq!((total(&stand)["visits"].clone(), total(&stand)["visits_estimate"].clone()), (Value::Null, json!(40)));
    assert_eq!(total(&stand)["connections"], 31);
}

#[test]
fn a_session_credited_to_two_fiches_counts_once_in_the_total() {
    let shared = SessionPlanned { fiches: vec![id("f-1")], ..planned("2016-03-08") };
    let shared = history()
        .session("s1", shared)
        .session("s1", SessionCredited { fiche: id("f-4") })
        .session("s1", SessionHeld::default());
    let figures = shared.session("s1", heads("a", Quantity::exact(30))).answer::<Attendance>().figures;
    assert_eq!(
        (figures["total"]["sessions_held"].clone(), figures["total"]["passages"].clone()),
        (json!(1), json!(30))
    );
    assert_eq!(
        figures["by_fiche"].as_array().unwrap().iter().map(|line| &line["sessions_held"]).collect::<Vec<_>>(),
        [1, 1]
    );
}

#[test]
fn a_person_is_new_once_where_the_first_presence_lies() {
    let history = two_weeks()
        .session("s3", planned("2017-03-01"))
        .on("2017-03-01")
        .session("s3", SessionHeld::default())
        .named("s3", 12..=14);
    let years = history.answer::<Attendance>().figures["by_year"].clone();
    assert_eq!((years[0]["new_persons"].clone(), years[1]["new_persons"].clone()), (json!(12), json!(2)));
    assert_eq!(history.answer_for::<Attendance>(Period::year(2017)).figures["total"]["new_persons"], 2);
}

#[test]
fn the_session_decides_the_period_not_the_day_that_the_sheet_was_typed() {
    let late = two_weeks().on("2017-01-20").recorded("2017-01-20T10:00:00Z").named("s1", 13..=13);
    assert_eq!(late.answer_for::<Attendance>(Period::year(2016)).figures["total"]["passages"], 26);
    assert_eq!(late.answer_for::<Attendance>(Period::year(2017)).figures["total"]["sessions"], 0);
}

#[test]
fn a_session_of_imprecise_date_is_left_out_of_a_part_of_it_and_said_to_be() {
    let figures = two_weeks()
        .session("s9", planned("2016"))
        .answer_for::<Attendance>(Period { from: "2016-03-01".parse().ok(), to: "2016-03-31".parse().ok() })
        .figures;
    assert_eq!(
        (figures["total"]["sessions"].clone(), figures["total"]["sessions_not_placed"].clone()),
        (json!(2), json!(1))
    );
}

#[test]
fn a_corrected_sheet_reads_as_corrected_and_a_cancelled_presence_is_gone() {
    let history = two_weeks();
    let sheet = history.position();
    let corrected = history.correct(sheet, heads("b", Quantity::exact(4)));
    assert_eq!(total(&corrected)["passages"], 24);
    assert_eq!(total(&corrected.cancel(4))["passages"], 23);
}

#[test]
fn live_counters_are_the_figures_of_the_report() {
    let attendance = two_weeks().fact("pole/fives", PoleOpened::example()).fold::<Attendance>();
    let counters = attendance.counters();
    assert_eq!(counters.len(), 1);
    let pole = &counters[0];
    assert_eq!((pole.sessions, pole.held, pole.count.passages), (2, 2, Some(25)));
    assert_eq!((pole.count.persons_at_least, pole.count.persons_at_most), (20, Some(25)));
    let session = attendance.session_counter("s1").unwrap();
    assert_eq!((session.count.present, session.count.anonymous, session.count.passages), (12, Some(8), Some(20)));
    assert_eq!(attendance.session_counter("nowhere"), None);
    assert_eq!(attendance.pole_of("s1"), Some("fives"));
}

#[test]
fn moved_and_cancelled_sessions_are_not_held_ones() {
    let moved = SessionMoved::to("2016-04-05".parse().unwrap(), "Salle");
    let figures = total(
        &two_weeks()
            .session("s3", planned("2016-03-29"))
            .session("s3", moved)
            .session("s4", planned("2016-05-10"))
            .session("s4", SessionCancelled { motive: "Trop peu".into() }),
    );
    assert_eq!(
        [
            &figures["sessions"],
            &figures["sessions_held"],
            &figures["sessions_cancelled"],
            &figures["sessions_moved"],
            &figures["sessions_pending"]
        ],
        [4, 2, 1, 1, 1]
    );
}

#[test]
fn marginals_are_summed_each_on_its_own_and_a_replaced_sheet_no_longer_counts() {
    let sex = |counts: &[(Sex, u64)]| Some(counts.iter().copied().collect());
    let sheet = |name: &str, marginals| HeadcountRecorded {
        marginals,
        standing: Standing::Adds {},
        ..heads(name, Quantity::exact(9))
    };
    let age = Some(HeadsByAge::Short([(ShortAgeBand::From60, 2)].into()));
    let first = Marginals { sex: sex(&[(Sex::Female, 5), (Sex::Male, 4)]), age, ..Marginals::default() };
    let standard = Some(HeadsByAge::Standard([(AgeBand::From60To74, 1), (AgeBand::From75, 2)].into()));
    let second = Marginals { sex: sex(&[(Sex::Female, 1)]), age: standard, ..Marginals::default() };
    let history = two_weeks().session("s1", sheet("m1", first)).session("s2", sheet("m2", second));
    let body = history.answer::<Attendance>();
    assert_eq!(
        body.figures["total"]["marginals"],
        json!({ "age": { "60_plus": 5 }, "age_standard": { "60_74": 1, "75_plus": 2 }, "sex": { "f": 6, "m": 4 } })
    );
    let table = body.tables.iter().find(|table| table.name == "marginals").unwrap();
    assert!(table.rows.iter().all(|row| row.len() == 5), "a question and its answer, never two questions");
    let other = Marginals { sex: sex(&[(Sex::Male, 9)]), ..Marginals::default() };
    let replaced = HeadcountRecorded { standing: replacing("m1"), ..sheet("m3", other) };
    let figures = history.session("s1", replaced).answer::<Attendance>().figures;
    assert_eq!(figures["total"]["marginals"]["sex"], json!({ "f": 1, "m": 9 }));
}
