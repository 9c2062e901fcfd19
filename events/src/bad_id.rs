//! What the names of things share: the error of one that is misspelt, and their form in schemas.

/// Documents a type that is written as a string: the form that it takes, as a regular expression, and an example.
macro_rules! string_schema {
    ($name:ty, $pattern:literal, $example:literal) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some($pattern))
                    .examples([$example])
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use string_schema;

/// An identifier that is not of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {value} » is not {expected}")]
pub struct BadId {
    /// What was given.
    pub value: String,
    /// The form that is accepted.
    pub expected: &'static str,
}
