//! Closed lists of words: an enum whose members are the words of facts, of the API and of the schemas.

/// Declares a closed list of words.
macro_rules! closed_list {
    ($(
        $(#[doc = $meaning:literal])+
        pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }
    )+) => {
        $(
            $(#[doc = $meaning])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

            impl $name {
                /// Every word of the list.
                pub const ALL: &'static [Self] = &[$(Self::$variant),+];

                /// The word in facts and in the API.
                pub const fn as_str(self) -> &'static str {
                    match self { $(Self::$variant => $word),+ }
                }

                /// The member that this word names.
                pub fn from_word(word: &str) -> Option<Self> {
                    Self::ALL.iter().copied().find(|member| member.as_str() == word)
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            // By hand: the derive cannot read a rename that comes out of a macro, and would document the names of the
            // variants.
            impl utoipa::PartialSchema for $name {
                fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                    utoipa::openapi::ObjectBuilder::new()
                        .schema_type(utoipa::openapi::schema::Type::String)
                        .description(Some(concat!($($meaning),+).trim_start()))
                        .enum_values(Some([$($word),+]))
                        .into()
                }
            }
            impl utoipa::ToSchema for $name {}
        )+
    };
}
pub(crate) use closed_list;
