//! For each report its model, and how the report is brought to the form of the model.

use serde_json::Value;

use crate::plain::{self, Line, Span};
use crate::told;

/// What was recorded, and the period that is asked about.
pub struct Question<'a> {
    pub stored: &'a [Value],
    pub facts: Vec<Line>,
    pub asked: Span,
}

/// What a report must say.
pub type Model = fn(&Question<'_>) -> Value;

/// What of a report is compared.
pub type Compared = fn(&Value) -> Value;

/// By the name of the report.
pub const MODELS: &[(&str, Model, Compared)] = &[
    ("actions", |it| plain::actions::actions(&it.facts, it.asked), told::whole),
    ("agenda", |it| plain::traces::agenda(&it.facts, it.asked), told::whole),
    ("attendance", |it| plain::attendance::attendance(&it.facts, it.asked), told::whole),
    ("cadence", |it| plain::cadence::cadence(&it.facts, it.asked), told::whole),
    ("contracts", |it| plain::contracts::tree(&it.facts, it.asked), told::whole),
    ("corrections", |it| plain::corrections::corrections(it.stored, it.asked), told::whole),
    ("directory", |it| plain::directory::directory(&it.facts, it.asked), told::whole),
    ("discrepancies", |it| plain::discrepancies::discrepancies(&it.facts, it.asked), told::discrepancies),
    ("fiches", |it| plain::fiches::fiches(&it.facts, it.asked), told::whole),
    ("funding", |it| plain::money::fundings(&it.facts, it.asked), told::whole),
    ("measures", |it| plain::measures::measures(&it.facts, it.asked), told::whole),
    ("network", |it| plain::network::network(&it.facts, it.asked), told::whole),
    ("persons", |it| plain::persons::persons(&it.facts, it.asked), told::whole),
    ("poles", |it| plain::poles::poles(&it.facts, it.asked), told::whole),
];
