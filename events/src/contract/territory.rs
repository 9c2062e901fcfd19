//! Where a contract holds: territories by their level, their code checked by it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::closed_list::closed_list;
use crate::organisation::{IdentifierScheme, is_plausible};
use crate::place::{CommuneCode, QpvCode};
use crate::refusal::Refusal;
use crate::rules::{not_blank, plausible_year};
use crate::text::Text;

closed_list! {
    /// The scale of a territory.
    pub enum TerritoryLevel {
        /// One commune.
        Commune = "commune",
        /// A group of communes.
        Epci = "epci",
        /// A pôle d'équilibre territorial et rural.
        Petr = "petr",
        /// A department.
        Department = "department",
        /// A region.
        Region = "region",
        /// A priority neighbourhood.
        Qpv = "qpv",
        /// Anything else.
        Other = "other",
    }
}

/// One territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Territory {
    /// Its scale.
    pub level: TerritoryLevel,
    /// Its name.
    pub name: Text,
    /// Its code: of the official geographic list (COG) for a commune, a department or a region, the SIREN of a group of
    /// communes or of a pôle d'équilibre, as published for a priority neighbourhood.
    pub code: Option<String>,
    /// The year of the list that the code is of: communes merge and change code.
    pub code_year: Option<i16>,
}

impl Territory {
    /// A territory of which no code is known.
    pub fn named(level: TerritoryLevel, name: impl Into<Text>) -> Self {
        Self { level, name: name.into(), code: None, code_year: None }
    }

    /// Refuses a territory without a name, and a code that none of its level can have.
    pub fn sound(&self) -> Result<(), Refusal> {
        not_blank("territory", &self.name)?;
        if let Some(year) = self.code_year {
            plausible_year(year)?;
        }
        match (&self.code, self.code_year) {
            (Some(code), _) if !is_code(self.level, code) => {
                Err(Refusal::new("bad-territory-code").with("code", code).with("level", self.level))
            }
            (None, Some(year)) => Err(Refusal::new("code-year-without-code").with("year", year)),
            (Some(_), _) | (None, None) => Ok(()),
        }
    }
}

/// Whether a territory of this level may have this code.
fn is_code(level: TerritoryLevel, code: &str) -> bool {
    match level {
        TerritoryLevel::Commune => {
            code.parse::<CommuneCode>().is_ok() && (is_department(&code[..2]) || is_department(&code[..3]))
        }
        TerritoryLevel::Epci | TerritoryLevel::Petr => is_plausible(IdentifierScheme::Siren, code),
        TerritoryLevel::Department => is_department(code),
        TerritoryLevel::Region => code.len() == 2 && code.bytes().all(|b| b.is_ascii_digit()) && code != "00",
        TerritoryLevel::Qpv => code.parse::<QpvCode>().is_ok(),
        TerritoryLevel::Other => {
            (1..=20).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
    }
}

/// `01` to `95` but for Corsica's `2A` and `2B`, `971` to `978` and `984` to `989` overseas.
fn is_department(code: &str) -> bool {
    let number = code.parse::<u16>().ok().filter(|_| code.bytes().all(|b| b.is_ascii_digit()));
    match (code.len(), number) {
        (2, None) => matches!(code, "2A" | "2B"),
        (2, Some(number)) => (1..=95).contains(&number) && number != 20,
        (3, Some(number)) => (971..=978).contains(&number) || (984..=989).contains(&number),
        (_, Some(_) | None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_of_its_level() {
        use TerritoryLevel::{Commune, Department, Epci, Other, Petr, Qpv, Region};
        for (level, codes) in [
            (Commune, &["17300", "2A004", "2B033", "01001", "97105", "98735"][..]),
            (Epci, &["241700434", "200067106"]),
            (Petr, &["200067106"]),
            (Department, &["17", "2A", "971", "976", "01", "988"]),
            (Region, &["75", "01", "94"]),
            (Qpv, &["QP017003", "QN01701M"]),
            (Other, &["bassin-12"]),
        ] {
            assert!(codes.iter().all(|code| is_code(level, code)), "{level}: {codes:?}");
        }
        for (level, codes) in [
            (Commune, &["1730", "17300 ", "2C004", "20004", "96001", "00001", "97901", "n importe quoi", "173000"][..]),
            (Epci, &["241700435", "17300", "24170043", "2417004340"]),
            (Petr, &["123456789"]),
            (Department, &["0", "00", "96", "20", "2C", "970", "979", "017", "+7"]),
            (Region, &["1", "00", "971", "ZZ", "+1"]),
            (Qpv, &["QX017003", "QP01700", "17300"]),
            (Other, &["", "n importe quoi", "é"]),
        ] {
            assert!(codes.iter().all(|code| !is_code(level, code)), "{level}: {codes:?}");
        }
    }
}
