//! Where something is: in words, at an organisation, in a commune, in a priority neighbourhood.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use utoipa::ToSchema;

use crate::bad_id::{BadId, string_schema};
use crate::closed_list::closed_list;
use crate::family::Family;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{not_blank, plausible_year};
use crate::text::Text;

closed_list! {
    /// A generation of priority neighbourhoods: their limits and codes are others from one to the next.
    pub enum QpvGeneration {
        /// In force from 2015 to 2023.
        From2015 = "2015",
        /// In force from 2024.
        From2024 = "2024",
    }
}

/// Where something is; at least one of its members is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// As people call it: a hall, a street, an address.
    pub name: Option<Text>,
    /// The organisation at which it is.
    pub organisation: Option<Id>,
    /// The commune in which it lies.
    pub commune: Option<Commune>,
    /// The priority neighbourhood (QPV) in which it lies.
    pub qpv: Option<Qpv>,
}

/// A commune by its code; codes change, so the year of the list is said with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Commune {
    /// Its code in the official geographic list (COG).
    pub code: CommuneCode,
    /// The year of that list.
    pub year: i16,
}

/// A priority neighbourhood by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Qpv {
    /// Its code.
    pub code: QpvCode,
    /// The generation to which the code belongs.
    pub generation: QpvGeneration,
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(SmolStr);

        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(value: &str) -> Result<Self, BadId> {
                match Self::is_code(value.as_bytes()) {
                    true => Ok(Self(value.into())),
                    false => Err(BadId { value: value.to_owned(), expected: $expected }),
                }
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(value: String) -> Result<Self, BadId> {
                value.parse()
            }
        }
        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0.into()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

code! {
    /// The code of a commune: five characters, as `17300` or `2A004`; not its post code.
    CommuneCode,
    "the code of a commune: five digits, or 2A or 2B and three digits"
}
string_schema!(CommuneCode, "^([0-9]{2}|2[AB])[0-9]{3}$", "17300");

code! {
    /// The code of a priority neighbourhood: `QP` (of 2015) or `QN` (of 2024) and six characters.
    QpvCode,
    "the code of a priority neighbourhood: QP or QN and six digits or capital letters"
}
string_schema!(QpvCode, "^Q[NP][0-9A-Z]{6}$", "QP017003");

impl CommuneCode {
    fn is_code(value: &[u8]) -> bool {
        let department = matches!(value.get(..2), Some([b'0'..=b'9', b'0'..=b'9'] | [b'2', b'A' | b'B']));
        department && value.len() == 5 && value[2..].iter().all(u8::is_ascii_digit)
    }
}

impl QpvCode {
    fn is_code(value: &[u8]) -> bool {
        matches!(value.get(..2), Some(b"QP" | b"QN"))
            && value.len() == 8
            && value[2..].iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    }

    /// The generation whose codes begin so.
    pub fn generation(&self) -> QpvGeneration {
        if self.0.starts_with("QN") { QpvGeneration::From2024 } else { QpvGeneration::From2015 }
    }
}

impl Place {
    /// A place of which only words are known.
    pub fn named(name: impl Into<Text>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// Refuses a place that says nothing, and codes that are of another list than they say.
    pub fn sound(&self) -> Result<(), Refusal> {
        if *self == Self::default() {
            return Err(Refusal::new("place-nowhere"));
        }
        if let Some(name) = &self.name {
            not_blank("place", name)?;
        }
        if let Some(commune) = &self.commune {
            plausible_year(commune.year)?;
        }
        match &self.qpv {
            Some(qpv) if qpv.code.generation() != qpv.generation => Err(Refusal::new("qpv-of-another-generation")
                .with("code", &qpv.code)
                .with("generation", qpv.generation)
                .with("own", qpv.code.generation())),
            _ => Ok(()),
        }
    }

    /// Gathers what it names.
    pub fn references(&self, named: &mut References) {
        named.maybe(Family::Organisation, self.organisation.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Place, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_place_says_where_in_words_or_by_code() {
        for json in [
            r#"{"name":"Maison de quartier"}"#,
            r#"{"organisation":"centre-social"}"#,
            r#"{"commune":{"code":"2A004","year":2016}}"#,
            r#"{"qpv":{"code":"QP017003","generation":"2015"}}"#,
            r#"{"name":"Salle","commune":{"code":"97411","year":2024},"qpv":{"code":"QN01701M","generation":"2024"}}"#,
        ] {
            assert_eq!(read(json).unwrap().sound(), Ok(()), "{json}");
        }
    }

    #[test]
    fn a_place_without_words_or_codes_is_refused() {
        let refused = |json: &str| read(json).unwrap().sound().unwrap_err().code;
        assert_eq!(refused("{}"), "place-nowhere");
        assert_eq!(refused(r#"{"name":"  "}"#), "blank-text");
        assert_eq!(refused(r#"{"commune":{"code":"17300","year":16}}"#), "year-out-of-range");
        assert_eq!(refused(r#"{"qpv":{"code":"QP017003","generation":"2024"}}"#), "qpv-of-another-generation");
    }

    #[test]
    fn what_is_no_code_is_not_read() {
        for json in [
            r#"{"commune":{"code":"1730","year":2016}}"#,
            r#"{"commune":{"code":"2C004","year":2016}}"#,
            r#"{"commune":{"code":"La Rochelle","year":2016}}"#,
            r#"{"commune":{"code":"17300"}}"#,
            r#"{"qpv":{"code":"Mireuil","generation":"2015"}}"#,
            r#"{"qpv":{"code":"QP017003","generation":"2009"}}"#,
            r#"{"salle":"Maison de quartier"}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
