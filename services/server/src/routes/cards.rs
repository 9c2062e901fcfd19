//! Cards: who a person is, in the vault and nowhere else. No answer shows one, or tells whether a guess was right.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::screen::is_unprintable;
use maillage_log::persons::CardPut;
use maillage_log::vault::PersonCard;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, ReplyFact};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::{Problem, RouteResult};
use crate::routes::bodies::Stated;
use crate::routes::paths::PersonPath;
use crate::state::AppState;

/// Routes of cards.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(put_card))
}

/// Longest name or contact, in characters.
const MOST: usize = 200;

/// Who a person is.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardBody {
    /// Family name.
    #[schema(min_length = 1, max_length = 200)]
    pub family_name: String,
    /// Given name.
    #[schema(min_length = 1, max_length = 200)]
    pub given_name: String,
    /// Telephone or e-mail.
    #[schema(min_length = 1, max_length = 200)]
    pub contact: Option<String>,
}

impl CardBody {
    fn card(self) -> RouteResult<PersonCard> {
        let is_shown = |text: &str| !text.contains(['\n', '\r', '\t']) && !text.chars().any(is_unprintable);
        let sound = |text: &str| !text.trim().is_empty() && text.chars().count() <= MOST && is_shown(text);
        let Self { family_name, given_name, contact } = self;
        if !sound(&family_name) || !sound(&given_name) || contact.as_deref().is_some_and(|contact| !sound(contact)) {
            return Err(Problem::new("bad-card").at_pointer(
                "/data",
                "shape-wrong-value",
                vec![("member", "card".to_owned())],
            ));
        }
        Ok(PersonCard { family_name, given_name, contact })
    }
}

/// The headers that a card may bear: no `Idempotency-Key`, since the log keeps no trace of a name.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes headers that are read elsewhere")]
pub struct CardHeaders {
    /// The version of the card that must still hold, as given by `ETag`, or `*` for any; otherwise 412.
    #[param(rename = "If-Match", pattern = "^(\\*|\"[0-9]+\")$")]
    if_match: Option<String>,
    /// `*`: there must be no card yet; otherwise 412.
    #[param(rename = "If-None-Match", pattern = "^\\*$")]
    if_none_match: Option<String>,
}

/// A card that stands; it is not shown back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardAnswer)]
pub struct CardReplyBody {
    /// The version of the card, from 1, as in `ETag`.
    #[schema(example = 1)]
    pub version: u64,
    /// Position of the fact that registered the person; `null` where the person was registered before.
    #[schema(example = 413)]
    pub position: Option<u64>,
    /// That fact, or none.
    pub facts: Vec<ReplyFact>,
}

/// Lets a card stand behind a reference.
///
/// The card takes the place of the one before, whatever that said; a person who is not registered yet is registered,
/// on `occurred_on`. The card goes to the vault alone, once the rules have admitted it, under a new key; nothing of it
/// is kept for a retry, so send it again as often as needed, and without an `Idempotency-Key`.
#[utoipa::path(
    put,
    operation_id = "put_card",
    path = "/v1/spaces/{space}/persons/{person}/card",
    tag = "persons",
    params(PersonPath, CardHeaders),
    request_body = Stated<CardBody>,
    responses(
        (status = 201, description = "The card stands, the first behind this reference.", body = CardReplyBody),
        (status = 200, description = "The card stands, in the place of another.", body = CardReplyBody),
    ),
)]
async fn put_card(
    context: CommandContext,
    InPath(path): InPath<PersonPath>,
    body: JsonBody<Stated<CardBody>>,
) -> RouteResult<Response> {
    let Stated { occurred_on, data } = body.value;
    let CardPut { version, registered } = context.put_card(&path, data.card()?, occurred_on).await?;
    let facts = registered.as_ref().map(|outcome| outcome.facts.clone()).unwrap_or_default();
    let reply = CardReplyBody {
        version,
        position: registered.map(|outcome| outcome.receipt.last),
        facts: facts.into_iter().map(ReplyFact::from).collect(),
    };
    let status = if version == 1 { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = (status, Json(reply)).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}
