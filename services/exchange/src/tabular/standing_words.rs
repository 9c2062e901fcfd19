//! What a fact holds in the words of the cells that could have given it.

use maillage_events::messages::{Language, euros_shown, spoken};
use serde_json::Value;

use super::column::{CellWords, Form};

/// A value of a fact as a cell of this form would say it; `None` where it cannot be shown in a few words.
pub fn standing_words(language: Language, form: Form, value: &Value) -> Option<String> {
    match (form, value) {
        (Form::Word(words), Value::String(word)) => Some(french(words, word)),
        (Form::WordList(words), Value::Array(all)) => {
            listed(all.iter().map(|it| it.as_str().map(|it| french(words, it))))
        }
        (Form::When | Form::Day | Form::Year, Value::String(on)) => Some(spoken(language, "on", on)),
        (Form::Euros, Value::Number(cents)) => cents.as_u64().map(|cents| euros_shown(language, cents)),
        (Form::Quantity | Form::Amount, Value::Object(number)) => {
            let shown = |member: &str| number.get(member).map(plainly);
            match number.get("is").and_then(Value::as_str)? {
                "exact" => shown("value"),
                "about" => shown("value").map(|value| format!("environ {value}")),
                "range" => Some(format!("{}-{}", shown("min")?, shown("max")?)),
                _ => Some(shown("as_said").unwrap_or_else(|| "n.r.".to_owned())),
            }
        }
        (
            Form::Text
            | Form::OrganisationName(_)
            | Form::Time
            | Form::Count
            | Form::Year
            | Form::Decimal
            | Form::Code
            | Form::Key(..)
            | Form::SharedKey(..)
            | Form::Ref(_)
            | Form::Stream(_)
            | Form::Telephone
            | Form::Email
            | Form::CommuneCode
            | Form::QpvCode,
            Value::String(_) | Value::Number(_),
        ) => Some(plainly(value)),
        (Form::Codes | Form::Refs(_) | Form::Sentences, Value::Array(all)) => {
            listed(all.iter().map(|it| it.as_str().map(str::to_owned)))
        }
        // A place is said by its name.
        (Form::Text, Value::Object(place)) => place.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

fn french(words: CellWords, word: &str) -> String {
    words.iter().find(|(_, known)| *known == word).map_or(word, |(french, _)| *french).to_owned()
}

fn plainly(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn listed(all: impl Iterator<Item = Option<String>>) -> Option<String> {
    let all: Vec<String> = all.collect::<Option<_>>()?;
    (!all.is_empty()).then(|| all.join(" | "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fact_is_said_as_a_cell_would_say_it() {
        let words: CellWords = &[("habitant", "inhabitant"), ("usager", "user")];
        for (form, value, said) in [
            (Form::Word(words), json!("user"), Some("usager")),
            (Form::WordList(words), json!(["user", "inhabitant"]), Some("usager | habitant")),
            (Form::When, json!("2016-03-08"), Some("08/03/2016")),
            (Form::Quantity, json!({"is": "about", "value": 40}), Some("environ 40")),
            (Form::Quantity, json!({"is": "unknown"}), Some("n.r.")),
            (Form::Count, json!(12), Some("12")),
            (Form::Text, json!({"name": "Mairie"}), Some("Mairie")),
            (Form::Person, json!("0195"), None),
            (Form::Codes, json!([]), None),
        ] {
            assert_eq!(standing_words(Language::French, form, &value).as_deref(), said, "{value}");
        }
    }
}
