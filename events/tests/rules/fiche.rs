use maillage_events::amount::Amount;
use maillage_events::declare::Example;
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
fn a_role_and_a_category_may_be_said_of_another_day() {
    let mut past = opened();
    past.extend([on("2016", FicheRoleNamed::example()), on("2016", CategoryRetained::example())]);
    for said in [on("2013", FicheRoleNamed::example()), on("2013", CategoryRetained::example())] {
        assert_eq!(recording::<Fiche, _>(&past, said).unwrap().len(), 1);
    }
}
