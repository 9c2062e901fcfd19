//! Why an ask was not admitted.

use serde::Serialize;
use utoipa::ToSchema;

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
}

impl Refusal {
    /// A refusal without values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, values: Vec::new() }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}
