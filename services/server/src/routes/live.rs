//! Live: every fact of a space as soon as the projections have taken it, and the counters that it moved.
//!
//! The log is the only source. An advance of the projector is a wake-up, never the news itself: a client that is too
//! slow, or comes back after a day, reads on from its position. So nothing is dropped, nothing comes twice, and a
//! client that queries after an event sees it.

use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Sse};
use futures::Stream;
use maillage_events::id::SpaceId;
use maillage_log::log::StoredFact;
use maillage_projections::attendance::{Attendance, PoleCounters, SessionCounter};
use maillage_projector::Advance;
use serde::{Deserialize, Serialize};
use tokio::sync::{OwnedSemaphorePermit, broadcast, watch};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::parts::{InPath, InQuery};
use crate::http::problem::{Problem, ProblemBody, RouteResult};
use crate::routes::paths::SpacePath;
use crate::state::AppState;

/// Routes of live streams.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(live))
}

/// How many facts are read at once.
const BATCH: u64 = 256;
/// How often a silent stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How soon a client should come back.
const COME_BACK: Duration = Duration::from_secs(2);

const NOT_BUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Where to go on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LiveFrom {
    /// The position after which to begin, for clients that cannot send `Last-Event-ID`; the header rules. Without
    /// either: from now on.
    pub last_event_id: Option<u64>,
}

/// `event: fact`: a fact that every projection has taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveFact<'a> {
    /// Its place in the order of the space; also the id of the event.
    pub position: u64,
    /// Its kind.
    pub kind: &'a str,
    /// Its stream.
    pub stream: &'a str,
    /// The first clock.
    pub occurred_on: &'a str,
    /// The second clock.
    #[schema(value_type = String)]
    pub recorded_at: String,
}

/// `event: counters`: what the facts just sent have moved, counted by the projections.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveCounters {
    /// The position that the counters have taken into account: at least that of the fact before.
    pub position: u64,
    /// The poles of the sessions that moved.
    #[schema(value_type = Vec<Object>)]
    pub poles: Vec<PoleCounters>,
    /// The sessions that moved.
    #[schema(value_type = Vec<Object>)]
    pub sessions: Vec<SessionCounter>,
}

struct Follower {
    /// Its place among the live streams, given back with it.
    _place: OwnedSemaphorePermit,
    state: AppState,
    space: SpaceId,
    cursor: u64,
    queue: VecDeque<Event>,
    advances: broadcast::Receiver<Advance>,
    stopping: watch::Receiver<bool>,
}

impl Follower {
    /// The next event; `None` when the server stops or the log cannot be read (the client comes back where it was).
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some((Ok(event), self));
            }
            if *self.stopping.borrow() {
                return None;
            }
            let until = self.state.projector.position(&self.space);
            if until > self.cursor {
                self.read(until).await.ok()?;
            } else {
                tokio::select! {
                    advance = self.advances.recv() => match advance {
                        Err(broadcast::error::RecvError::Closed) => return None,
                        // One that was missed is no loss: the position is read again.
                        Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    },
                    _ = self.stopping.changed() => return None,
                }
            }
        }
    }

    async fn read(&mut self, until: u64) -> RouteResult<()> {
        let limit = (until - self.cursor).min(BATCH);
        let facts = self.state.log.read(&self.space, self.cursor, usize::try_from(limit).unwrap_or(usize::MAX)).await?;
        let Some(last) = facts.last().map(|fact| fact.position) else {
            return Err(Problem::new("store-unavailable"));
        };
        self.queue.extend(facts.iter().filter_map(fact_event));
        self.queue.extend(self.counters(&facts).and_then(|counters| event("counters", last, &counters)));
        self.cursor = last;
        Ok(())
    }

    /// The counters of the facts that came last before the cursor: a client that was cut off has seen these facts, but
    /// perhaps not their counters, which come after a batch of them.
    async fn counters_at_the_cut(&self) -> RouteResult<Option<Event>> {
        let (after, limit) = (self.cursor.saturating_sub(BATCH), self.cursor.min(BATCH));
        let facts = self.state.log.read(&self.space, after, usize::try_from(limit).unwrap_or(usize::MAX)).await?;
        Ok(self.counters(&facts).and_then(|counters| event("counters", self.cursor, &counters)))
    }

    /// The counters that some facts moved; `None` when they moved none.
    fn counters(&self, facts: &[StoredFact]) -> Option<LiveCounters> {
        let sessions: BTreeSet<&str> = facts.iter().filter_map(|fact| fact.stream.strip_prefix("session/")).collect();
        if sessions.is_empty() {
            return None;
        }
        self.state.projector.with_live_state(&self.space, |attendance: &Attendance, position| {
            let poles: BTreeSet<&str> = sessions.iter().filter_map(|session| attendance.pole_of(session)).collect();
            LiveCounters {
                position,
                poles: poles.into_iter().map(|pole| attendance.pole_counters(pole)).collect(),
                sessions: sessions.into_iter().filter_map(|session| attendance.session_counter(session)).collect(),
            }
        })
    }
}

fn event(name: &str, position: u64, data: &impl Serialize) -> Option<Event> {
    Event::default().event(name).id(position.to_string()).json_data(data).ok()
}

fn fact_event(fact: &StoredFact) -> Option<Event> {
    let data = LiveFact {
        position: fact.position,
        kind: &fact.kind,
        stream: &fact.stream,
        occurred_on: &fact.occurred,
        recorded_at: fact.recorded_at.to_string(),
    };
    event("fact", fact.position, &data)
}

/// Follows a space live (Server-Sent Events).
///
/// `id` is the position. A client that comes back with `Last-Event-ID` receives the counters of the facts that it saw
/// last, exactly the facts that it missed, then goes on live.
#[utoipa::path(
    get,
    operation_id = "follow_space",
    path = "/v1/spaces/{space}/live",
    tag = "live",
    params(
        SpacePath,
        LiveFrom,
        ("Last-Event-ID" = Option<u64>, Header, description = "The position of the last event received."),
    ),
    responses(
        (
            status = 200,
            description = "A stream of `fact` and `counters` events, with a comment every 15 seconds.",
            body = LiveFact,
            content_type = "text/event-stream",
        ),
        (status = 503, description = "As many pages follow as may; come back when `Retry-After` says.",
         body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
async fn live(
    State(state): State<AppState>,
    InPath(path): InPath<SpacePath>,
    InQuery(from): InQuery<LiveFrom>,
    headers: HeaderMap,
) -> RouteResult<impl IntoResponse> {
    let place = state.places.for_stream()?;
    state.known(&path.space).await?;
    let after = match headers.get(LAST_EVENT_ID) {
        None => from.last_event_id,
        Some(value) => {
            let number = value.to_str().ok().and_then(|text| text.parse().ok());
            Some(number.ok_or_else(|| Problem::new("bad-query").at_parameter("Last-Event-ID", "place-bad-position"))?)
        }
    };
    // Subscribed before anything is read: an advance in between wakes us, and is then found to be read already.
    let advances = state.projector.subscribe();
    let head = state.log.head(&path.space).await?.position;
    let cursor = after.unwrap_or_else(|| state.projector.position(&path.space));
    if cursor > head {
        return Err(Problem::new("position-ahead").with("position", cursor).with("head", head));
    }
    let stopping = state.stopping();
    let hello = Event::default().retry(COME_BACK).comment("maillage");
    let queue = VecDeque::from([hello]);
    let mut follower = Follower { _place: place, state, space: path.space, cursor, queue, advances, stopping };
    if after.is_some_and(|after| after > 0) {
        let counters = follower.counters_at_the_cut().await?;
        follower.queue.extend(counters);
    }
    let events = Sse::new(stream(follower)).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("heartbeat"));
    // A proxy must not gather events before it hands them on.
    Ok(([(NOT_BUFFERED, "no")], events))
}

fn stream(follower: Follower) -> impl Stream<Item = Result<Event, Infallible>> {
    futures::stream::unfold(follower, Follower::next)
}
