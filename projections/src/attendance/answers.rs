//! What people answered, named or not, in words that all add up in.

use std::collections::BTreeMap;

use maillage_events::session::{Age, HeadsByAge, Marginals, QpvAnswer, Quality, Sex};
use serde::{Deserialize, Serialize};

/// One named presence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// As what, that day.
    pub quality: Quality,
    /// For which organisation, that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Age, that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Age>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Whether in a priority neighbourhood, that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qpv: Option<QpvAnswer>,
}

/// What was asked, and how many gave each answer: `sex` → `f` → 5. Never crossed.
pub type Answers = BTreeMap<String, BTreeMap<String, u64>>;

/// Each answer of a sheet: the question, the answer, how many heads. Ages are told in bands of the short grid, which
/// all can be added up in, and those by the standard grid once more in its own bands.
pub(super) fn answers(sheet: &Marginals) -> Vec<(&'static str, String, u64)> {
    let mut all = Vec::new();
    let mut add = |question, answer: &str, heads: &u64| all.push((question, answer.to_owned(), *heads));
    sheet.sex.iter().flatten().for_each(|(sex, heads)| add("sex", sex.as_str(), heads));
    match &sheet.age {
        Some(HeadsByAge::Short(bands)) => bands.iter().for_each(|(band, heads)| add("age", band.as_str(), heads)),
        Some(HeadsByAge::Standard(bands)) => bands.iter().for_each(|(band, heads)| {
            add("age", band.short().as_str(), heads);
            add("age_standard", band.as_str(), heads);
        }),
        None => {}
    }
    if let Some(qpv) = &sheet.qpv {
        qpv.answers.iter().for_each(|(side, heads)| add("qpv", side.as_str(), heads));
    }
    sheet.quality.iter().flatten().for_each(|(quality, heads)| add("quality", quality.as_str(), heads));
    all
}

impl Presence {
    /// Each answer of the person, as for a sheet.
    pub(super) fn answers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let standard = match self.age {
            Some(Age::Standard(band)) => Some(("age_standard", band.as_str())),
            Some(Age::Short(_)) | None => None,
        };
        [
            self.sex.map(|sex| ("sex", sex.as_str())),
            self.age.map(|age| ("age", age.short().as_str())),
            standard,
            self.qpv.map(|qpv| ("qpv", qpv.side().as_str())),
            Some(("quality", self.quality.as_str())),
        ]
        .into_iter()
        .flatten()
    }
}
