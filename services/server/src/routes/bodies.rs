//! The shape that bodies of commands share.

use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Something decided or asked for: its date is today, in the time zone of the space, unless said otherwise.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stated<T> {
    /// When it was decided or asked for.
    pub occurred_on: Option<OccurredOn>,
    /// What.
    pub data: T,
}

/// Something that came about: when, must be said (`unknown` is an answer).
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Observed<T> {
    /// When it happened.
    pub occurred_on: OccurredOn,
    /// What.
    pub data: T,
}

/// The headers that every command may bear.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes headers that are read elsewhere")]
pub struct CommandHeaders {
    /// Names the ask: sent again with the same body, it gets the first answer, with `Idempotency-Replayed: true`.
    /// 1 to 200 printable ASCII characters. Without it, a `PUT` is judged on what stands now: 200 where it
    /// stands already.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[ -~]+$")]
    idempotency_key: Option<String>,
    /// The version that must still hold, as given by `ETag`; otherwise 412.
    #[param(rename = "If-Match", pattern = "^(\\*|\"[0-9]+\")$")]
    if_match: Option<String>,
}
