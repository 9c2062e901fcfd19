//! What is counted where less is known than was held: no record, a part of one, no number of meetings, a smaller room.

use super::*;

#[test]
fn a_held_session_without_a_record_leaves_no_upper_bound() {
    let both = history()
        .session("s1", planned("2016-03-08"))
        .session("s1", heads("a", Quantity::exact(8)))
        .session("s1", SessionHeld::default())
        .session("s2", planned("2016-03-15"))
        .session("s2", SessionHeld::default());
    let total = total(&both);
    assert_eq!((total["passages"].clone(), total["passages_at_least"].clone()), (Value::Null, json!(8)));
    assert_eq!((total["persons_at_least"].clone(), total["persons_at_most"].clone()), (json!(8), Value::Null));
    assert_eq!(total["sessions_without_record"], 1);
    let nobody = SessionHeld { record: Some(AttendanceRecorded::Complete), ..SessionHeld::default() };
    let counted = history()
        .session("s1", planned("2016-03-08"))
        .session("s1", heads("a", Quantity::exact(8)))
        .session("s1", SessionHeld::default())
        .session("s2", planned("2016-03-15"))
        .session("s2", nobody);
    assert_eq!(super::total(&counted)["passages"], 8, "a complete record of nobody is zero");
}

#[test]
fn a_record_that_is_partial_tells_only_the_least() {
    let partial = SessionHeld { record: Some(AttendanceRecorded::Partial), ..SessionHeld::default() };
    let history = history().session("s1", planned("2016-03-08")).named("s1", 1..=3).session("s1", partial);
    let total = total(&history);
    assert_eq!((total["passages"].clone(), total["passages_at_least"].clone()), (Value::Null, json!(3)));
    assert_eq!(total["persons_at_most"], Value::Null);
}

#[test]
fn a_meeting_of_which_nobody_told_the_number_stands_beside_those_that_are_counted() {
    let met = SessionPlanned {
        stands_for: Some(Quantity::Unknown { at_least: Some(1), as_said: None }.into()),
        ..planned("2016-04-05")
    };
    let history = history()
        .session("s1", planned("2016-03-08"))
        .session("s1", SessionHeld::default())
        .session("gt", met)
        .session("gt", SessionHeld::default());
    let body = history.answer::<Attendance>();
    let total = &body.figures["total"];
    assert_eq!((&total["sessions_held"], &total["sessions_held_more_at_least"]), (&json!(1), &json!(1)));
    assert_eq!(total["sessions_held_more_at_most"], Value::Null);
    let shown = body.tables[0].to_text(Language::French).replace(['\u{2068}', '\u{2069}'], "");
    assert!(shown.contains("1 + au moins 1"), "{shown}");
}

#[test]
fn a_smaller_room_takes_no_place_away_and_shows_what_is_beyond_it() {
    let mut history = history().session("s", SessionPlanned { capacity: Some(2), ..planned("2016-03-08") });
    for signup in ["a", "b"] {
        history = history
            .session("s", SignupRequested { signup: id(signup), ..SignupRequested::example() })
            .session("s", SignupConfirmed { signup: id(signup) });
    }
    let history = history.session("s", CapacityChanged { capacity: Some(1) });
    let attendance = history.fold::<Attendance>();
    let counter = attendance.session_counter("s").unwrap();
    assert_eq!((counter.count.confirmed, counter.overbooked, counter.count.places_left), (2, 1, Some(0)));
    assert_eq!(total(&history)["places_over"], 1);
}

#[test]
fn a_session_counts_for_the_fiches_that_it_is_still_credited_to() {
    let history = history()
        .session("s", SessionPlanned { fiches: vec![id("f-1")], ..planned("2016-03-08") })
        .session("s", SessionHeld::default())
        .session("s", SessionCredited { fiche: id("f-4") })
        .on("2016-06-01")
        .session("s", SessionUncredited { fiche: id("f-1") });
    let figures = history.answer::<Attendance>().figures;
    let fiches: Vec<_> = figures["by_fiche"].as_array().unwrap().iter().map(|line| line["fiche"].clone()).collect();
    assert_eq!(fiches, ["f-4"]);
}

#[test]
fn every_line_that_sums_attendance_counts_the_sessions_that_leave_its_bound_open() {
    let of = |pole: &str, fiche: &str| SessionPlanned {
        pole: Some(id(pole)),
        fiches: vec![id(fiche)],
        kind: SessionKind::Forum,
        ..planned("2016-03-08")
    };
    let partial = SessionHeld { record: Some(AttendanceRecorded::Partial), ..SessionHeld::default() };
    let history = history()
        .session("s1", of("fives", "f-1"))
        .session("s1", SessionHeld::default())
        .session("s2", of("moulins", "f-2"))
        .session("s2", heads("a", Quantity::exact(3)))
        .session("s2", partial)
        .session("s3", of("moulins", "f-2"))
        .session("s3", VisitsRecorded::example())
        .session("s3", SessionHeld::default());
    let body = history.answer::<Attendance>();
    let counts = |line: &Value| [&line["sessions_without_record"], &line["sessions_partly_recorded"]].map(Value::clone);
    for (group, at, expected) in [
        ("by_pole", 0, [1, 0]),
        ("by_pole", 1, [0, 2]),
        ("by_fiche", 0, [1, 0]),
        ("by_fiche", 1, [0, 2]),
        ("by_kind", 0, [1, 2]),
        ("by_year", 0, [1, 2]),
        ("by_pole_and_year", 1, [0, 2]),
    ] {
        assert_eq!(counts(&body.figures[group][at]), expected.map(|it| json!(it)), "{group} {at}");
        assert_eq!(body.figures[group][at]["persons_at_most"], Value::Null, "{group} {at}");
    }
    for table in body.tables.iter().filter(|table| table.name.starts_with("by_") && table.name != "by_quality") {
        assert!(table.columns.iter().any(|column| column == "Séances tenues sans relevé"), "{}", table.name);
    }
    let attendance = history.fold::<Attendance>();
    assert_eq!(attendance.pole_counters("moulins").held_not_wholly_recorded, 2, "visits tell of no people");
}

#[test]
fn qualities_that_are_not_known_are_counted_beside_the_share_of_users() {
    let quality = Some([(Quality::User, 2), (Quality::Elected, 1), (Quality::Unknown, 1)].into());
    let sheet = HeadcountRecorded {
        marginals: Marginals { quality, ..Marginals::default() },
        ..heads("a", Quantity::Range { min: 8, max: 10 })
    };
    let seen = |person, quality| AttendanceObserved::plain(example_person(person), quality);
    let history = history()
        .session("s", planned("2016-03-08"))
        .session("s", seen(1, Quality::Inhabitant))
        .session("s", seen(2, Quality::Unknown))
        .session("s", sheet);
    let body = history.answer::<Attendance>();
    let figures = &body.figures["total"];
    assert_eq!((&figures["users"], &figures["quality_known"]), (&json!(3), &json!(4)));
    assert_eq!(
        (&figures["users_share_at_least"], &figures["users_share_at_most"]),
        (&json!("25.00"), &json!("91.67")),
        "3 of 12 at least, 11 of 12 at most"
    );
    assert_eq!(
        (&figures["quality_unknown_at_least"], &figures["quality_unknown_at_most"]),
        (&json!(6), &json!(8)),
        "one named, and the heads but the three that said theirs"
    );
    let of = |quality: &str| {
        let lines = body.figures["by_quality"].as_array().unwrap();
        let line = lines.iter().find(|line| line["quality"] == quality).unwrap().clone();
        (line["present"].clone(), line["heads"].clone())
    };
    assert_eq!(of("inhabitant"), (json!(1), json!(0)));
    assert_eq!((of("user"), of("unknown")), ((json!(0), json!(2)), (json!(1), json!(1))));
}
