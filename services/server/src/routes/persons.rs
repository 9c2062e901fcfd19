//! Persons: the card goes to the vault, a reference becomes a fact, and no answer ever shows the card.

use maillage_events::canonical;
use maillage_events::fact::Fact;
use maillage_events::id::Id;
use maillage_events::id::PersonRef;
use maillage_events::person::{CardState, MinorityDeclared, PersonInformed, PersonRegistered, ResponsibleNamed};
use maillage_events::when::OccurredOn;
use maillage_log::vault::{PersonCard, VaultError};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::{Problem, RouteResult};
use crate::routes::bodies::{CommandHeaders, Stated};
use crate::routes::paths::{NamesStream, PersonPath};
use crate::state::AppState;

/// Routes of persons.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(register))
}

/// Longest name or contact, in characters.
const MOST: usize = 200;

/// Who a person is.
#[derive(Deserialize, ToSchema)]
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

/// A person to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonBody {
    /// Who it is: kept in the vault, encrypted, and nowhere else.
    pub card: CardBody,
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
    let mut facts: Vec<(_, Fact)> = vec![(on, PersonRegistered { card: CardState::Held }.into())];
    facts.extend(body.minor_through.map(|through| (from_the_beginning, MinorityDeclared { through }.into())));
    facts.extend(body.notice.clone().map(|notice| (on, PersonInformed { notice }.into())));
    let named = |adult| (from_the_beginning, ResponsibleNamed { adult, until: None }.into());
    facts.extend(body.responsible.map(named));
    facts
}

fn card(body: CardBody) -> RouteResult<PersonCard> {
    let sound = |text: &str| !text.trim().is_empty() && text.chars().count() <= MOST;
    if !sound(&body.family_name)
        || !sound(&body.given_name)
        || body.contact.as_deref().is_some_and(|contact| !sound(contact))
    {
        return Err(Problem::new("bad-card").at_pointer("/data/card", "place-wrong-value", Vec::new()));
    }
    Ok(PersonCard { family_name: body.family_name, given_name: body.given_name, contact: body.contact })
}

/// Registers a person.
///
/// Registering again with another card corrects the card in the vault and records nothing new. A retry is known by
/// everything but the card: a hash of a name in the log would outlive its erasure.
#[utoipa::path(
    put,
    operation_id = "register_person",
    path = "/v1/spaces/{space}/persons/{person}",
    tag = "persons",
    params(PersonPath, CommandHeaders),
    request_body = Stated<PersonBody>,
    responses(
        (
            status = 201,
            description = "The person is registered; the card is not shown back.",
            body = CommandReplyBody,
        ),
        (status = 200, description = "The person was known already.", body = CommandReplyBody),
    ),
)]
async fn register(
    context: CommandContext,
    InPath(path): InPath<PersonPath>,
    body: JsonBody<Stated<PersonBody>>,
) -> RouteResult<CommandReply> {
    context.state.known(&path.space).await?;
    let Stated { occurred_on, data } = body.value;
    let facts = facts(&data, occurred_on);
    let card = card(data.card)?;
    let nameless = nameless(&facts)?;
    let stream = path.stream()?;
    // A card is corrected only where its person is known: one space must not rewrite what another one holds.
    let known = context
        .state
        .log
        .versions(&path.space, std::slice::from_ref(&stream))
        .await?
        .first()
        .is_some_and(|version| *version > 0);
    let vault = context.state.vault.clone();
    let person = path.person;
    let stored = tokio::task::spawn_blocking(move || match vault.register(person, &card) {
        Err(VaultError::Taken(_)) if known => vault.amend(person, &card),
        other => other,
    });
    stored.await.map_err(|_| Problem::new("vault-unavailable"))??;
    context.put_all(&path, "register", facts, &nameless).await
}

/// What a retry is known by: all that was sent but the card.
fn nameless(facts: &[(Option<OccurredOn>, Fact)]) -> RouteResult<Vec<u8>> {
    canonical::to_bytes(&serde_json::json!({ "facts": facts })).map_err(|_| Problem::new("internal"))
}
