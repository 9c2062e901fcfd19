//! Persons: an opaque reference, what is known of whoever stands behind it, and its end. The card has a
//! [route of its own](super::cards).

use axum::body::Bytes;
use maillage_events::canonical;
use maillage_events::fact::Fact;
use maillage_events::id::{Id, PersonRef, RequestRef};
use maillage_events::person::{
    CardState, ErasureBasis, MinorityDeclared, PersonInformed, PersonRegistered, ResponsibleNamed,
};
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody};
use crate::http::body::JsonBody;
use crate::http::parts::{InPath, InQuery};
use crate::http::problem::{Problem, RouteResult};
use crate::routes::bodies::{CommandHeaders, Stated};
use crate::routes::paths::PersonPath;
use crate::state::AppState;

/// Routes of persons.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(register, erase))
}

/// A person to register.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonBody {
    /// The last year at whose end the person is under age; absent for an adult.
    pub minor_through: Option<i16>,
    /// Version of the notice that was given to the person, or to who answers for a minor.
    pub notice: Option<Id>,
    /// An adult who answers for a minor.
    pub responsible: Option<PersonRef>,
}

/// What a person to register comes to, in the order in which the rules take it. That somebody is a minor and who
/// answers for the minor holds from the beginning unless a date is said, so that the same body again says nothing new.
fn facts(body: &PersonBody, on: Option<OccurredOn>) -> Vec<(Option<OccurredOn>, Fact)> {
    let from_the_beginning = on.or(Some(OccurredOn::Unknown));
    let mut facts: Vec<(_, Fact)> = vec![(on, PersonRegistered { card: CardState::Absent }.into())];
    facts.extend(body.minor_through.map(|through| (from_the_beginning, MinorityDeclared { through }.into())));
    facts.extend(body.notice.clone().map(|notice| (on, PersonInformed { notice }.into())));
    let named = |adult| (from_the_beginning, ResponsibleNamed { adult, until: None }.into());
    facts.extend(body.responsible.map(named));
    facts
}

/// Registers a person, without a name: `PUT …/persons/{person}/card` gives one, before or after.
#[utoipa::path(
    put,
    operation_id = "register_person",
    path = "/v1/spaces/{space}/persons/{person}",
    tag = "persons",
    params(PersonPath, CommandHeaders),
    request_body = Stated<PersonBody>,
    responses(
        (status = 201, description = "The person is registered.", body = CommandReplyBody),
        (status = 200, description = "The person was known already.", body = CommandReplyBody),
    ),
)]
async fn register(
    context: CommandContext,
    InPath(path): InPath<PersonPath>,
    body: JsonBody<Stated<PersonBody>>,
) -> RouteResult<CommandReply> {
    let Stated { occurred_on, data } = &body.value;
    context.put_all(&path, "register", facts(data, *occurred_on), &body.bytes).await
}

/// What an erasure says of itself.
#[derive(Debug, Clone, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ErasureQuery {
    /// The request, by a UUID that says nothing of who asked; made by Maillage where it is absent.
    #[param(inline)]
    pub request: Option<RequestRef>,
    /// Why it is due: `request`, unless said otherwise.
    #[param(inline)]
    pub basis: Option<ErasureBasis>,
    /// When it is carried out: today, unless said otherwise.
    #[param(value_type = Option<String>, example = "2016-03-08")]
    pub occurred_on: Option<OccurredOn>,
}

/// Erases a person: the key of the card is destroyed, and the card with it.
///
/// The reference stays, empty for ever: nobody can be named by it again, no past figure moves. Every reference that was
/// merged with it is erased too, by a fact of its own. The request has no body. 503 `vault-read`: another program reads
/// the vault's file and would keep the old bytes; nothing was changed, or the erasure stands and its bytes are
/// overwritten as soon as that program ends.
#[utoipa::path(
    delete,
    operation_id = "erase_person",
    path = "/v1/spaces/{space}/persons/{person}",
    tag = "persons",
    params(PersonPath, ErasureQuery, CommandHeaders),
    responses(
        (status = 201, description = "The person is erased.", body = CommandReplyBody),
        (status = 200, description = "The person was erased already.", body = CommandReplyBody),
    ),
)]
async fn erase(
    context: CommandContext,
    InPath(path): InPath<PersonPath>,
    InQuery(query): InQuery<ErasureQuery>,
    body: Bytes,
) -> RouteResult<CommandReply> {
    if !body.is_empty() {
        return Err(Problem::new("bad-body").at_pointer("", "place-no-body", Vec::new()));
    }
    let bytes = canonical::to_bytes(&query).map_err(|_| Problem::new("internal"))?;
    context.erase(&path, query, &bytes).await
}
