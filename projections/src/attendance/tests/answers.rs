//! What people answered, in whichever part of a session, and what stands around presences.

use super::*;

#[test]
fn named_people_answer_too_and_what_was_not_said_bounds_the_shares() {
    let asked = |person, quality, qpv| AttendanceObserved {
        qpv,
        sex: Some(Sex::Female),
        age: Some(Age::Standard(AgeBand::From75)),
        ..AttendanceObserved::plain(example_person(person), quality)
    };
    let inside = Some(QpvAnswer::Inside { generation: QpvGeneration::From2015 });
    let history = history()
        .session("s", planned("2016-03-08"))
        .session("s", asked(1, Quality::Inhabitant, inside))
        .session("s", asked(2, Quality::Unknown, Some(QpvAnswer::Unknown {})))
        .session("s", asked(3, Quality::Unknown, None));
    let whole = history.session("s", SessionHeld::example());
    let figures = total(&whole);
    for share in ["users_share", "qpv_share"] {
        let bounds = ["at_least", "at_most"].map(|end| figures[format!("{share}_{end}")].clone());
        assert_eq!((&figures[share], bounds), (&Value::Null, ["33.33", "100.00"].map(|it| json!(it))), "{share}");
    }
    assert_eq!(figures["named_answers"]["qpv"], json!({ "inside": 1, "unknown": 1 }));
    assert_eq!(figures["named_answers"]["age"], json!({ "60_plus": 3 }));
    assert_eq!(figures["named_answers"]["age_standard"], json!({ "75_plus": 3 }));
    let quality = Some([(Quality::User, 1), (Quality::Professional, 2)].into());
    let sheet = HeadcountRecorded {
        marginals: Marginals { quality, ..Marginals::default() },
        ..heads("a", Quantity::exact(4))
    };
    let figures = total(&whole.session("s", sheet));
    assert_eq!(
        [&figures["users"], &figures["quality_known"], &figures["quality_unknown"], &figures["users_share_at_least"]],
        [&json!(2), &json!(4), &json!(3), &json!("28.57")],
        "heads without a name count as well"
    );
}

#[test]
fn whoever_comes_to_two_half_days_is_one_presence_and_their_heads_are_a_range() {
    let part = |person, part: &str| AttendanceObserved { part: Some(id(part)), ..present(person) };
    let sheet = |name: &str, part: &str, total| HeadcountRecorded {
        part: Some(id(part)),
        ..heads(name, Quantity::exact(total))
    };
    let figures = total(
        &history()
            .session("s", planned("2016-03-08"))
            .session("s", part(1, "matin"))
            .session("s", part(1, "soir"))
            .session("s", part(2, "soir"))
            .session("s", sheet("a", "matin", 5))
            .session("s", sheet("b", "soir", 3)),
    );
    assert_eq!((&figures["present"], &figures["anonymous"]), (&json!(2), &Value::Null));
    assert_eq!((&figures["anonymous_at_least"], &figures["anonymous_at_most"]), (&json!(5), &json!(8)));
}

#[test]
fn already_came_about_one_fiche_lowers_the_bound_of_that_fiche_alone() {
    let shared = SessionPlanned { fiches: vec![id("f-1"), id("f-2")], ..planned("2016-03-08") };
    let sheet = HeadcountRecorded {
        already_seen: Some(5),
        seen_scope: Some(SeenScope::Fiche { fiche: id("f-1"), year: Some(2016) }),
        ..heads("a", Quantity::exact(8))
    };
    let figures = history()
        .session("s", shared)
        .session("s", sheet)
        .session("t", SessionPlanned { fiches: vec![id("f-1"), id("f-2")], ..planned("2016-04-08") })
        .session("t", heads("b", Quantity::exact(8)))
        .answer_for::<Attendance>(Period::year(2016))
        .figures;
    let most = |at: usize| figures["by_fiche"][at]["persons_at_most"].clone();
    assert_eq!((most(0), most(1)), (json!(11), json!(16)));
}

#[test]
fn referrals_and_people_of_organisations_stand_apart() {
    let referral = |name: &str, onwards: bool, heads| {
        let party = Some(Party::Organisation(id("cpam")));
        let (to, from) = if onwards { (party, None) } else { (None, party) };
        ReferralMade { referral: id(name), to, from, heads }
    };
    let figures = total(
        &two_weeks()
            .session("s1", referral("a", true, 2))
            .session("s1", referral("b", true, 1))
            .session("s1", referral("c", false, 4))
            .session("s1", OrganisationPresent { organisation: id("cpam"), heads: Some(3) }),
    );
    assert_eq!((&figures["referred_onwards"], &figures["referred_here"]), (&json!(3), &json!(4)));
    assert_eq!((&figures["organisation_heads"], &figures["passages"]), (&json!(3), &json!(25)));
}
