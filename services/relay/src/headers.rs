//! CloudEvents 1.0 in Kafka's binary mode: the attributes are headers, the value is the fact's canonical bytes and
//! nothing else.

use maillage_events::id::SpaceId;
use maillage_events::unreadable::Unreadable;
use maillage_log::log::StoredFact;
use rdkafka::message::{Header, OwnedHeaders};

/// How many headers a record has.
pub const COUNT: usize = 10;

/// The headers of a fact, by name. They hold what the fact says of itself, and no word of its payload.
///
/// # Errors
/// When the canonical bytes do not say which schema they are of.
pub fn attributes(space: &SpaceId, fact: &StoredFact) -> Result<[(&'static str, String); COUNT], Unreadable> {
    let (kind, schema) = (&fact.kind, fact.view().schema()?);
    Ok([
        ("ce_specversion", "1.0".to_owned()),
        ("ce_id", fact.id.to_string()),
        ("ce_source", format!("urn:maillage:space:{space}")),
        ("ce_type", format!("org.maillage.{kind}.v{schema}")),
        ("ce_subject", fact.stream.clone()),
        ("ce_time", fact.recorded_at.to_string()),
        ("ce_dataschema", format!("/schemas/{kind}/{schema}.json")),
        // Extensions: the place in the space's order, and the version in the stream (the CloudEvents extension of that
        // name).
        ("ce_position", fact.position.to_string()),
        ("ce_sequence", fact.version.to_string()),
        ("content-type", "application/json".to_owned()),
    ])
}

/// The same, as librdkafka takes them.
pub(crate) fn headers(space: &SpaceId, fact: &StoredFact) -> Result<OwnedHeaders, Unreadable> {
    let attributes = attributes(space, fact)?;
    Ok(attributes.iter().fold(OwnedHeaders::new_with_capacity(COUNT), |headers, (key, value)| {
        headers.insert(Header { key, value: Some(value.as_str()) })
    }))
}
