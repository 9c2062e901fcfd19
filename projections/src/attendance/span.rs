//! Sums of quantities that keep what is known of each.

use maillage_events::quantity::Quantity;
use serde::Serialize;

/// A sum of quantities: exact when its bounds meet and nothing was estimated; no upper bound once a part is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// At least.
    pub at_least: u64,
    /// At most; `None` when there is no bound.
    pub at_most: Option<u64>,
    /// Whether a part was estimated.
    pub estimated: bool,
}

impl Default for Span {
    fn default() -> Self {
        Self::exactly(0)
    }
}

impl Span {
    /// A counted number.
    pub const fn exactly(number: u64) -> Self {
        Self { at_least: number, at_most: Some(number), estimated: false }
    }

    /// The number, where it is one.
    pub fn number(self) -> Option<u64> {
        self.at_most.filter(|most| *most == self.at_least)
    }

    pub(super) fn add(&mut self, quantity: &Quantity) {
        let (least, most) = quantity.bounds();
        self.at_least = self.at_least.saturating_add(least);
        self.at_most = self.at_most.zip(most).map(|(sum, more)| sum.saturating_add(more));
        self.estimated |= matches!(quantity, Quantity::About { .. });
    }

    pub(super) fn plus(self, number: u64) -> Self {
        Self {
            at_least: self.at_least.saturating_add(number),
            at_most: self.at_most.map(|most| most.saturating_add(number)),
            ..self
        }
    }

    /// What is left once some of it is known to be something else.
    pub(super) fn minus(self, number: u64) -> Self {
        let at_most = self.at_most.map(|most| most.saturating_sub(number));
        Self { at_least: self.at_least.saturating_sub(number), at_most, ..self }
    }

    /// The sum of quantities.
    pub fn sum<'a>(quantities: impl IntoIterator<Item = &'a Quantity>) -> Self {
        let mut sum = Self::default();
        quantities.into_iter().for_each(|quantity| sum.add(quantity));
        sum
    }
}
