//! What heads without names answered: each question on its own, never crossed with another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::place::QpvGeneration;
use crate::session::answers::{AgeBand, QpvSide, Quality, Sex, ShortAgeBand};

/// Heads by age, by the grid that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "grid", content = "bands", rename_all = "snake_case", deny_unknown_fields)]
pub enum HeadsByAge {
    /// Eight bands.
    Standard(BTreeMap<AgeBand, u64>),
    /// Four bands.
    Short(BTreeMap<ShortAgeBand, u64>),
}

/// Heads by whether they live in a priority neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadsByQpv {
    /// By which list.
    pub generation: QpvGeneration,
    /// How many gave each answer.
    pub answers: BTreeMap<QpvSide, u64>,
}

/// The answers of a sheet. Heads that gave no answer are in none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Marginals {
    /// By sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<BTreeMap<Sex, u64>>,
    /// By age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<HeadsByAge>,
    /// By neighbourhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qpv: Option<HeadsByQpv>,
    /// By quality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<BTreeMap<Quality, u64>>,
}

impl Marginals {
    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Each question that was asked, with how many answers it got.
    pub fn sums(&self) -> Vec<(&'static str, u64)> {
        fn sum<'a>(counts: impl IntoIterator<Item = &'a u64>) -> u64 {
            counts.into_iter().fold(0, |sum, count| sum.saturating_add(*count))
        }
        let age = self.age.as_ref().map(|age| match age {
            HeadsByAge::Standard(bands) => sum(bands.values()),
            HeadsByAge::Short(bands) => sum(bands.values()),
        });
        let asked = [
            ("sex", self.sex.as_ref().map(|counts| sum(counts.values()))),
            ("age", age),
            ("qpv", self.qpv.as_ref().map(|qpv| sum(qpv.answers.values()))),
            ("quality", self.quality.as_ref().map(|counts| sum(counts.values()))),
        ];
        asked.into_iter().filter_map(|(question, sum)| Some((question, sum?))).collect()
    }
}
