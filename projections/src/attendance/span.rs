//! Sums of quantities that keep what is known of each.

use maillage_events::messages::{Language, message};
use maillage_events::quantity::Quantity;

use crate::figures::{bounds_shown, count_shown};

/// A sum of quantities: no upper bound once a part is unknown or an estimate. An estimate ("about 40") is one at least,
/// and what it says stands beside the sum, never in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Of what was counted: at least.
    counted: u64,
    /// Of what was counted: at most; `None` when there is no bound.
    counted_most: Option<u64>,
    /// Of what was estimated: at least.
    estimated: u64,
    /// The estimates, added up; `None` when nothing was estimated.
    estimate: Option<u64>,
}

impl Default for Span {
    fn default() -> Self {
        Self::exactly(0)
    }
}

impl Span {
    /// A counted number.
    pub const fn exactly(number: u64) -> Self {
        Self::between(number, Some(number))
    }

    /// At least and at most, nothing estimated.
    pub const fn between(least: u64, most: Option<u64>) -> Self {
        Self { counted: least, counted_most: most, estimated: 0, estimate: None }
    }

    /// What is known of one quantity.
    pub const fn of(quantity: &Quantity) -> Self {
        match quantity.estimate() {
            Some(value) => {
                Self { counted: 0, counted_most: Some(0), estimated: quantity.bounds().0, estimate: Some(value) }
            }
            None => Self::between(quantity.bounds().0, quantity.bounds().1),
        }
    }

    /// At least.
    pub const fn at_least(self) -> u64 {
        self.counted.saturating_add(self.estimated)
    }

    /// At most; `None` when there is no bound.
    pub const fn at_most(self) -> Option<u64> {
        if self.estimate.is_some() { None } else { self.counted_most }
    }

    /// The estimates in it, added up; `None` when nothing was estimated.
    pub const fn estimate(self) -> Option<u64> {
        self.estimate
    }

    /// The number, where it is one.
    pub fn number(self) -> Option<u64> {
        self.at_most().filter(|most| *most == self.at_least())
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            counted: self.counted.saturating_add(other.counted),
            counted_most: sum(self.counted_most, other.counted_most),
            estimated: self.estimated.saturating_add(other.estimated),
            estimate: match (self.estimate, other.estimate) {
                (Some(one), Some(more)) => Some(one.saturating_add(more)),
                (one, more) => one.or(more),
            },
        }
    }

    /// Either or both: what several parts of a session count may be the same people.
    pub fn overlapping(self, other: Self) -> Self {
        let counted = self.counted.max(other.counted);
        Self {
            counted,
            counted_most: sum(self.counted_most, other.counted_most),
            estimated: self.at_least().max(other.at_least()).saturating_sub(counted),
            estimate: self.estimate.max(other.estimate),
        }
    }

    /// The same without an upper bound where more may have come.
    pub const fn open_if(self, may_lack: bool) -> Self {
        if may_lack { Self { counted_most: None, ..self } } else { self }
    }

    /// The same with an upper bound that takes in what may belong here as well; without one where nothing is known of
    /// it.
    pub fn perhaps(self, more: Option<Self>) -> Self {
        Self { counted_most: sum(self.counted_most, more.and_then(Self::at_most)), ..self }
    }

    /// The sum of quantities.
    pub fn sum<'a>(quantities: impl IntoIterator<Item = &'a Quantity>) -> Self {
        quantities.into_iter().map(Self::of).fold(Self::default(), Self::and)
    }

    /// For people: `25`, `20 à 25`, `au moins 20`, `au moins 1 (environ 40)`, `au moins 13 (12 + environ 40)`.
    pub fn shown(self, language: Language) -> String {
        let Some(estimate) = self.estimate else { return bounds_shown(language, self.at_least(), self.at_most()) };
        let about = message(language, "figure-about", &[("value", count_shown(language, estimate))]);
        let parts = if self.counted_most == Some(0) {
            about
        } else {
            let counted = bounds_shown(language, self.counted, self.counted_most);
            message(language, "figure-counted-and-more", &[("counted", counted), ("more", about)])
        };
        let least = count_shown(language, self.at_least());
        message(language, "figure-at-least-of-parts", &[("min", least), ("parts", parts)])
    }
}

/// `None` where either has no bound.
fn sum(one: Option<u64>, more: Option<u64>) -> Option<u64> {
    one.zip(more).map(|(one, more)| one.saturating_add(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(span: Span) -> String {
        span.shown(Language::French).replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn an_estimate_is_one_at_least_and_stands_beside_the_sum() {
        let about = Span::of(&Quantity::About { value: 40 });
        assert_eq!((about.at_least(), about.at_most(), about.estimate()), (1, None, Some(40)));
        let sum = about.and(Span::exactly(12));
        assert_eq!((sum.at_least(), sum.at_most(), sum.number()), (13, None, None));
        assert_eq!(
            (shown(about), shown(sum)),
            ("au moins 1 (environ 40)".into(), "au moins 13 (12 + environ 40)".into())
        );
        let ranged = sum.and(Span::between(3, Some(5)));
        assert_eq!(shown(ranged), "au moins 16 (15 à 17 + environ 40)");
        assert_eq!(shown(ranged.open_if(true)), "au moins 16 (au moins 15 + environ 40)");
        assert_eq!(Span::of(&Quantity::About { value: 0 }).at_least(), 0, "about nobody may be nobody");
    }

    #[test]
    fn what_several_parts_count_may_be_the_same_people() {
        let both = Span::exactly(5).overlapping(Span::exactly(8));
        assert_eq!((both.at_least(), both.at_most()), (8, Some(13)));
        let estimated = Span::exactly(5).overlapping(Span::of(&Quantity::About { value: 40 }));
        assert_eq!((estimated.at_least(), estimated.at_most(), estimated.estimate()), (5, None, Some(40)));
    }
}
