//! Every projection, by name: what a projector keeps, what a report is asked of.

pub use crate::answer::{Answer, AnyProjection};

/// A fresh projection of one kind, from zero.
pub type Fresh = fn() -> Box<dyn AnyProjection>;

/// Every projection: its name and how to begin one.
pub const CATALOGUE: &[(&str, Fresh)] = &[
    ("actions", || Box::new(crate::actions::Actions::default())),
    ("attendance", || Box::new(crate::attendance::Attendance::default())),
    ("contracts", || Box::new(crate::contracts::Contracts::default())),
    ("directory", || Box::new(crate::directory::Directory::default())),
    ("fiches", || Box::new(crate::fiches::Fiches::default())),
    ("funding", || Box::new(crate::funding::Funding::default())),
    ("measures", || Box::new(crate::measures::Measures::default())),
    ("network", || Box::new(crate::network::Network::default())),
    ("agenda", || Box::new(crate::agenda::Agenda::default())),
    ("cadence", || Box::new(crate::cadence::Cadence::default())),
    ("corrections", || Box::new(crate::corrections::Corrections::default())),
    ("discrepancies", || Box::new(crate::discrepancies::Discrepancies::default())),
];

/// A fresh projection by its name.
pub fn fresh(name: &str) -> Option<Box<dyn AnyProjection>> {
    CATALOGUE.iter().find(|(known, _)| *known == name).map(|(_, begin)| begin())
}
