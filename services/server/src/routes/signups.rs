//! Signups: a place, or a rank on the waiting list.

use maillage_events::decide::Ask;
use maillage_events::fact::Fact;
use maillage_events::id::{Id, PersonRef};
use maillage_events::session::{AskedBy, GivenBackFor, SessionFact, SignupCancelled, SignupRequested};
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody, SignupAnswer, SignupStatus};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::RouteResult;
use crate::routes::bodies::{CommandHeaders, Stated};
use crate::routes::deletion::Deletion;
use crate::routes::paths::{NamesStream, SignupPath};
use crate::state::AppState;
use crate::stored_facts::{read_whole, with_whole_stream};

/// Routes of signups.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(sign_up, give_back))
}

/// Who asks for a place.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignupBody {
    /// For whom.
    pub person: Option<PersonRef>,
    /// For which organisation.
    pub organisation: Option<Id>,
    /// For how many people, the person included; 1 where it is absent.
    #[serde(default = "one")]
    pub heads: u32,
    /// Who asked.
    pub by: AskedBy,
    /// The organisation that sent them.
    pub through: Option<Id>,
    /// The person whose relative it is for, who is not named.
    pub relative_of: Option<PersonRef>,
}

const fn one() -> u32 {
    1
}

/// Who gives a place back.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveBackBody {
    /// By whom.
    pub by: AskedBy,
    /// Why, in one of these words.
    pub motive: Option<GivenBackFor>,
}

/// The same as parameters.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that are read elsewhere")]
pub struct GiveBackQuery {
    /// When it was given back: today, unless said otherwise.
    #[param(value_type = Option<String>, example = "2016-03-08")]
    occurred_on: Option<OccurredOn>,
    /// By whom; needed where there is no body.
    #[param(inline)]
    by: Option<AskedBy>,
    /// Why, in one of these words.
    #[param(inline)]
    motive: Option<GivenBackFor>,
}

/// How a fact leaves a signup; `None` for a fact about something else.
fn status_in(fact: &SessionFact) -> Option<(&Id, SignupAnswer)> {
    let answer = |status, rank| SignupAnswer { status, rank };
    match fact {
        SessionFact::SignupConfirmed(it) => Some((&it.signup, answer(SignupStatus::Confirmed, None))),
        SessionFact::SignupWaiting(it) => Some((&it.signup, answer(SignupStatus::Waiting, Some(it.rank)))),
        SessionFact::SignupCancelled(it) => Some((&it.signup, answer(SignupStatus::Cancelled, None))),
        SessionFact::SignupRequested(_)
        | SessionFact::Planned(_)
        | SessionFact::Moved(_)
        | SessionFact::Renamed(_)
        | SessionFact::Cancelled(_)
        | SessionFact::Held(_)
        | SessionFact::Credited(_)
        | SessionFact::Uncredited(_)
        | SessionFact::CapacityChanged(_)
        | SessionFact::Led(_)
        | SessionFact::LeadEnded(_)
        | SessionFact::AbsenceObserved(_)
        | SessionFact::OrganisationPresent(_)
        | SessionFact::ReferralMade(_)
        | SessionFact::AttendanceObserved(_)
        | SessionFact::AttendanceWithdrawn(_)
        | SessionFact::HeadcountRecorded(_)
        | SessionFact::VisitsRecorded(_)
        | SessionFact::ConnectionsRecorded(_) => None,
    }
}

/// How the latest of some facts about a signup leaves it.
fn latest_status<'a>(signup: &Id, facts: impl DoubleEndedIterator<Item = &'a SessionFact>) -> Option<SignupAnswer> {
    facts.rev().filter_map(status_in).find(|(id, _)| *id == signup).map(|(_, answer)| answer)
}

/// What a reply says of a signup; the stream is read only where the command led to no new fact.
async fn signup_status(state: &AppState, path: &SignupPath, reply: &CommandReply) -> RouteResult<Option<SignupAnswer>> {
    let facts: Vec<SessionFact> = reply
        .outcome
        .facts
        .iter()
        .filter_map(|fact| SessionFact::read(&fact.kind, &fact.data.to_string())?.ok())
        .collect();
    if !facts.is_empty() {
        return Ok(latest_status(&path.signup, facts.iter()));
    }
    // Up to the position of the answer, so that a retry of it says the same.
    let (last, signup) = (reply.outcome.receipt.last, path.signup.clone());
    with_whole_stream(state, &path.space, &path.stream()?, move |mut stored| {
        stored.retain(|fact| fact.position <= last && fact.kind.starts_with("signup."));
        let facts: Vec<SessionFact> = read_whole(&stored)?
            .into_iter()
            .filter_map(|fact| if let Fact::Session(fact) = fact.fact { Some(fact) } else { None })
            .collect();
        Ok(latest_status(&signup, facts.iter()))
    })
    .await
}

/// Asks for a place; the answer says whether it is confirmed or waits.
#[utoipa::path(
    put,
    path = "/v1/spaces/{space}/sessions/{session}/signups/{signup}",
    tag = "sessions",
    params(SignupPath, CommandHeaders),
    request_body = Stated<SignupBody>,
    responses(
        (
            status = 201,
            description = "A place, or a rank on the waiting list: see `signup`.",
            body = CommandReplyBody,
        ),
        (
            status = 200,
            description = "It was asked for already; `signup` says how it stood.",
            body = CommandReplyBody,
        ),
    ),
)]
async fn sign_up(
    context: CommandContext,
    InPath(path): InPath<SignupPath>,
    body: JsonBody<Stated<SignupBody>>,
) -> RouteResult<CommandReply> {
    let SignupBody { person, organisation, heads, by, through, relative_of } = body.value.data;
    let signup = path.signup.clone();
    let ask = Ask::PutSignup(SignupRequested { signup, person, organisation, heads, by, through, relative_of });
    ask_about(&context, &path, "sign_up", body.value.occurred_on, ask, &body.bytes).await
}

/// Gives a place back; whoever waits first gets it.
#[utoipa::path(
    delete,
    operation_id = "give_place_back",
    path = "/v1/spaces/{space}/sessions/{session}/signups/{signup}",
    tag = "sessions",
    params(SignupPath, GiveBackQuery, CommandHeaders),
    request_body = Stated<GiveBackBody>,
    responses(
        (
            status = 201,
            description = "The signup is cancelled; `facts` tells who got the place.",
            body = CommandReplyBody,
        ),
        (status = 200, description = "It was cancelled already.", body = CommandReplyBody),
    ),
)]
async fn give_back(
    context: CommandContext,
    InPath(path): InPath<SignupPath>,
    body: Deletion<GiveBackBody>,
) -> RouteResult<CommandReply> {
    let GiveBackBody { by, motive } = body.value.data;
    let ask = Ask::CancelSignup(SignupCancelled { signup: path.signup.clone(), by, motive });
    ask_about(&context, &path, "give_back", body.value.occurred_on, ask, &body.bytes).await
}

async fn ask_about(
    context: &CommandContext,
    path: &SignupPath,
    verb: &'static str,
    occurred: Option<OccurredOn>,
    ask: Ask,
    bytes: &[u8],
) -> RouteResult<CommandReply> {
    let mut reply = context.ask(path, verb, occurred, ask, bytes).await?;
    reply.signup = signup_status(&context.state, path, &reply).await?;
    Ok(reply)
}
