//! Live: nothing missed, nothing twice, and what was told can be asked for.

mod support;

use std::time::Duration;

use futures::StreamExt;
use serde_json::Value;
use support::Running;

/// One event of a stream.
#[derive(Debug, Clone, PartialEq)]
struct Event {
    name: String,
    id: u64,
    data: Value,
}

struct Listening {
    chunks: std::pin::Pin<Box<dyn futures::Stream<Item = Vec<u8>>>>,
    buffer: String,
}

impl Listening {
    async fn to(server: &Running, after: Option<u64>) -> Self {
        let mut request = server.http.get(server.url("/v1/spaces/s/live"));
        if let Some(after) = after {
            request = request.header("last-event-id", after);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let chunks = response.bytes_stream().map(|chunk| chunk.map(|bytes| bytes.to_vec()).unwrap_or_default());
        Self { chunks: Box::pin(chunks), buffer: String::new() }
    }

    /// The next event; `None` when the stream ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.buffer.split_once("\n\n").map(|(block, rest)| (block.to_owned(), rest.to_owned())) {
                self.buffer = rest;
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
                if let (Some(name), Some(id), Some(data)) = (field("event"), field("id"), field("data")) {
                    return Some(Event { name, id: id.parse().unwrap(), data: serde_json::from_str(&data).unwrap() });
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(20), self.chunks.next()).await.expect("an event or an end")?;
            self.buffer.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Facts up to and including a position.
    async fn facts_until(&mut self, position: u64) -> Vec<u64> {
        let mut seen = Vec::new();
        while seen.last() != Some(&position) {
            let event = self.next().await.expect("the stream goes on");
            if event.name == "fact" {
                assert_eq!(event.data["position"], event.id);
                seen.push(event.id);
            }
        }
        seen
    }
}

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
    let told = loop {
        let event = listening.next().await.unwrap();
        if event.name == "fact" && event.id == position {
            assert!(server.state.projector.position(&"s".parse().unwrap()) >= position);
            assert_eq!((&event.data["kind"], &event.data["stream"]), (&"attendance.observed".into(), &"session/r0".into()));
        }
        if event.name == "counters" && event.id == position {
            break event;
        }
    };
    assert_eq!(told.data["sessions"][0]["session"], "r0");
    assert_eq!(told.data["sessions"][0]["present"], 1);
}

#[tokio::test]
async fn a_position_that_does_not_exist_yet_is_refused_and_stopping_ends_streams() {
    let mut server = Running::start().await;
    assert_eq!(server.get("/v1/spaces/s/live?last_event_id=999", &[]).await.json()["code"], "position-ahead");
    let mut listening = Listening::to(&server, None).await;
    server.stop().await;
    assert_eq!(listening.next().await, None);
}
