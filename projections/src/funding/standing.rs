//! What stood of a funding at the end of a period, and what in it does not add up.

use std::collections::BTreeMap;

use maillage_events::when::Period;

use super::rows::{Declined, FundingRow, Gift, Moved};
use crate::spans::{begun, order};

/// One funder of an object in some years, with all that it grants for it.
pub(super) struct Funder<'a> {
    /// Absent until something says it.
    pub id: Option<&'a str>,
    /// Its fundings, by identifier.
    pub grants: Vec<(&'a str, Standing<'a>)>,
    pub amounts: Amounts,
    /// What each fiche held.
    pub by_fiche: BTreeMap<&'a str, u64>,
    pub flags: Vec<Flag>,
}

impl<'a> Funder<'a> {
    pub fn of(id: Option<&'a str>, grants: Vec<(&'a str, Standing<'a>)>) -> Self {
        let amounts = Amounts::sum(grants.iter().map(|(_, it)| it.amounts));
        let mut by_fiche: BTreeMap<&str, u64> = BTreeMap::new();
        for (fiche, cents) in grants.iter().flat_map(|(_, it)| &it.by_fiche) {
            let held = by_fiche.entry(fiche).or_default();
            *held = held.saturating_add(*cents);
        }
        let so = |flag: &Flag| grants.iter().any(|(_, it)| it.flags.contains(flag));
        let flags = Flag::ALL.into_iter().filter(so).collect();
        Self { id, grants, amounts, by_fiche, flags }
    }

    /// Since when it grants nothing, and why; anything notified ends it.
    pub fn declined(&self) -> Option<&'a Declined> {
        let declined = self.grants.iter().filter_map(|(_, it)| it.declined);
        declined.max_by_key(|it| order(it.on)).filter(|_| self.amounts.notified.is_none())
    }
}

/// One funding as it stood at the end of a period.
pub(super) struct Standing<'a> {
    pub amounts: Amounts,
    /// What each fiche held.
    pub by_fiche: BTreeMap<&'a str, u64>,
    /// Since when it was declined, and why; an amount notified since ends it.
    pub declined: Option<&'a Declined>,
    pub flags: Vec<Flag>,
}

/// The money of one funding, or of several together, in cents; `None` where nothing is known.
#[derive(Clone, Copy, Default)]
pub(super) struct Amounts {
    pub requested: Option<u64>,
    pub notified: Option<u64>,
    pub paid: Option<u64>,
    pub refunded: Option<u64>,
    pub allocated: Option<u64>,
    pub spent: Option<u64>,
}

/// What does not add up. It was so all the same: nothing of it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    PaidWithoutNotification,
    PaidAboveNotified,
    RefundedAbovePaid,
    SpentAboveNotified,
    AllocatedAboveNotified,
    NoFunder,
}

impl Flag {
    /// Every flag, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::NoFunder,
        Self::PaidWithoutNotification,
        Self::PaidAboveNotified,
        Self::RefundedAbovePaid,
        Self::SpentAboveNotified,
        Self::AllocatedAboveNotified,
    ];

    /// Its word in the figures; also names its sentence in the catalogues, `label-funding-flag-<word>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaidWithoutNotification => "paid_without_notification",
            Self::PaidAboveNotified => "paid_above_notified",
            Self::RefundedAbovePaid => "refunded_above_paid",
            Self::SpentAboveNotified => "spent_above_notified",
            Self::AllocatedAboveNotified => "allocated_above_notified",
            Self::NoFunder => "no_funder",
        }
    }
}

impl Amounts {
    /// Of several together; what is known of none stays unknown.
    pub fn sum(all: impl Iterator<Item = Self> + Clone) -> Self {
        let sum = |amount: fn(Self) -> Option<u64>| all.clone().filter_map(amount).reduce(u64::saturating_add);
        Self {
            requested: sum(|it| it.requested),
            notified: sum(|it| it.notified),
            paid: sum(|it| it.paid),
            refunded: sum(|it| it.refunded),
            allocated: sum(|it| it.allocated),
            spent: sum(|it| it.spent),
        }
    }
}

impl<'a> Standing<'a> {
    pub fn of(row: &'a FundingRow, period: &Period) -> Self {
        let mut amounts = Amounts {
            requested: row.requested.at_end(period.to).copied(),
            notified: row.notified.amount(period.to),
            ..Amounts::default()
        };
        // Allocated and released by fiche: both are summed before one is taken from the other, whichever is told first.
        let mut moved: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for movement in row.movements.iter().filter(|movement| begun(movement.on, period)) {
            let cents = movement.cents;
            match &movement.what {
                Moved::Paid => add(&mut amounts.paid, cents),
                Moved::Refunded => add(&mut amounts.refunded, cents),
                Moved::Spent => add(&mut amounts.spent, cents),
                Moved::Allocated { fiche } => {
                    let (allocated, _) = moved.entry(fiche.as_str()).or_default();
                    *allocated = allocated.saturating_add(cents);
                }
                Moved::Released { fiche } => {
                    let (_, released) = moved.entry(fiche.as_str()).or_default();
                    *released = released.saturating_add(cents);
                }
            }
        }
        let held = |(fiche, (allocated, released)): (_, (u64, u64))| (fiche, allocated.saturating_sub(released));
        let by_fiche: BTreeMap<&str, u64> = moved.into_iter().map(held).collect();
        amounts.allocated = by_fiche.values().copied().reduce(u64::saturating_add);
        let declined = row.declined.at_end(period.to).filter(|_| amounts.notified.is_none());
        let flags = flags(row, &amounts);
        Self { amounts, by_fiche, declined, flags }
    }

    /// What one fiche holds of it, and no more.
    pub fn allocated_to(mut self, fiche: &str) -> Self {
        self.by_fiche.retain(|held, _| *held == fiche);
        let allocated = self.by_fiche.values().copied().reduce(u64::saturating_add);
        Self { amounts: Amounts { allocated, ..Amounts::default() }, declined: None, flags: Vec::new(), ..self }
    }

    /// Whether any money was spoken of by then.
    pub fn is_money(&self) -> bool {
        let Amounts { requested, notified, paid, refunded, allocated, spent } = self.amounts;
        self.declined.is_some() || [requested, notified, paid, refunded, allocated, spent].iter().any(Option::is_some)
    }

    /// What was given in kind by then.
    pub fn gifts(row: &'a FundingRow, period: &Period) -> impl Iterator<Item = &'a Gift> {
        row.gifts.iter().filter(|gift| begun(gift.on, period))
    }
}

/// Adds to a sum that is unknown until something is added.
fn add(sum: &mut Option<u64>, cents: u64) {
    *sum = Some(sum.unwrap_or(0).saturating_add(cents));
}

fn flags(row: &FundingRow, amounts: &Amounts) -> Vec<Flag> {
    let paid = amounts.paid.map(|paid| paid.saturating_sub(amounts.refunded.unwrap_or(0)));
    let above = |part: Option<u64>| part.zip(amounts.notified).is_some_and(|(part, notified)| part > notified);
    let found = [
        (row.funder.is_none(), Flag::NoFunder),
        (amounts.paid.is_some() && amounts.notified.is_none(), Flag::PaidWithoutNotification),
        (above(paid), Flag::PaidAboveNotified),
        (amounts.refunded.unwrap_or(0) > amounts.paid.unwrap_or(0), Flag::RefundedAbovePaid),
        (above(amounts.spent), Flag::SpentAboveNotified),
        (amounts.allocated.unwrap_or(0) > amounts.notified.unwrap_or(0), Flag::AllocatedAboveNotified),
    ];
    found.into_iter().filter(|(so, _)| *so).map(|(_, flag)| flag).collect()
}
