//! Several amendments are judged together, and the places that they free are given at once.

use maillage_events::decide::Ask;
use maillage_events::declare::{Example, example_person};
use maillage_events::fiche::FicheRecorded;
use maillage_events::session::SessionHeld;
use maillage_log::executor::Outcome;
use maillage_log::log::FactReads;

use crate::city::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_correction_names_must_stand() {
    let city = City::begin();
    city.organisation("ccas").await;
    city.session("s-1", None).await;
    let led_by = city.record("session/s-1", "2016-03-08", led("ccas")).await;
    assert_eq!(code(city.ask(vec![correct("session/s-1", led_by, led("fantome"))]).await), "reference-unknown");
    city.organisation("ville").await;
    assert!(city.ask(vec![correct("session/s-1", led_by, led("ville"))]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_numbers_are_swapped_by_one_command_and_by_no_two() {
    let city = City::begin();
    city.record("contract/cls", "2013", maillage_events::contract::ContractPrepared::example()).await;
    let fiche = |number| FicheRecorded { contract: id("cls"), number, ..FicheRecorded::example() };
    let four = city.record("fiche/f-4", "2013", fiche(4)).await;
    let five = city.record("fiche/f-5", "2013", fiche(5)).await;
    let (to_five, to_four) = (correct("fiche/f-4", four, fiche(5)), correct("fiche/f-5", five, fiche(4)));
    assert_eq!(code(city.ask(vec![to_five.clone()]).await), "fiche-number-taken");
    assert_eq!(city.ask(vec![to_five, to_four]).await.unwrap().facts.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn presences_change_sessions_by_one_command() {
    let city = City::begin();
    city.person(1).await;
    city.person(2).await;
    city.session("a", None).await;
    city.session("b", None).await;
    let (one, two) = (present(example_person(1)), present(example_person(2)));
    let in_a = city.record("session/a", "2016-03-08", one.clone()).await;
    let in_b = city.record("session/b", "2016-03-08", two.clone()).await;
    let moved = vec![correct("session/a", in_a, two), correct("session/b", in_b, one)];
    assert_eq!(city.ask(moved).await.unwrap().receipt.count, 2);
    let unknown = correct("session/a", in_a, present(example_person(9)));
    assert_eq!(code(city.ask(vec![unknown]).await), "already-amended");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_amendment_that_breaks_something_keeps_all_of_them_out() {
    let city = City::begin();
    city.person(1).await;
    let planned = city.session("a", None).await;
    city.session("b", None).await;
    city.record("session/a", "2016-03-08", present(example_person(1))).await;
    let held = city.record("session/b", "2016-03-08", SessionHeld::example()).await;
    let both = vec![cancel("session/b", held), cancel("session/a", planned)];
    assert_eq!(code(city.ask(both).await), "not-planned");
    assert_eq!(city.kinds("session/b").await, ["session.planned", "session.held"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn places_that_a_correction_frees_are_given_in_the_same_command() {
    let city = City::begin();
    city.clock.set("2016-02-03T08:00:00Z".parse().unwrap());
    let planned = city.session("s-1", Some(1)).await;
    let mut requests = Vec::new();
    for number in 1..=3 {
        city.person(number).await;
        let signed_up = ask("session/s-1", "2016-02-02", Ask::SignUp(request(number)));
        requests.push(city.ask(vec![signed_up]).await.unwrap().facts[0].id);
    }
    let given = |outcome: Outcome| -> Vec<_> {
        let confirmed = outcome.facts.iter().filter(|fact| fact.kind == "signup.confirmed");
        confirmed.map(|fact| fact.data["signup"].as_str().unwrap().to_owned()).collect()
    };
    let cancelled = city.ask(vec![cancel("session/s-1", requests[0])]).await.unwrap();
    assert_eq!(given(cancelled), ["i-2"], "a request that was a mistake frees its place");
    let larger = correct("session/s-1", planned, plan("2016-03-08", Some(5)));
    assert_eq!(given(city.ask(vec![larger]).await.unwrap()), ["i-3"]);
    // The control: once the session is over, nobody is given a place any more.
    let smaller = city.log.read_stream(&space(), &"session/s-1".parse().unwrap()).await.unwrap();
    let correction = smaller.iter().rev().find(|fact| fact.kind == "amendment.corrected").unwrap().id;
    city.clock.set("2016-06-01T08:00:00Z".parse().unwrap());
    assert_eq!(given(city.ask(vec![cancel("session/s-1", correction)]).await.unwrap()), Vec::<String>::new());
}
