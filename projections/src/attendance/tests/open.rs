//! What an estimate, names alone, a half-day or a vague date leave open: no bound is narrower than what is known.

use maillage_events::session::SessionPart;

use super::*;

/// Passages: at least, at most.
fn passages(history: &History) -> [Value; 2] {
    ["at_least", "at_most"].map(|end| total(history)[format!("passages_{end}")].clone())
}

fn held(record: Option<AttendanceRecorded>) -> History {
    history().session("s", planned("2016-03-08")).session("s", SessionHeld { record, ..SessionHeld::default() })
}

#[test]
fn names_alone_are_those_who_came_at_least() {
    let alone = held(None).named("s", 1..=3);
    assert_eq!((passages(&alone), &total(&alone)["persons_at_most"]), ([json!(3), Value::Null], &Value::Null));
    assert_eq!(total(&alone)["sessions_partly_recorded"], 1);
    let whole = held(Some(AttendanceRecorded::Complete)).named("s", 1..=3);
    assert_eq!((passages(&whole), &total(&whole)["sessions_partly_recorded"]), ([3, 3].map(|it| json!(it)), &json!(0)));
    let counted = held(None).named("s", 1..=3).session("s", heads("a", Quantity::exact(2)));
    assert_eq!(passages(&counted), [json!(5), json!(5)], "who came without a name was counted as well");
    let none = held(Some(AttendanceRecorded::None)).named("s", 1..=3);
    assert_eq!(passages(&none), [json!(3), Value::Null], "nobody kept a record of the others");
}

#[test]
fn an_estimate_is_one_at_least_and_stands_beside_the_sum() {
    let about = two_weeks()
        .session("s2", HeadcountRecorded { standing: replacing("b"), ..heads("b2", Quantity::About { value: 40 }) });
    assert_eq!(passages(&about), [json!(21), Value::Null]);
    assert_eq!((&total(&about)["passages_estimate"], &total(&about)["persons_at_most"]), (&json!(40), &Value::Null));
    let shown = about.answer::<Attendance>().tables[0].to_text(Language::French).replace(['\u{2068}', '\u{2069}'], "");
    assert!(
        shown.contains("au moins 9 (8 + environ 40)") && shown.contains("au moins 21 (20 + environ 40)"),
        "{shown}"
    );
    assert_eq!(total(&two_weeks())["passages_estimate"], Value::Null, "the control");
}

#[test]
fn heads_of_one_half_day_say_nothing_of_the_other() {
    let part = |name: &str, half| SessionPart { part: id(name), date: "2016-03-08".parse().unwrap(), half };
    let parts = vec![part("matin", HalfDay::Morning), part("soir", HalfDay::Afternoon)];
    let sheet = |name: &str, part: &str| HeadcountRecorded { part: Some(id(part)), ..heads(name, Quantity::exact(5)) };
    let morning = history()
        .session("s", SessionPlanned { parts, ..planned("2016-03-08") })
        .session("s", SessionHeld::default())
        .session("s", sheet("a", "matin"));
    assert_eq!(passages(&morning), [json!(5), Value::Null]);
    assert_eq!(passages(&morning.session("s", sheet("b", "soir"))), [json!(5), json!(10)]);
}

#[test]
fn visits_alone_are_no_count_of_people() {
    let stand = two_weeks()
        .session("stand", SessionPlanned { kind: SessionKind::Stand, ..planned("2016-04-05") })
        .session("stand", SessionHeld::default())
        .session("stand", VisitsRecorded { number: Quantity::exact(40), ..VisitsRecorded::example() });
    assert_eq!(passages(&stand), [json!(25), Value::Null]);
    assert_eq!((&total(&stand)["visits"], &total(&stand)["sessions_partly_recorded"]), (&json!(40), &json!(1)));
    let uncounted = stand
        .session("other", SessionPlanned { kind: SessionKind::Stand, ..planned("2016-05-05") })
        .session("other", SessionHeld::default())
        .session("other", heads("a", Quantity::exact(3)));
    let visits = ["visits_at_least", "visits_at_most"].map(|it| total(&uncounted)[it].clone());
    assert_eq!(visits, [json!(40), Value::Null], "of a stand nobody counted the visits");
}

#[test]
fn a_session_of_imprecise_date_raises_upper_bounds_alone() {
    let vague = two_weeks().session("s9", planned("2016")).session("s9", heads("v", Quantity::exact(7)));
    let march = Period { from: "2016-03-01".parse().ok(), to: "2016-03-31".parse().ok() };
    let figures = vague.answer_for::<Attendance>(march).figures;
    for line in [&figures["total"], &figures["by_pole"][0], &figures["by_kind"][0], &figures["by_year"][0]] {
        assert_eq!((&line["passages_at_least"], &line["passages_at_most"]), (&json!(25), &json!(32)), "{line}");
        assert_eq!((&line["persons_at_least"], &line["persons_at_most"]), (&json!(20), &json!(32)));
    }
    let undated = two_weeks().session("s9", planned("unknown")).session("s9", heads("v", Quantity::exact(7)));
    let years = undated.answer::<Attendance>().figures["by_year"].clone();
    let year = years.as_array().unwrap().iter().find(|line| line["year"] == 2016).unwrap();
    assert_eq!(
        (&year["passages_at_least"], &year["passages_at_most"]),
        (&json!(25), &json!(32)),
        "any year may be its own"
    );
}

#[test]
fn whoever_already_came_where_nothing_was_told_is_counted() {
    let asked = |sheet: &str| HeadcountRecorded {
        already_seen: Some(5),
        seen_scope: Some(SeenScope::Pole { year: Some(2016) }),
        ..heads(sheet, Quantity::exact(5))
    };
    let told = || {
        let first = history().session("s1", planned("2016-03-08")).session("s1", asked("a"));
        first.session("s2", planned("2016-03-15")).session("s2", asked("b"))
    };
    let most = |history: &History| {
        history.answer_for::<Attendance>(Period::year(2016)).figures["by_pole"][0]["persons_at_most"].clone()
    };
    assert_eq!(most(&told()), 5);
    let untold = told().session("s0", planned("2016-02-02"));
    assert_eq!(most(&untold), 10, "the five of each may have come in February");
    assert_eq!(most(&told().session("s3", planned("2016-06-07"))), 5, "the control: nobody came again from June");
}
