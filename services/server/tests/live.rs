//! Live: nothing missed, nothing twice, and what was sent can be read.

#[cfg(test)]
mod support;

use support::Running;
use support::listening::Listening;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_comes_back_receives_exactly_what_it_missed_then_goes_on() {
    let server = Running::start().await;
    server.past_session("r0").await;
    let mut persons = Vec::new();
    for number in 1..=30 {
        persons.push(server.person(number).await);
    }
    let mut last = 0;
    let mut listening = Listening::to(&server, Some(0)).await;
    for person in &persons[..10] {
        last = server.present("r0", person).await.json()["position"].as_u64().unwrap();
    }
    assert_eq!(listening.facts_until(last).await, (1..=last).collect::<Vec<_>>());
    drop(listening);

    let left_at = last;
    for person in &persons[10..20] {
        last = server.present("r0", person).await.json()["position"].as_u64().unwrap();
    }
    let mut back = Listening::to(&server, Some(left_at)).await;
    for person in &persons[20..] {
        last = server.present("r0", person).await.json()["position"].as_u64().unwrap();
    }
    assert_eq!(back.facts_until(last).await, (left_at + 1..=last).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_comes_after_the_projections_took_the_fact_and_brings_its_counters() {
    let server = Running::start().await;
    server.past_session("r0").await;
    let person = server.person(1).await;
    let mut listening = Listening::to(&server, None).await;
    let position = server.present("r0", &person).await.json()["position"].as_u64().unwrap();
    let counters = loop {
        let event = listening.next().await.unwrap();
        if event.name == "fact" && event.id == position {
            assert!(server.state.projector.position(&"s".parse().unwrap()) >= position);
            assert_eq!(
                (&event.data["kind"], &event.data["stream"]),
                (&"attendance.observed".into(), &"session/r0".into())
            );
        }
        if event.name == "counters" && event.id == position {
            break event;
        }
    };
    assert_eq!(counters.data["sessions"][0]["session"], "r0");
    assert_eq!(counters.data["sessions"][0]["present"], 1);
}

#[tokio::test]
async fn a_position_that_does_not_exist_yet_is_refused_and_stopping_ends_streams() {
    let mut server = Running::start().await;
    assert_eq!(server.get("/v1/spaces/s/live?last_event_id=999", &[]).await.json()["code"], "position-ahead");
    let mut listening = Listening::to(&server, None).await;
    server.stop().await;
    // On a slow machine the fact that opened the space may still be on its way; nothing else, and then the stream ends.
    while let Some(event) = listening.next().await {
        assert_eq!(event.id, 1, "{event:?}");
    }
}
