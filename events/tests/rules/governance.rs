//! Spaces, mandates, bodies, poles, actions.

use maillage_events::action::*;
use maillage_events::body::*;
use maillage_events::declare::{Example, example_person};
use maillage_events::fiche::OutcomeCategory;
use maillage_events::happened::Happened;
use maillage_events::mandate::*;
use maillage_events::pole::*;
use maillage_events::space::*;

use crate::support::*;

#[test]
fn a_space_is_opened_once() {
    let past: [Happened<SpaceFact>; 1] = [on("2016", SpaceOpened::example())];
    tells_nothing_new_of_its_past::<Space, _>(&past);
    let other = on("2016", SpaceOpened { name: "Rochefort".into(), ..SpaceOpened::example() });
    assert_eq!(refused(recording::<Space, _>(&past, other)), "recorded-otherwise");
    assert_eq!(
        refused(recording::<Space, _>(&[], on("2016", SpaceOpened { name: "".into(), ..SpaceOpened::example() }))),
        "blank-text"
    );
}

#[test]
fn a_space_changes_its_name_and_never_its_time_zone() {
    let overseas = SpaceOpened { time_zone: "Indian/Reunion".parse().unwrap(), ..SpaceOpened::example() };
    let past = [on("2016", overseas.clone()), on("2018", SpaceRenamed::example())];
    tells_nothing_new_of_its_past::<Space, _>(&past);
    assert_eq!(refused(recording::<Space, _>(&[], past[1].clone())), "not-recorded-yet");
    let mut space = crate::register_space::Space::default();
    let opened = space.record("space/saint-denis", "2016", overseas.clone()).unwrap();
    let elsewhere = SpaceOpened { time_zone: Default::default(), ..overseas.clone() };
    assert_eq!(refused(space.correct("space/saint-denis", opened, elsewhere)), "time-zone-stays");
    assert_eq!(refused(space.cancel("space/saint-denis", opened)), "not-cancellable");
    assert!(space.correct("space/saint-denis", opened, SpaceOpened { name: "Autre".into(), ..overseas }).is_ok());
    for bad in [r#""Europe/Lille""#, r#""""#, "4"] {
        let data = format!(r#"{{"name":"X","kind":"city","time_zone":{bad},"demonstration":false}}"#);
        assert!(maillage_events::fact::Fact::read("space.opened", &data).is_err(), "{bad}");
    }
}

#[test]
fn a_mandate_is_granted_extended_then_ended() {
    let granted: Happened<MandateFact> = on("2015", MandateGranted::example());
    let (extended, ended) = (on("2016", MandateExtended::example()), on("2018", MandateEnded::example()));
    assert_eq!(refused(recording::<Mandate, _>(&[], extended.clone())), "not-recorded-yet");
    assert_eq!(
        refused(recording::<Mandate, _>(std::slice::from_ref(&granted), on("2014", MandateEnded::example()))),
        "ends-before-start"
    );
    let itself = MandateGranted { principal: id("ireps"), operator: id("ireps"), ..MandateGranted::example() };
    assert_eq!(refused(recording::<Mandate, _>(&[], on("2015", itself))), "mandate-to-itself");
    let past = [granted, extended, ended];
    tells_nothing_new_of_its_past::<Mandate, _>(&past);
    assert_eq!(
        refused(recording::<Mandate, _>(&past, on("2019", MandateExtended { contract: id("autre") }))),
        "already-over"
    );
    assert_eq!(refused(recording::<Mandate, _>(&past, on("2019", MandateEnded::example()))), "already-over");
    let late = on("2017", MandateExtended { contract: id("autre") });
    assert_eq!(recording::<Mandate, _>(&past, late).unwrap().len(), 1, "told after the end");
    let until = |end| on("2015", MandateGranted { until: Some(day(end)), ..MandateGranted::example() });
    assert_eq!(refused(recording::<Mandate, _>(&[], until("2014"))), "ends-before-start");
    let foreseen = [until("2016")];
    let extend = |date| recording::<Mandate, _>(&foreseen, on(date, MandateExtended { contract: id("autre") }));
    assert_eq!(refused(extend("2017")), "already-over");
    assert!(extend("2016-06").is_ok());
    assert_eq!(refused(extend("2014")), "ends-before-start");
}

#[test]
fn a_seat_is_given_in_each_college_and_left_where_it_was_taken() {
    let given = |date: &str, college| -> Happened<BodyFact> { on(date, SeatGiven { college, ..SeatGiven::example() }) };
    let left = |date: &str, college| -> Happened<BodyFact> { on(date, SeatLeft { college, ..SeatLeft::example() }) };
    let (professionals, users) = (Some(College::Professionals), Some(College::Users));
    let mut past = vec![on("2013", BodyConstituted::example())];
    assert_eq!(refused(recording::<Body, _>(&[], given("2014", professionals))), "not-recorded-yet");
    assert_eq!(refused(recording::<Body, _>(&past, left("2014", professionals))), "no-seat");
    past.push(given("2014", professionals));
    past.push(given("2015", users));
    assert_eq!(refused(recording::<Body, _>(&past, left("2013", professionals))), "no-seat");
    past.push(left("2016-06-30", professionals));
    assert_eq!(refused(recording::<Body, _>(&past, left("2017", professionals))), "no-seat");
    assert_eq!(recording::<Body, _>(&past, left("2017", users)).unwrap().len(), 1, "the other seat is still taken");
    past.push(given("2017", professionals));
    // A first seat, typed late.
    past.push(given("2009", professionals));
    past.push(left("2011", professionals));
    tells_nothing_new_of_its_past::<Body, _>(&past);
}

#[test]
fn persons_sit_by_reference_and_a_seat_ends_by_the_earlier_of_its_ends() {
    let (person, users) = (Some(example_person(1)), Some(College::Users));
    let seat = |until: Option<&str>| SeatGiven { organisation: None, person, college: users, until: until.map(day) };
    let left = SeatLeft { organisation: None, person, college: users };
    let mut past: Vec<Happened<BodyFact>> = vec![on("2013", BodyConstituted::example())];
    past.push(on("2014", seat(Some("2017"))));
    assert_eq!(recording::<Body, _>(&past, on("2016", left.clone())).unwrap().len(), 1, "before the end foreseen");
    assert_eq!(refused(recording::<Body, _>(&past, on("2013", left))), "no-seat");
    assert_eq!(refused(recording::<Body, _>(&past, on("2014", seat(Some("2013"))))), "ends-before-start");
    tells_nothing_new_of_its_past::<Body, _>(&past);
    let nobody = SeatGiven { organisation: None, ..SeatGiven::example() };
    assert_eq!(refused(recording::<Body, _>(&past, on("2014", nobody))), "holder-one");
    let both = SeatGiven { person, ..SeatGiven::example() };
    assert_eq!(refused(recording::<Body, _>(&past, on("2014", both))), "holder-one");
}

#[test]
fn who_is_named_referent_takes_over_and_an_earlier_one_may_be_told_late() {
    let named = |date: &str, organisation: &str, deputy| -> Happened<PoleFact> {
        on(date, ReferentNamed { organisation: Some(id(organisation)), deputy, person: None })
    };
    let left = |date: &str, deputy| -> Happened<PoleFact> { on(date, ReferentLeft { deputy }) };
    let mut past = vec![on("2015", PoleOpened::example())];
    assert_eq!(refused(recording::<Pole, _>(&[], named("2016", "a", false))), "not-recorded-yet");
    assert_eq!(refused(recording::<Pole, _>(&past, left("2016", false))), "no-referent");
    past.push(named("2016-01-12", "a", false));
    past.push(named("2016-05-01", "b", false));
    past.push(named("2016-01-12", "b", true));
    past.push(left("2016-09-01", false));
    assert_eq!(refused(recording::<Pole, _>(&past, left("2016-10-01", false))), "no-referent");
    assert_eq!(recording::<Pole, _>(&past, left("2016-10-01", true)).unwrap().len(), 1, "a deputy is in charge apart");
    past.push(named("2014-03", "z", false));
    past.push(named("2016-08-31", "c", false));
    tells_nothing_new_of_its_past::<Pole, _>(&past);
    assert_eq!(recording::<Pole, _>(&past, named("2017", "a", false)).unwrap().len(), 1, "the first may come back");
    let nobody = ReferentNamed { person: None, organisation: None, deputy: false };
    assert_eq!(refused(recording::<Pole, _>(&past, on("2017", nobody))), "referent-nobody");
}

#[test]
fn a_cadence_has_a_day_at_least_and_a_contact_tried_twice_is_two() {
    let past: [Happened<PoleFact>; 3] = [
        on("2015", PoleOpened::example()),
        on("2016", CadenceSet::example()),
        on("2016-03-01", ContactTried::example()),
    ];
    tells_nothing_new_of_its_past::<Pole, _>(&past);
    assert_eq!(
        refused(recording::<Pole, _>(&past, on("2016", CadenceSet { days: 0, ..CadenceSet::example() }))),
        "cadence-zero"
    );
    let again = ContactTried { contact: id("appel-2"), ..ContactTried::example() };
    assert_eq!(recording::<Pole, _>(&past, on("2016-03-01", again)).unwrap().len(), 1, "one that looks alike");
    let otherwise = ContactTried { outcome: ContactOutcome::Reached, ..ContactTried::example() };
    assert_eq!(refused(recording::<Pole, _>(&past, on("2016-03-01", otherwise))), "contact-known-otherwise");
}

#[test]
fn a_pole_closes_once_and_nobody_takes_charge_afterwards() {
    let closed = |date: &str| -> Happened<PoleFact> { on(date, PoleClosed::example()) };
    let named = |date: &str| -> Happened<PoleFact> { on(date, ReferentNamed::example()) };
    let mut past = vec![on("2013", PoleOpened::example())];
    assert_eq!(refused(recording::<Pole, _>(&[], closed("2018"))), "not-recorded-yet");
    assert_eq!(refused(recording::<Pole, _>(&past, closed("2012"))), "ends-before-start");
    past.push(closed("2018-06-30"));
    tells_nothing_new_of_its_past::<Pole, _>(&past);
    assert_eq!(refused(recording::<Pole, _>(&past, closed("2019"))), "already-over");
    assert_eq!(refused(recording::<Pole, _>(&past, named("2019"))), "already-over");
    assert_eq!(recording::<Pole, _>(&past, named("2014")).unwrap().len(), 1, "what came before is told late");
    let rhythm = |from: &str| CadenceSet { days: 42, from: from.parse().unwrap() };
    assert_eq!(refused(recording::<Pole, _>(&past, on("2016", rhythm("2018-07-01")))), "already-over");
    assert_eq!(recording::<Pole, _>(&past, on("2016", rhythm("2018-01-01"))).unwrap().len(), 1);
}

#[test]
fn an_action_follows_one_of_an_earlier_year() {
    let past: [Happened<ActionFact>; 2] = [on("2016", ActionRecorded::example()), on("2016", ActionChained::example())];
    assert_eq!(refused(recording::<Action, _>(&[], past[1].clone())), "not-recorded-yet");
    for year in [2016, 2017] {
        let later = on("2016", ActionChained { year, ..ActionChained::example() });
        assert_eq!(refused(recording::<Action, _>(&past[..1], later)), "chained-to-later");
    }
    let jump = on("2016", ActionChained { year: 2013, ..ActionChained::example() });
    assert!(recording::<Action, _>(&past[..1], jump.clone()).is_ok(), "a chain may jump years");
    assert_eq!(refused(recording::<Action, _>(&past, jump)), "chained-otherwise");
    let other = on("2016", ActionRecorded { year: 2017, ..ActionRecorded::example() });
    assert_eq!(refused(recording::<Action, _>(&past, other)), "recorded-otherwise");
}

#[test]
fn what_an_action_says_twice_is_said_once_and_its_ranks_are_taken_once() {
    let past: [Happened<ActionFact>; 7] = [
        on("2016", ActionRecorded::example()),
        on("2016", ActionChained::example()),
        on("2016", CarrierNamed::example()),
        on("2016", ActionClassified::example()),
        on("2016", ObjectiveSet::example()),
        on("2016", ActionTextRecorded::example()),
        on("2016", CategoriesRecorded::example()),
    ];
    tells_nothing_new_of_its_past::<Action, _>(&past);
    let record = |fact: ActionFact| recording::<Action, _>(&past, on("2016", fact));
    assert_eq!(refused(record(ObjectiveSet { text: "Autre".into(), ..ObjectiveSet::example() }.into())), "rank-taken");
    assert_eq!(
        refused(record(ActionTextRecorded { text: "Autre".into(), ..ActionTextRecorded::example() }.into())),
        "rank-taken"
    );
    assert!(
        record(ObjectiveSet { level: ObjectiveLevel::General, ..ObjectiveSet::example() }.into()).is_ok(),
        "ranks are counted level by level"
    );
    let ticked = |ticked| CategoriesRecorded { ticked: Some(ticked), ..CategoriesRecorded::example() };
    assert_eq!(refused(record(ticked(vec![OutcomeCategory::B1]).into())), "ticked-not-printed");
    assert_eq!(refused(record(ticked(vec![OutcomeCategory::A1]).into())), "categories-known-otherwise");
    assert_eq!(
        refused(record(ActionClassified { values: vec![], ..ActionClassified::example() }.into())),
        "blank-text"
    );
}

#[test]
fn a_rhythm_that_comes_back_is_set_again() {
    let set = |days| -> Happened<PoleFact> { on("2016-01-01", CadenceSet { days, ..CadenceSet::example() }) };
    let past = vec![on("2015", PoleOpened::example()), set(42), set(28)];
    assert_eq!(recording::<Pole, _>(&past, set(42)).unwrap().len(), 1);
    tells_nothing_new(recording::<Pole, _>(&past, set(28)));
}

#[test]
fn what_begins_for_an_action_ends() {
    let mut past: Vec<Happened<ActionFact>> = vec![on("2016", ActionRecorded::example())];
    let ask = |past: &[Happened<ActionFact>], date: &str, said: ActionFact| {
        recording::<Action, _>(past, on(date, said)).map(|facts| facts.len())
    };
    for (end, code) in [
        (ActionFact::from(CarrierEnded::example()), "not-the-carrier"),
        (ActionUnclassified::example().into(), "not-classified"),
        (ObjectiveDropped::example().into(), "no-objective"),
    ] {
        assert_eq!(refused(ask(&past, "2016-09-01", end)), code);
    }
    past.extend([
        on("2016", CarrierNamed::example()),
        on("2016", ActionClassified::example()),
        on("2016", ObjectiveSet::example()),
        on("2016-09-01", CarrierEnded::example()),
        on("2016-09-01", ActionUnclassified::example()),
        on("2016-09-01", ObjectiveDropped::example()),
    ]);
    tells_nothing_new_of_its_past::<Action, _>(&past);
    let other = ObjectiveSet { text: "Autre".into(), ..ObjectiveSet::example() };
    assert_eq!(refused(ask(&past, "2016", other.clone().into())), "rank-taken", "two objectives for one day");
    assert_eq!(ask(&past, "2016-10-01", other.into()), Ok(1), "a place that is free again");
    let next = CarrierNamed { organisation: id("ccas"), until: None };
    assert_eq!(ask(&past, "2016-05-01", next.into()), Ok(1), "who is named carrier takes over");
}

#[test]
fn an_objective_takes_the_place_of_an_earlier_one_whichever_is_told_first() {
    let earlier = ObjectiveSet { text: "Premier".into(), ..ObjectiveSet::example() };
    let later = ObjectiveSet { text: "Second".into(), ..ObjectiveSet::example() };
    let told = [("2016-03-01", earlier), ("2016-09-01", later)];
    for order in [[0, 1], [1, 0]] {
        let [(first_day, first), (next_day, next)] = order.map(|at: usize| told[at].clone());
        let past: Vec<Happened<ActionFact>> = vec![on("2016", ActionRecorded::example()), on(first_day, first)];
        assert_eq!(recording::<Action, _>(&past, on(next_day, next)).map(|facts| facts.len()), Ok(1), "{order:?}");
    }
}
