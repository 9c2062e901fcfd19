//! Why a stored fact cannot be read.

/// A payload of a stored fact that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// No family knows this kind.
    #[error("unknown kind of fact « {0} »")]
    UnknownKind(String),
    /// Written by a newer Maillage.
    #[error("{kind} has schema {schema}, newer than this build reads ({newest})")]
    TooNew {
        /// The kind.
        kind: String,
        /// What was found.
        schema: u16,
        /// What is known.
        newest: u16,
    },
    /// The JSON does not have the shape of its kind.
    #[error("{kind} (schema {schema}): {source}")]
    Shape {
        /// The kind.
        kind: String,
        /// The declared schema.
        schema: u16,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The envelope itself cannot be read.
    #[error("envelope: {0}")]
    Envelope(#[from] serde_json::Error),
}
