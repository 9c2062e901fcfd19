//! Whose presence is that of a user.

use maillage_events::person::PersonMerged;

use super::*;

#[test]
fn the_share_of_users_is_bounded_by_the_qualities_that_are_not_known() {
    let seen = |person, quality| AttendanceObserved::plain(example_person(person), quality);
    let held = rochelle()
        .session("atelier", training(&["f-6"]))
        .session("atelier", SessionHeld::example())
        .session("atelier", seen(1, Quality::Inhabitant))
        .session("atelier", seen(2, Quality::Professional))
        .session("atelier", seen(3, Quality::User))
        .session("atelier", seen(4, Quality::User))
        .session("atelier", seen(5, Quality::Unknown))
        .session(
            "atelier",
            AttendanceWithdrawn { person: example_person(4), part: None, motive: "Erreur de ligne".into() },
        );
    let body = held.answer::<Fiches>();
    assert_eq!(
        fiche(&body.figures, 6)["attendance"],
        json!({
            "presences": 4, "users": 2, "professionals": 1, "quality_unknown": 1,
            "users_share": null, "users_share_at_least": "50.00", "users_share_at_most": "75.00",
            "heads_quality_known": 0, "heads_users": 0, "heads_quality_unknown": 0,
            "heads_quality_unknown_at_least": 0, "heads_quality_unknown_at_most": 0,
            "sessions_not_wholly_recorded": 0,
        })
    );
    assert_eq!(fiche(&body.figures, 7)["attendance"]["users_share"], Value::Null);
    let quality = Some([(Quality::User, 1), (Quality::Elected, 4), (Quality::Unknown, 9)].into());
    let marginals = Marginals { quality, ..Marginals::default() };
    let sheet = HeadcountRecorded { marginals, ..HeadcountRecorded::plain(id("a"), Quantity::exact(14)) };
    let body = held.session("atelier", sheet).answer::<Fiches>();
    let figures = &fiche(&body.figures, 6)["attendance"];
    assert_eq!(figures["heads_quality_unknown"], 9);
    assert_eq!(
        (&figures["users_share_at_least"], &figures["users_share_at_most"]),
        (&json!("16.66"), &json!("72.23")),
        "3 of 18 at least, 13 of 18 at most"
    );
    let alone = rochelle()
        .session("atelier", training(&["f-6"]))
        .session("atelier", SessionHeld::default())
        .session("atelier", seen(1, Quality::Inhabitant));
    let figures = fiche(&alone.answer::<Fiches>().figures, 6)["attendance"].clone();
    assert_eq!(
        (&figures["users_share_at_least"], &figures["sessions_not_wholly_recorded"]),
        (&json!("0.00"), &json!(1)),
        "names alone do not tell who else came"
    );
}

#[test]
fn two_references_of_one_person_are_one_presence_of_a_fiche_too() {
    let seen = |person| AttendanceObserved::plain(example_person(person), Quality::User);
    let presences =
        |history: &History| fiche(&history.answer::<Fiches>().figures, 6)["attendance"]["presences"].clone();
    let twice = rochelle()
        .session("atelier", training(&["f-6"]))
        .session("atelier", SessionHeld::default())
        .session("atelier", seen(1))
        .session("atelier", seen(2))
        .session("suite", training(&["f-6"]))
        .session("suite", seen(2));
    assert_eq!(presences(&twice), 3, "somebody came to the second, though nobody said that it was held");
    let merge = PersonMerged { into: example_person(1), ..PersonMerged::example() };
    assert_eq!(presences(&twice.fact(&format!("person/{}", example_person(2)), merge)), 2);
}

#[test]
fn sessions_of_which_not_all_is_recorded_are_counted_beside_the_presences_of_a_fiche() {
    let partial = SessionHeld { record: Some(AttendanceRecorded::Partial), ..SessionHeld::default() };
    let complete = SessionHeld { record: Some(AttendanceRecorded::Complete), ..SessionHeld::default() };
    let history = rochelle()
        .session("a", training(&["f-6"]))
        .session("a", SessionHeld::default())
        .session("b", training(&["f-6"]))
        .session("b", partial)
        .session("c", training(&["f-6"]))
        .session("c", complete)
        .session("d", training(&["f-6"]))
        .session("d", VisitsRecorded::example())
        .session("d", SessionHeld::default());
    let body = history.answer::<Fiches>();
    assert_eq!(fiche(&body.figures, 6)["attendance"]["sessions_not_wholly_recorded"], 3);
    let table = body.tables.iter().find(|table| table.name == "attendance").unwrap();
    let line = table.rows.iter().find(|row| row[0] == Cell::Number(6)).unwrap();
    assert_eq!(line.last(), Some(&Cell::Number(3)));
}
