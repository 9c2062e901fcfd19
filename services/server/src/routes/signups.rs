//! Signups: a place, or a rank on the waiting list.

use maillage_events::decide::Ask;
use maillage_events::fact::Fact;
use maillage_events::id::{Id, PersonRef};
use maillage_events::session::{AskedBy, SessionFact, SignupCancelled, SignupRequested};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandAnswer, Intake, SignupAnswer, SignupStatus, Telling, Told, api_context};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::Answered;
use crate::routes::history::pasts;
use crate::routes::paths::{SessionPath, SignupPath};
use crate::routes::stated::{CommandHeaders, Stated};
use crate::state::AppState;

/// Routes of signups.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(sign_up, give_back))
}

/// Who asks for a place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignupBody {
    /// For whom.
    pub person: Option<PersonRef>,
    /// For which organisation.
    pub organisation: Option<Id>,
    /// Who asked.
    pub by: AskedBy,
}

/// Who gives a place back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveBackBody {
    /// By whom.
    pub by: AskedBy,
}

/// The last word about a signup among some facts.
fn last_word<'a>(signup: &Id, facts: impl DoubleEndedIterator<Item = &'a SessionFact>) -> Option<SignupAnswer> {
    facts.rev().find_map(|fact| match fact {
        SessionFact::SignupConfirmed(it) if it.signup == *signup => {
            Some(SignupAnswer { status: SignupStatus::Confirmed, rank: None })
        }
        SessionFact::SignupWaiting(it) if it.signup == *signup => {
            Some(SignupAnswer { status: SignupStatus::Waiting, rank: Some(it.rank) })
        }
        SessionFact::SignupCancelled(it) if it.signup == *signup => {
            Some(SignupAnswer { status: SignupStatus::Cancelled, rank: None })
        }
        _ => None,
    })
}

/// What an outcome says of a signup; the stream is asked only where the outcome says nothing new.
async fn said_of(state: &AppState, path: &SignupPath, told: &Told) -> Answered<Option<SignupAnswer>> {
    let facts: Vec<SessionFact> = told
        .outcome
        .facts
        .iter()
        .filter_map(|fact| SessionFact::read(&fact.kind, &fact.data.to_string())?.ok())
        .collect();
    if !facts.is_empty() {
        return Ok(last_word(&path.signup, facts.iter()));
    }
    let session = SessionPath { space: path.space.clone(), session: path.session.clone() };
    // Up to the position of the answer, so that a retry of it says the same.
    let past = pasts(&state.log.read_stream(&path.space, &session.stream()).await?)?;
    let facts: Vec<SessionFact> = past
        .into_iter()
        .take_while(|fact| fact.position <= told.outcome.receipt.last)
        .filter_map(|fact| if let Fact::Session(fact) = fact.fact { Some(fact) } else { None })
        .collect();
    Ok(last_word(&path.signup, facts.iter()))
}

/// Asks for a place; the answer says whether it is confirmed or waits.
#[utoipa::path(put, path = "/v1/spaces/{space}/sessions/{session}/signups/{signup}", tag = "sessions", params(SignupPath, CommandHeaders),
    request_body = Stated<SignupBody>, responses(
    (status = 201, description = "A place, or a rank on the waiting list: see `signup`.", body = CommandAnswer),
    (status = 200, description = "It was asked for already; `signup` says how it stood.", body = CommandAnswer),
))]
async fn sign_up(
    intake: Intake,
    InPath(path): InPath<SignupPath>,
    body: JsonBody<Stated<SignupBody>>,
) -> Answered<Told> {
    let SignupBody { person, organisation, by } = body.value.data;
    let ask = Ask::SignUp(SignupRequested { signup: path.signup.clone(), person, organisation, by });
    tell(intake, path, "sign_up", body.value.occurred_on, ask, &body.bytes).await
}

/// Gives a place back; whoever waits first gets it.
#[utoipa::path(delete, operation_id = "give_place_back", path = "/v1/spaces/{space}/sessions/{session}/signups/{signup}", tag = "sessions", params(SignupPath, CommandHeaders),
    request_body = Stated<GiveBackBody>, responses(
    (status = 201, description = "The signup is cancelled; `facts` tells who got the place.", body = CommandAnswer),
    (status = 200, description = "It was cancelled already.", body = CommandAnswer),
))]
async fn give_back(
    intake: Intake,
    InPath(path): InPath<SignupPath>,
    body: JsonBody<Stated<GiveBackBody>>,
) -> Answered<Told> {
    let ask = Ask::CancelSignup(SignupCancelled { signup: path.signup.clone(), by: body.value.data.by });
    tell(intake, path, "give_back", body.value.occurred_on, ask, &body.bytes).await
}

async fn tell(
    intake: Intake,
    path: SignupPath,
    verb: &'static str,
    occurred: Option<maillage_events::when::OccurredOn>,
    ask: Ask,
    bytes: &[u8],
) -> Answered<Told> {
    intake.state.known(&path.space).await?;
    let stream = SessionPath { space: path.space.clone(), session: path.session.clone() }.stream();
    let telling = Telling { verb, space: path.space.clone(), stream, occurred, ask, context: api_context() };
    let mut told = intake.tell(telling, bytes).await?;
    told.signup = said_of(&intake.state, &path, &told).await?;
    Ok(told)
}
