//! A client of a live stream.

use std::time::Duration;

use futures::StreamExt;
use serde_json::Value;

use super::Running;

/// One event of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub name: String,
    pub id: u64,
    pub data: Value,
}

/// A client of a live stream.
pub struct Listening {
    chunks: std::pin::Pin<Box<dyn futures::Stream<Item = Vec<u8>>>>,
    buffer: String,
}

impl Listening {
    pub async fn to(server: &Running, after: Option<u64>) -> Self {
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
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) =
                self.buffer.split_once("\n\n").map(|(block, rest)| (block.to_owned(), rest.to_owned()))
            {
                self.buffer = rest;
                let field = |name: &str| {
                    block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
                };
                if let (Some(name), Some(id), Some(data)) = (field("event"), field("id"), field("data")) {
                    return Some(Event { name, id: id.parse().unwrap(), data: serde_json::from_str(&data).unwrap() });
                }
            }
            let chunk =
                tokio::time::timeout(Duration::from_secs(20), self.chunks.next()).await.expect("an event or an end")?;
            self.buffer.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Facts up to and including a position.
    pub async fn facts_until(&mut self, position: u64) -> Vec<u64> {
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
