//! The agenda, and what was corrected.

use serde_json::{Value, json};

use super::sessions;
use super::{Line, Span, lies_in};

/// What became of each session, by its name.
pub fn agenda(facts: &[Line], asked: Span) -> Value {
    let planned = sessions::all(facts).into_iter().filter(|it| it.planned.is_some() && lies_in(it.date(), asked));
    let line = |it: sessions::Session<'_>| {
        let state = if it.held.is_some() {
            "held"
        } else if it.cancelled {
            "cancelled"
        } else {
            "planned"
        };
        json!({ "session": it.id, "when": it.date(), "state": state })
    };
    planned.map(line).collect()
}

/// How many facts were corrected, and how many cancelled.
pub fn amendments(stored: &[Value]) -> Value {
    let count = |kind: &str| stored.iter().filter(|fact| fact["kind"] == kind).count();
    json!({ "corrected": count("amendment.corrected"), "cancelled": count("amendment.cancelled") })
}
