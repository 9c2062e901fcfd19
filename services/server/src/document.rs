//! What the OpenAPI document says before any route, and for every route.

use maillage_events::family::Family;
use utoipa::OpenApi as _;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{ContentBuilder, OpenApi, PathItem, Ref, RefOr, ResponseBuilder};

use crate::http::problem::{BrokenFact, ProblemBody, ProblemPlace, ProblemReason};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Maillage",
        description = "The memory of a local health partnership: facts in, figures out. Every command may bear an \
                       `Idempotency-Key`; every figure bears its definition, its period, its known-at and its \
                       position. Problems follow RFC 9457, in French or English by `Accept-Language`.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    tags(
        (name = "spaces", description = "Spaces: the unit of order, of rights and of scale."),
        (name = "sessions", description = "Sessions, signups, attendance."),
        (name = "persons", description = "Persons: known to the vault, a reference everywhere else."),
        (name = "facts", description = "Facts of every family, their history and their corrections."),
        (name = "reports", description = "Figures with their definitions."),
        (name = "live", description = "What happens, as it happens."),
        (name = "problems", description = "What problems mean."),
        (name = "operations", description = "Health and metrics."),
    ),
    components(schemas(ProblemBody, ProblemPlace, ProblemReason, BrokenFact, Family))
)]
struct Front;

/// The document before any route.
pub(crate) fn front() -> OpenApi {
    Front::openapi()
}

/// Says once, for every operation, how it answers when it refuses or fails.
pub(crate) fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemBody"))).build();
            let problem = ResponseBuilder::new()
                .description("A problem (RFC 9457).")
                .content("application/problem+json", content)
                .build();
            operation.responses.responses.entry("default".to_owned()).or_insert(RefOr::T(problem));
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .filter_map(Option::as_mut)
}
