use maillage_events::amount::Amount;
use maillage_events::declare::{Example, example_person};
use maillage_events::fact::Fact;
use maillage_events::fiche::*;
use maillage_events::happened::Happened;
use maillage_events::refusal::Refusal;

use crate::support::*;

fn record(past: &[Happened<FicheFact>], said: impl Into<FicheFact>) -> Result<Vec<Happened<FicheFact>>, Refusal> {
    recording::<Fiche, _>(past, on("2016", said))
}

fn opened() -> Vec<Happened<FicheFact>> {
    vec![on("2013", FicheRecorded::example()), on("2016", FicheYearOpened::example())]
}

fn status(status: FicheStatus) -> FicheStatusDeclared {
    FicheStatusDeclared { year: 2016, status, motive: None, successor: None, to_year: None }
}

#[test]
fn a_fiche_is_recorded_once_with_a_number() {
    assert_eq!(refused(record(&[], FicheYearOpened::example())), "not-recorded-yet");
    assert_eq!(refused(record(&[], FicheRecorded { number: 0, ..FicheRecorded::example() })), "fiche-number-zero");
    assert_eq!(
        refused(record(&opened(), FicheRecorded { number: 5, ..FicheRecorded::example() })),
        "recorded-otherwise"
    );
}

#[test]
fn a_year_is_opened_once_and_chained_to_an_earlier_one() {
    let past = opened();
    assert_eq!(refused(record(&past, FicheYearOpened { year: 2016, chained_to: None })), "year-opened-otherwise");
    assert_eq!(refused(record(&past, FicheYearOpened { year: 2017, chained_to: Some(2017) })), "chained-to-later");
    assert_eq!(refused(record(&past, FicheYearOpened { year: 16, chained_to: None })), "year-out-of-range");
    assert_eq!(record(&past, FicheYearOpened { year: 2018, chained_to: Some(2016) }).unwrap().len(), 1);
}

#[test]
fn nothing_is_said_of_a_year_before_it_is_opened() {
    let past = &opened()[..1];
    let said: [FicheFact; 5] = [
        status(FicheStatus::Planned).into(),
        MilestonePassed::example().into(),
        ResultExpected::example().into(),
        ResultAchieved::example().into(),
        FicheNarrated::example().into(),
    ];
    for fact in said {
        assert_eq!(refused(record(past, fact.clone())), "year-not-opened");
        assert_eq!(record(&opened(), fact).unwrap().len(), 1);
    }
}

#[test]
fn what_was_not_done_says_why_and_until_when() {
    let past = opened();
    for without in [FicheStatus::NotDeployed, FicheStatus::Abandoned, FicheStatus::Postponed] {
        assert_eq!(refused(record(&past, status(without))), "status-needs-motive");
        assert_eq!(
            refused(record(&past, FicheStatusDeclared { motive: Some(" ".into()), ..status(without) })),
            "status-needs-motive"
        );
    }
    let postponed = |to_year| FicheStatusDeclared {
        motive: Some("Faute de salle".into()),
        to_year,
        ..status(FicheStatus::Postponed)
    };
    assert_eq!(refused(record(&past, postponed(None))), "postponed-to-when");
    assert_eq!(refused(record(&past, postponed(Some(2016)))), "postponed-to-earlier");
    assert!(record(&past, postponed(Some(2017))).is_ok());
    assert!(record(&past, status(FicheStatus::InProgress)).is_ok());
}

#[test]
fn a_year_is_done_when_every_expected_result_has_its_answer_or_a_reason() {
    let mut past = opened();
    past.push(on("2016", ResultExpected::example()));
    assert_eq!(refused(record(&past, status(FicheStatus::Done))), "results-unanswered");
    let explained = FicheStatusDeclared { motive: Some("Chiffre non transmis".into()), ..status(FicheStatus::Done) };
    assert!(record(&past, explained).is_ok());
    past.push(on("2016", ResultAchieved::example()));
    assert_eq!(refused(record(&past, status(FicheStatus::Done))), "results-unanswered");
    past.push(on("2016", ResultAchieved { result: id("baux-glissants"), ..ResultAchieved::example() }));
    assert!(record(&past, status(FicheStatus::Done)).is_ok());
}

#[test]
fn a_result_revised_over_the_year_is_a_statement_and_no_mistake() {
    let mut past = opened();
    let leases = |count| ResultAchieved { amount: Amount::exact(count), ..ResultAchieved::example() };
    past.push(on("2016-06-01", leases(1)));
    let achieve = |past: &[Happened<FicheFact>], date, count| {
        recording::<Fiche, _>(past, on(date, leases(count))).map(|facts| facts.len())
    };
    assert_eq!(achieve(&past, "2016-12-01", 3), Ok(1));
    assert_eq!(achieve(&past, "2016-06-01", 2), Ok(1), "for the same day, the one recorded last stands");
    assert_eq!(achieve(&past, "2016-06-01", 1), Ok(0));
    past.push(on("2016-12-01", leases(3)));
    assert_eq!(achieve(&past, "2016-09-01", 2), Ok(1), "typed late, it takes its place");
    let more = ResultExpected { amount: Amount::exact(3), ..ResultExpected::example() };
    past.push(on("2016-01-15", ResultExpected::example()));
    assert_eq!(recording::<Fiche, _>(&past, on("2016-05-02", more)).unwrap().len(), 1, "a target revised in May");
    let decimal = Amount::Exact { value: "0.5".parse().unwrap() };
    assert!(record(&past, ResultExpected { amount: decimal, ..ResultExpected::example() }).is_ok());
}

#[test]
fn a_rank_is_told_once_a_year_and_a_range_goes_upwards() {
    let mut past = opened();
    past.push(on("2016", FicheNarrated::example()));
    assert_eq!(
        refused(record(&past, FicheNarrated { text: "Autre chose".into(), ..FicheNarrated::example() })),
        "rank-taken"
    );
    assert_eq!(refused(record(&past, FicheNarrated { rank: 0, ..FicheNarrated::example() })), "rank-zero");
    let upside_down = Amount::Range { min: 3.into(), max: 2.into() };
    assert_eq!(
        refused(record(&past, ResultExpected { amount: upside_down, ..ResultExpected::example() })),
        "range-upside-down"
    );
}

#[test]
fn an_axis_is_left_only_when_it_was_joined() {
    let mut past = opened();
    assert_eq!(refused(record(&past, FicheDetached::example())), "not-attached");
    past.push(on("2016", FicheAttached::example()));
    past.push(on("2016", FicheDetached::example()));
    tells_nothing_new(record(&past, FicheDetached::example()));
    assert_eq!(recording::<Fiche, _>(&past, on("2017", FicheAttached::example())).unwrap().len(), 1);
    // An earlier stay, typed late.
    past.push(on("2013", FicheAttached::example()));
    assert_eq!(recording::<Fiche, _>(&past, on("2014", FicheDetached::example())).unwrap().len(), 1);
}

#[test]
fn a_whole_history_told_again_gives_nothing_new() {
    let mut past = opened();
    past.extend([
        on("2013", FicheAttached::example()),
        on("2013", FicheRoleNamed::example()),
        on("2013", CategoryRetained::example()),
        on("2016-02-01", status(FicheStatus::Planned)),
        on("2016-05-01", status(FicheStatus::InProgress)),
        on("2016", MilestonePassed::example()),
        on("2016", ResultExpected::example()),
        on("2016", ResultAchieved::example()),
        on("2016", FicheNarrated::example()),
    ]);
    tells_nothing_new_of_its_past::<Fiche, _>(&past);
    assert_eq!(
        recording::<Fiche, _>(&past, on("2016-09-01", status(FicheStatus::Planned))).unwrap().len(),
        1,
        "a status may come back later"
    );
}

#[test]
fn a_late_status_takes_its_place_and_makes_no_later_one_known() {
    let mut past = opened();
    past.push(on("2016-12", status(FicheStatus::Planned)));
    past.push(on("2016-03", status(FicheStatus::InProgress)));
    let later = on("2017-02", status(FicheStatus::InProgress));
    assert_eq!(recording::<Fiche, _>(&past, later.clone()).unwrap(), [later]);
}

#[test]
fn a_status_that_comes_back_on_the_same_date_is_declared_again() {
    let mut past = opened();
    past.extend([on("2016", status(FicheStatus::InProgress)), on("2016", status(FicheStatus::Planned))]);
    assert_eq!(recording::<Fiche, _>(&past, on("2016", status(FicheStatus::InProgress))).unwrap().len(), 1);
    tells_nothing_new(recording::<Fiche, _>(&past, on("2016", status(FicheStatus::Planned))));
}

#[test]
fn a_pilot_ends_and_another_does_not_end_the_first() {
    let mut past = opened();
    let named = |organisation: &str, until: Option<&str>| FicheRoleNamed {
        organisation: Some(id(organisation)),
        until: until.map(day),
        ..FicheRoleNamed::example()
    };
    let ended =
        |organisation: &str| FicheRoleEnded { organisation: Some(id(organisation)), ..FicheRoleEnded::example() };
    let ask = |past: &[Happened<FicheFact>], said| recording::<Fiche, _>(past, said).map(|facts| facts.len());
    assert_eq!(refused(ask(&past, on("2016", ended("cpam")))), "no-role");
    past.extend([on("2014", named("cpam", None)), on("2017", named("ccas", None))]);
    assert_eq!(ask(&past, on("2018", ended("cpam"))), Ok(1), "a second pilot did not end the first");
    assert_eq!(refused(ask(&past, on("2016", ended("ccas")))), "no-role");
    past.push(on("2018", ended("cpam")));
    assert_eq!(ask(&past, on("2012", named("cpam", Some("2013")))), Ok(1), "an earlier time, typed late");
    assert_eq!(refused(ask(&past, on("2012", named("cpam", Some("2011"))))), "ends-before-start");
    past.push(on("2012", named("cpam", Some("2013"))));
    tells_nothing_new_of_its_past::<Fiche, _>(&past);
}

#[test]
fn who_is_named_carrier_takes_over_and_only_the_carrier_leaves() {
    let mut past = opened();
    let carrier = |organisation: &str| FicheRoleNamed {
        organisation: Some(id(organisation)),
        role: FicheRole::Carrier,
        ..FicheRoleNamed::example()
    };
    let ended = |organisation: &str| FicheRoleEnded {
        organisation: Some(id(organisation)),
        role: FicheRole::Carrier,
        ..FicheRoleEnded::example()
    };
    past.extend([on("2014", carrier("ville")), on("2016-05-01", carrier("ccas"))]);
    assert_eq!(refused(recording::<Fiche, _>(&past, on("2017", ended("ville")))), "no-role");
    assert_eq!(recording::<Fiche, _>(&past, on("2015", ended("ville"))).unwrap().len(), 1);
    assert_eq!(recording::<Fiche, _>(&past, on("2017", ended("ccas"))).unwrap().len(), 1);
    tells_nothing_new_of_its_past::<Fiche, _>(&past);
}

#[test]
fn a_role_is_held_by_an_organisation_or_by_a_person() {
    let past = opened();
    let person = Some(example_person(1));
    let elected = FicheRoleNamed { organisation: None, person, role: FicheRole::Elected, until: None };
    assert!(record(&past, elected.clone()).is_ok());
    assert_eq!(refused(record(&past, FicheRoleNamed { person, ..FicheRoleNamed::example() })), "holder-one");
    assert_eq!(refused(record(&past, FicheRoleNamed { person: None, ..elected })), "holder-one");
    assert_eq!(
        refused(record(&past, FicheRoleEnded { organisation: None, ..FicheRoleEnded::example() })),
        "holder-one"
    );
}

#[test]
fn two_milestones_of_one_label_are_two_and_one_name_is_one() {
    let mut past = opened();
    let passed = |name: &str| MilestonePassed { milestone: id(name), ..MilestonePassed::example() };
    past.push(on("2016-02-01", passed("test-1")));
    assert_eq!(recording::<Fiche, _>(&past, on("2016-09-01", passed("test-2"))).unwrap().len(), 1);
    tells_nothing_new_of_its_past::<Fiche, _>(&past[2..].iter().cloned().chain(past[..2].to_vec()).collect::<Vec<_>>());
    assert_eq!(refused(recording::<Fiche, _>(&past, on("2016-09-01", passed("test-1")))), "milestone-known-otherwise");
    let other = MilestonePassed { label: "Autre étape".into(), ..passed("test-1") };
    assert_eq!(refused(recording::<Fiche, _>(&past, on("2016-02-01", other))), "milestone-known-otherwise");
}

#[test]
fn a_category_is_dropped_when_it_was_retained() {
    let mut past = opened();
    assert_eq!(refused(record(&past, CategoryDropped::example())), "category-not-retained");
    past.extend([on("2013", CategoryRetained::example()), on("2015", CategoryDropped::example())]);
    tells_nothing_new_of_its_past::<Fiche, _>(&past);
    assert_eq!(record(&past, CategoryRetained::example()).unwrap().len(), 1, "it is retained again");
}

#[test]
fn a_fiche_may_be_paused_blocked_and_followed_by_what_is_recorded() {
    let past = opened();
    for stands in [FicheStatus::Paused, FicheStatus::Blocked] {
        assert_eq!(record(&past, status(stands)).unwrap().len(), 1);
        assert!(!stands.is_final());
    }
    let followed = |successor| FicheStatusDeclared {
        motive: Some("Reprise ailleurs".into()),
        successor: Some(successor),
        ..status(FicheStatus::Abandoned)
    };
    let stream = followed(Successor::Stream("fiche/f-9".parse().unwrap()));
    assert_eq!(Fact::from(stream.clone()).references(), ["fiche/f-9".parse().unwrap()]);
    assert!(record(&past, stream).is_ok());
    assert_eq!(refused(record(&past, followed(Successor::Words(" ".into())))), "blank-text");
}

#[test]
fn a_fiche_is_renumbered_and_bears_the_number_that_was_said() {
    let mut past = opened();
    assert_eq!(refused(record(&past, FicheRenumbered { number: 0 })), "fiche-number-zero");
    past.push(on("2016", FicheRenumbered { number: 19 }));
    tells_nothing_new_of_its_past::<Fiche, _>(&past);
    assert_eq!(recording::<Fiche, _>(&past, on("2017", FicheRenumbered { number: 4 })).unwrap().len(), 1);
}

#[test]
fn a_role_and_a_category_may_be_said_of_another_day() {
    let mut past = opened();
    past.extend([on("2016", FicheRoleNamed::example()), on("2016", CategoryRetained::example())]);
    for said in [on("2013", FicheRoleNamed::example()), on("2013", CategoryRetained::example())] {
        assert_eq!(recording::<Fiche, _>(&past, said).unwrap().len(), 1);
    }
}
