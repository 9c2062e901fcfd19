//! Whose presence is that of a user.

use super::*;

#[test]
fn users_are_a_share_of_named_presences_whose_quality_is_known() {
    let seen = |person, quality| AttendanceObserved::plain(example_person(person), quality);
    let held = rochelle()
        .session("atelier", training(&["f-6"]))
        .session("atelier", SessionHeld::default())
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
        json!({ "presences": 4, "users": 2, "professionals": 1, "quality_unknown": 1, "users_share": "66.67" })
    );
    assert_eq!(fiche(&body.figures, 7)["attendance"]["users_share"], Value::Null);
    let quality = Some([(Quality::User, 1), (Quality::Elected, 4), (Quality::Unknown, 9)].into());
    let marginals = Marginals { quality, ..Marginals::default() };
    let sheet = HeadcountRecorded { marginals, ..HeadcountRecorded::plain(id("a"), Quantity::exact(14)) };
    let body = held.session("atelier", sheet).answer::<Fiches>();
    assert_eq!(fiche(&body.figures, 6)["attendance"]["users_share"], "37.50", "3 of 8 whose quality is known");
}
