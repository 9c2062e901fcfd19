//! How many persons of each sort there are at the end of a period. Each is counted once, under whichever references.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::id::Id;
use maillage_events::person::{CardState, ErasureBasis, ObjectedTo};
use maillage_events::session::Quality;
use maillage_events::when::Period;
use uuid::Uuid;

use super::Persons;
use super::rows::Person;
use crate::report::Scope;
use crate::spans::begun;

/// One person at the end of a period, all references together.
#[derive(Debug, Default)]
struct One {
    has_card: bool,
    notices: BTreeSet<Id>,
    informed_in_period: bool,
    objects: Option<ObjectedTo>,
    qualities: BTreeSet<Quality>,
    is_minor: bool,
    has_responsible: bool,
    erased: Option<(bool, ErasureBasis)>,
}

/// The counts of a register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Counts {
    /// Persons who were registered and are not erased.
    pub known: u64,
    /// Of them, with a card in the vault.
    pub with_card: u64,
    /// Of them, informed by a notice at least.
    pub informed: u64,
    /// Of them, informed within the period.
    pub informed_in_period: u64,
    /// Of them, informed by none.
    pub not_informed: u64,
    /// Of them, objecting to being named.
    pub objecting_to_naming: u64,
    /// Of them, objecting to everything.
    pub objecting_to_all: u64,
    /// Of them, under age.
    pub minors: u64,
    /// Of these, without an adult who answers for them.
    pub minors_without_adult: u64,
    /// Persons who were erased.
    pub erased: u64,
    /// Of them, within the period.
    pub erased_in_period: u64,
    /// References that are another's.
    pub merged: u64,
    /// How many were informed by each notice.
    pub by_notice: BTreeMap<Id, u64>,
    /// How many have each quality.
    pub by_quality: BTreeMap<Quality, u64>,
    /// How many were erased for each reason.
    pub by_basis: BTreeMap<ErasureBasis, u64>,
}

impl Persons {
    pub(super) fn counts(&self, scope: &Scope) -> Counts {
        let mut counts = Counts::default();
        for one in self.each(&scope.period).into_values() {
            if scope.filters.quality().is_none_or(|quality| one.qualities.contains(&quality)) {
                counts.add(one);
            }
        }
        if scope.filters.is_empty() {
            counts.merged = self.merges.len() as u64;
        }
        counts
    }

    /// Each person who was registered by the end of the period, by the reference that stays.
    fn each(&self, period: &Period) -> BTreeMap<Uuid, One> {
        let mut each: BTreeMap<Uuid, One> = BTreeMap::new();
        let there = |row: &Person| row.registered.is_some_and(|(on, _)| begun(on, period));
        for (id, row) in self.persons.iter().filter(|(_, row)| there(row)) {
            let Ok(id) = id.parse::<Uuid>() else { continue };
            each.entry(self.merges.root(id)).or_default().learn(row, period);
        }
        each
    }
}

impl One {
    fn learn(&mut self, row: &Person, period: &Period) {
        self.has_card |= row.registered.is_some_and(|(_, card)| card == CardState::Held);
        for (on, notice) in row.informed.iter().filter(|(on, _)| begun(*on, period)) {
            self.notices.insert(notice.clone());
            self.informed_in_period |= period.holds(*on);
        }
        self.objects = self.objects.max(row.objections.at_end(period.to).copied().flatten());
        self.qualities.extend(row.qualities.at(period).map(|stay| *stay.of));
        let through = row.minor_through.at_end(period.to);
        self.is_minor |= through.is_some_and(|year| period.to.is_none_or(|to| to.year() <= *year));
        self.has_responsible |= row.responsible.at(period).next().is_some();
        if let Some((on, basis)) = row.erased.filter(|(on, _)| begun(*on, period)) {
            self.erased = Some((period.holds(on), basis));
        }
    }
}

impl Counts {
    fn add(&mut self, one: One) {
        if let Some((in_period, basis)) = one.erased {
            self.erased += 1;
            self.erased_in_period += u64::from(in_period);
            *self.by_basis.entry(basis).or_default() += 1;
            return;
        }
        self.known += 1;
        self.with_card += u64::from(one.has_card);
        self.informed += u64::from(!one.notices.is_empty());
        self.informed_in_period += u64::from(one.informed_in_period);
        self.not_informed += u64::from(one.notices.is_empty());
        self.objecting_to_naming += u64::from(one.objects == Some(ObjectedTo::Naming));
        self.objecting_to_all += u64::from(one.objects == Some(ObjectedTo::All));
        self.minors += u64::from(one.is_minor);
        self.minors_without_adult += u64::from(one.is_minor && !one.has_responsible);
        one.notices.into_iter().for_each(|notice| *self.by_notice.entry(notice).or_default() += 1);
        one.qualities.into_iter().for_each(|quality| *self.by_quality.entry(quality).or_default() += 1);
    }
}
