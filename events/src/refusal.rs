//! Why an ask was not admitted.

use serde::Serialize;
use utoipa::ToSchema;

use crate::id::{FactId, StreamId};

/// An ask that the rules refuse. The code is stable and names the message in the catalogues (`refusal-<code>`);
/// the values are what the message shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, thiserror::Error)]
#[error("{code}{}", .values.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>())]
pub struct Refusal {
    /// Stable code, kebab-case English: `session-over`.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// What the message shows, by name.
    #[schema(value_type = Object)]
    pub values: Vec<(&'static str, String)>,
    /// What an amendment would break, fact by fact; empty for any other refusal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub broken: Vec<Broken>,
}

/// A fact that an amendment would newly break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Broken {
    /// Its stream.
    pub stream: StreamId,
    /// The fact.
    pub fact: FactId,
    /// Its position in the log; 0 where it comes with the amendment itself.
    pub position: u64,
    /// Its kind.
    #[schema(value_type = String)]
    pub kind: &'static str,
    /// What refuses it.
    #[schema(no_recursion)]
    pub refusal: Refusal,
}

impl Refusal {
    /// A refusal without values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, values: Vec::new(), broken: Vec::new() }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}
