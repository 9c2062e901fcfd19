use maillage_events::declare::{Example, example_person};
use maillage_events::fact::Fact;
use maillage_events::person::*;
use maillage_events::session::Quality;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Persons;
use crate::answer::Answer;
use crate::report::Scope;
use crate::report::filter::{Filter, Filters};
use crate::testing::{History, assert_worded, history};

impl History {
    fn of(self, number: u64, fact: impl Into<Fact>) -> Self {
        self.fact(&format!("person/{}", example_person(number)), fact)
    }
}

/// Four persons; the second is under age, the third is erased in 2017, the fourth was registered twice.
fn register() -> History {
    let history = (1..=5).fold(history().on("2016-02-01"), |history, number| {
        history.of(number, PersonRegistered { card: CardState::Held })
    });
    history
        .of(1, PersonInformed::example())
        .of(2, PersonInformed::example())
        .of(2, MinorityDeclared { through: 2017 })
        .of(1, QualityRecognised { quality: Quality::RelayInhabitant, until: None })
        .of(5, PersonMerged { into: example_person(4), ..PersonMerged::example() })
        .on("2016-06-01")
        .of(1, PersonObjected { to: ObjectedTo::Naming })
        .on("2017-03-01")
        .of(1, ObjectionWithdrawn {})
        .of(1, QualityEnded { quality: Quality::RelayInhabitant })
        .of(2, ResponsibleNamed { adult: example_person(1), until: None })
        .of(3, PersonErased { basis: ErasureBasis::Request, ..PersonErased::example() })
}

fn at(history: &History, year: i16, names: &[&str]) -> Vec<Value> {
    let figures = history.answer_for::<Persons>(Period::year(year)).figures;
    names.iter().map(|name| figures[*name].clone()).collect()
}

#[test]
fn persons_are_counted_once_as_they_stood_at_the_end_of_the_period() {
    let names = [
        "known",
        "informed",
        "not_informed",
        "objecting_to_naming",
        "minors",
        "minors_without_adult",
        "erased",
        "merged",
    ];
    assert_eq!(at(&register(), 2016, &names), [4, 2, 2, 1, 1, 1, 0, 1].map(|it| json!(it)));
    assert_eq!(at(&register(), 2017, &names), [3, 2, 1, 0, 1, 0, 1, 1].map(|it| json!(it)));
    assert_eq!(at(&register(), 2018, &names)[4], 0, "of age since");
    assert_eq!(at(&register(), 2015, &names)[0], 0);
    assert_eq!(at(&register(), 2016, &["informed_in_period", "erased_in_period"]), [2, 0].map(|it| json!(it)));
    assert_eq!(at(&register(), 2017, &["informed_in_period", "erased_in_period"]), [0, 1].map(|it| json!(it)));
    assert_worded(&register().fold::<Persons>());
}

#[test]
fn the_register_shows_nobody() {
    let body = register().answer::<Persons>();
    let words = format!("{:?} {}", body.tables, body.figures);
    for number in 1..=5 {
        assert!(!words.contains(&example_person(number).to_string()), "{words}");
    }
}

#[test]
fn a_register_of_one_quality_counts_those_who_have_it() {
    let persons = register().fold::<Persons>();
    let filters = Filters::of([(Filter::Quality, Some("relay_inhabitant".to_owned()))]);
    let known = |year| {
        let scope = Scope { period: Period::year(year), filters: filters.clone() };
        persons.answer(&scope, maillage_events::messages::Language::French).figures["known"].clone()
    };
    assert_eq!((known(2016), known(2018)), (json!(1), json!(0)));
}
