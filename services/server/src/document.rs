//! What the OpenAPI document says before any route, and for every route.

use maillage_events::family::Family;
use serde_json::Value;
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

/// Says what the library says otherwise: a parameter that may be left out is not null, a number that is not negative
/// may be above 2^31, and a `DELETE` may go without its body.
pub(crate) fn mend(form: &mut Value) {
    match form {
        Value::Object(members) => {
            if members.contains_key("in")
                && let Some(types) = members.get_mut("schema").and_then(|schema| schema.get_mut("type"))
                && let Some(only) = types.as_array().and_then(|all| all.iter().find(|it| *it != "null")).cloned()
            {
                *types = only;
            }
            if members.contains_key("in")
                && let Some(ways) = members.get_mut("schema").and_then(|schema| schema.get_mut("oneOf"))
                && let Some(ways) = ways.as_array_mut()
            {
                ways.retain(|way| way["type"] != "null");
            }
            if let Some(body) = members.get_mut("delete").and_then(|delete| delete.get_mut("requestBody")) {
                body["required"] = false.into();
            }
            let is_unsigned = members.get("minimum").and_then(Value::as_f64).is_some_and(|least| least >= 0.0);
            if is_unsigned && members.get("format").is_some_and(|format| format == "int32") {
                members.insert("format".to_owned(), "int64".into());
            }
            members.values_mut().for_each(mend);
        }
        Value::Array(items) => items.iter_mut().for_each(mend),
        _ => {}
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .filter_map(Option::as_mut)
}
