//! The AsyncAPI 3.0 document of the topic that carries facts, from the same registry of kinds.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{envelope, path};
use crate::declare::KindInfo;
use crate::fact::registry;
use crate::form::Form;

/// The topic of facts. Its number rises when a reader of today could no longer read it.
pub const TOPIC: &str = "maillage.facts.v1";

/// The version of AsyncAPI's Kafka bindings that the document follows.
const BINDING: &str = "0.5.0";

/// The document, of this version of Maillage.
pub fn document(version: &str) -> Value {
    let mut types = BTreeMap::from([("Envelope".to_owned(), Form::of::<envelope::Envelope>())]);
    let (mut messages, mut of_channel) = (Map::new(), Map::new());
    for info in registry() {
        types.insert(data_name(info), (info.form)());
        messages.insert(name(info), message(info));
        of_channel.insert(name(info), json!({"$ref": format!("#/components/messages/{}", name(info))}));
    }
    let mut schemas = Map::new();
    for (name, form) in types {
        schemas.extend(form.types);
        schemas.insert(name, form.schema);
    }
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Maillage: facts",
            "version": version,
            "description": "Every fact of every space, in the order of its space. A record may come more than once: \
                            pass over the positions of a space (`ce_position`) that you know. A first appearance \
                            never comes before that of the position before it. The topic may be filled again from \
                            the log; the log is the truth. No record names a person.",
            "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"},
        },
        "defaultContentType": "application/json",
        "channels": {
            "facts": {
                "address": TOPIC,
                "title": "Facts",
                "description": "Keyed by space: one partition holds all of a space.",
                "messages": of_channel,
                "bindings": {"kafka": {"topic": TOPIC, "bindingVersion": BINDING}},
            }
        },
        "operations": {
            "publishFacts": {
                "action": "send",
                "channel": {"$ref": "#/channels/facts"},
                "summary": "Maillage's relay publishes each fact once it is durable.",
            }
        },
        "components": {"messages": messages, "schemas": schemas},
    })
}

fn name(info: &KindInfo) -> String {
    format!("{}.v{}", info.kind, info.schema)
}

fn data_name(info: &KindInfo) -> String {
    format!("data.{}", name(info))
}

fn message(info: &KindInfo) -> Value {
    json!({
        "name": format!("org.maillage.{}", name(info)),
        "title": info.kind,
        "summary": info.meaning.trim(),
        "contentType": "application/json",
        "headers": headers(info),
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/Envelope"},
                {"type": "object", "properties": {
                    "data": {"$ref": format!("#/components/schemas/{}", data_name(info))},
                    "kind": {"const": info.kind},
                    "schema": {"const": info.schema},
                }},
            ]
        },
        "bindings": {"kafka": {
            "key": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$", "description": "The space."},
            "bindingVersion": BINDING,
        }},
        "examples": [{"name": "typical", "payload": envelope::around(info, (info.example)())}],
    })
}

/// CloudEvents 1.0 in Kafka's binary mode: the attributes are headers.
fn headers(info: &KindInfo) -> Value {
    let number = |description: &str| json!({"type": "string", "pattern": "^[1-9][0-9]*$", "description": description});
    let members = json!({
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "The fact's id."},
        "ce_source": {"type": "string", "pattern": "^urn:maillage:space:[a-z0-9][a-z0-9_-]{0,63}$"},
        "ce_type": {"const": format!("org.maillage.{}", name(info))},
        "ce_subject": {"type": "string", "description": "The stream, `family/identifier`."},
        "ce_time": {
            "type": "string", "format": "date-time",
            "description": "The second clock: when the log learned the fact.",
        },
        "ce_dataschema": {"const": path(info)},
        "ce_position": number("The place in the order of the space, without a gap."),
        "ce_sequence": number("The place in the stream, without a gap."),
        "content-type": {"const": "application/json"},
    });
    let required: Vec<&String> = members.as_object().map(|members| members.keys().collect()).unwrap_or_default();
    json!({"type": "object", "required": required, "properties": members})
}
