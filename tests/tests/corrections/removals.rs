//! A stream that others name is not removed, whoever comes between.

use maillage_events::decide::Ask;
use maillage_log::executor::Executor;
use maillage_log::log::FactReads;
use maillage_tests::meeting::one_between;

use crate::city::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_first_fact_is_cancelled_only_while_nobody_names_its_stream() {
    let city = City::begin();
    let ccas = city.organisation("ccas").await;
    city.session("s-1", None).await;
    let led_by = city.record("session/s-1", "2016-03-08", led("ccas")).await;
    let refusal = refused(city.ask(vec![cancel("organisation/ccas", ccas)]).await);
    let named: Vec<_> = refusal.broken.iter().map(|it| (it.fact, it.position, it.refusal.code)).collect();
    assert_eq!((refusal.code, named), ("amendment-breaks", vec![(led_by, 3, "reference-unknown")]));

    // Corrected to name another, it is left alone; so it is where who names it goes with it.
    let both = vec![cancel("organisation/ccas", ccas), cancel("session/s-1", led_by)];
    city.ask(both).await.unwrap();
    assert_eq!(
        code(city.ask(vec![ask("session/s-1", "2016-03-08", Ask::Record(led("ccas")))]).await),
        "reference-unknown"
    );
    city.organisation("ccas").await;
    city.record("session/s-1", "2016-03-08", led("ccas")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_names_a_stream_keeps_it() {
    let city = City::begin();
    let (ccas, ville) = (city.organisation("ccas").await, city.organisation("ville").await);
    city.session("s-1", None).await;
    let led_by = city.record("session/s-1", "2016-03-08", led("ccas")).await;
    city.ask(vec![correct("session/s-1", led_by, led("ville"))]).await.unwrap();
    assert_eq!(code(city.ask(vec![cancel("organisation/ville", ville)]).await), "reference-unknown");
    let correction = city.ask(vec![cancel("organisation/ccas", ccas)]).await.unwrap();
    // Without the correction the first words count again, which name what stands no more.
    let of_session = city.log.read_stream(&space(), &"session/s-1".parse().unwrap()).await.unwrap();
    let undone = cancel("session/s-1", of_session.last().unwrap().id);
    assert_eq!(code(city.ask(vec![undone.clone()]).await), "reference-unknown");
    city.ask(vec![cancel("organisation/ccas", correction.facts[0].id)]).await.unwrap();
    city.ask(vec![undone]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_names_a_stream_between_the_decision_and_its_append_is_met() {
    let city = City::begin();
    let ccas = city.organisation("ccas").await;
    city.session("s-1", None).await;
    let removed = async |node| city.ask_by(&node, vec![cancel("organisation/ccas", ccas)]).await;
    let names = async |node| city.ask_by(&node, vec![ask("session/s-1", "2016-03-08", Ask::Record(led("ccas")))]).await;
    let [refused, named] = one_between([city.log.clone(), city.log.clone()], removed, names).await;
    named.unwrap();
    assert_eq!(code(refused), "reference-unknown");
    // The control: while nobody comes between, it is cancelled.
    let ville = city.organisation("ville").await;
    assert!(city.ask(vec![cancel("organisation/ville", ville)]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_has_not_seen_a_removal_names_nothing_that_is_gone() {
    let city = City::begin();
    let (here, elsewhere) = (Executor::new(city.log.clone()), Executor::new(city.log.clone()));
    let ccas = city.organisation("ccas").await;
    city.session("s-1", None).await;
    let leads = |name: &str| vec![ask("session/s-1", "2016-03-08", Ask::Record(led(name)))];
    city.organisation("ville").await;
    city.ask_by(&here, leads("ville")).await.unwrap();
    city.ask_by(&elsewhere, vec![cancel("organisation/ccas", ccas)]).await.unwrap();
    assert_eq!(code(city.ask_by(&here, leads("ccas")).await), "reference-unknown");
}
