//! What stands on a day: seats, and fiches of no axis.

use maillage_events::declare::example_person;

use super::*;

#[test]
fn a_body_shows_who_sits_there_that_day_persons_without_their_names() {
    let constituted = BodyConstituted {
        kind: BodyKind::Steering,
        title: "CLSM".into(),
        contracts: vec![],
        pole: None,
        colleges: vec![College::Users],
    };
    let user = SeatGiven {
        organisation: None,
        person: Some(example_person(3)),
        college: Some(College::Users),
        until: Some("2018".parse().unwrap()),
    };
    let history = soissons()
        .on("2013")
        .fact("body/clsm", constituted)
        .on("2016")
        .fact("body/clsm", seat("ars", Some(College::Elected)))
        .fact("body/clsm", seat("ars", Some(College::Institutions)))
        .on("2015")
        .fact("body/clsm", user);
    let seats = |year| {
        let figures = history.answer_for::<Contracts>(Period::year(year)).figures;
        let seats = figures["bodies"][0]["seats"].as_array().unwrap().clone();
        seats.iter().map(|it| it["college"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(seats(2014), [""; 0]);
    assert_eq!(seats(2015), ["users"]);
    assert_eq!(seats(2017), ["elected", "institutions", "users"], "one organisation in two colleges");
    assert_eq!(seats(2018), ["elected", "institutions"], "the end that was foreseen");
    let body = history.answer_for::<Contracts>(Period::year(2017));
    let bodies = body.tables.iter().find(|table| table.name == "bodies").unwrap();
    assert!(format!("{:?}", bodies.rows).contains("une personne (usagers"), "{:?}", bodies.rows);
}

#[test]
fn a_fiche_of_an_undefined_axis_stays_in_the_tree_unattached() {
    let history = soissons()
        .fact("fiche/f-3", FicheRecorded { contract: id("cls-2"), number: 3, title: "Fiche".into() })
        .fact("fiche/f-3", FicheAttached { axis: id("axe-jamais-vu") });
    let body = history.answer::<Contracts>();
    let tree = contract(&body.figures, "cls-2");
    assert_eq!(tree["fiches_without_axis"][1]["fiche"], "f-3");
    let axes = body.tables.iter().find(|table| table.name == "axes").unwrap();
    assert!(format!("{:?}", axes.rows).contains("3 – Fiche"));
}

#[test]
fn what_ended_in_a_year_is_over_from_its_last_day_and_what_began_counts_from_its_first() {
    let avenant = |ends: &str| ContractAmended { object: "Prolongation".into(), ends: ends.parse().ok() };
    let mandate = MandateGranted {
        principal: id("ars"),
        operator: id("ireps"),
        contracts: vec![id("cls-1")],
        missions: vec![],
        object: None,
        until: None,
    };
    let history = history()
        .on("2013")
        .fact("contract/cls-1", prepared(ContractKind::Cls, 1, "Premier contrat"))
        .fact("mandate/m", mandate)
        .on("2016-03-15")
        .fact("contract/cls-1", avenant("2020"))
        .on("2016")
        .fact("contract/cls-1", avenant("2019"))
        .on("2018")
        .fact("contract/cls-1", ContractCompleted {})
        .fact("mandate/m", MandateEnded { motive: None });
    let at = |to: &str| history.answer_for::<Contracts>(Period { from: None, to: to.parse().ok() }).figures;
    let ended = |to: &str| [at(to)["contracts"][0]["completed"].clone(), at(to)["mandates"][0]["ended"].clone()];
    assert_eq!(ended("2018-12-30"), [Value::Null, Value::Null]);
    assert_eq!(ended("2018-12-31"), [json!("2018"), json!("2018")]);
    let ends = |to: &str| at(to)["contracts"][0]["ends"].clone();
    assert_eq!(
        [ends("2016-01-01"), ends("2016-03-15"), ends("2017-01-01")],
        [json!("2019"), json!("2020"), json!("2020")]
    );
}
