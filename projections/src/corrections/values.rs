//! The values of an amended payload in words: a correction is read by people, not by programs.

use maillage_events::fact::kind_info;
use maillage_events::id::StreamId;
use maillage_events::messages::{self, Language, choices, euros_shown, say};
use maillage_events::when::OccurredOn;
use serde_json::Value;

use crate::report::Cell;

/// A value of the member at a dotted path of a kind's payload.
pub(super) fn shown(language: Language, kind: &str, path: &str, value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Unknown,
        Value::Bool(answer) => say(language, if *answer { "answer-yes" } else { "answer-no" }).into(),
        Value::Number(number) if path.rsplit('.').next() == Some("cents") => {
            number.as_u64().map_or_else(|| number.to_string().into(), |cents| euros_shown(language, cents).into())
        }
        Value::Number(number) => number.as_i64().map_or_else(|| number.to_string().into(), Cell::Number),
        Value::String(text) => word(language, kind, path, text),
        Value::Array(items) => {
            let each = items.iter().map(|item| shown(language, kind, path, item).shown(language));
            each.collect::<Vec<_>>().join(" ; ").into()
        }
        Value::Object(members) => {
            let each = members.iter().map(|(name, member)| {
                let said = shown(language, kind, &format!("{path}.{name}"), member).shown(language);
                format!("{} : {said}", messages::member(language, name))
            });
            each.collect::<Vec<_>>().join(", ").into()
        }
    }
}

/// Text of a payload: a word of a closed list, a date, a stream; else what somebody wrote.
fn word(language: Language, kind: &str, path: &str, text: &str) -> Cell {
    let path: Vec<&str> = path.split('.').collect();
    let list = kind_info(kind).map(|info| (info.form)().words_at(&path)).unwrap_or_default();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    if let Some(at) = list.iter().position(|word| *word == text) {
        return choices(language, &list).and_then(|labels| labels.get(at).cloned()).unwrap_or_default().into();
    }
    let is_date = text.len() > 4 || path.last() == Some(&"when") || path.last() == Some(&"occurred");
    match (text.parse::<OccurredOn>(), text.parse::<StreamId>()) {
        (Ok(on), _) if is_date => on.into(),
        (_, Ok(_)) if text.contains('/') => messages::stream(language, text).into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_told_as_people_tell_it() {
        let said = |kind: &str, path: &str, value: Value| {
            shown(Language::French, kind, path, &value).shown(Language::French).replace(['\u{a0}', '\u{202f}'], " ")
        };
        assert_eq!(said("session.planned", "kind", json!("workshop")), "Atelier");
        assert_eq!(said("session.planned", "when", json!("2016-03-08")), "8 mars 2016");
        assert_eq!(said("session.planned", "health_revealing", json!(true)), "oui");
        assert_eq!(said("session.planned", "fiches", json!(["f-1", "f-2"])), "f-1 ; f-2");
        assert_eq!(said("session.planned", "title", json!("workshop")), "workshop", "what somebody wrote stays");
        assert_eq!(said("funding.paid", "cents", json!(1_600_000)), "16 000,00 €");
        assert_eq!(said("funding.paid", "object", json!("contract/cls-2")), "le contrat « cls-2 »");
    }
}
