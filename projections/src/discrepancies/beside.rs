//! What the facts give today beside what somebody declared or flagged, and whether the two still differ.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::discrepancy::DiscrepancyNature;
use maillage_events::text::folded;

use super::{Declared, Discrepancies, FlaggedRow};
use crate::fiches::ranges;

impl Discrepancies {
    /// The numbers that the fiches of each contract ever bore.
    pub(super) fn numbers(&self) -> BTreeMap<&str, BTreeSet<u32>> {
        let mut numbers: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for (_, row) in self.fiches.iter() {
            numbers.entry(&row.contract).or_default().extend(&row.numbers);
        }
        numbers
    }

    /// How many fiches the facts know of the contract that a stream speaks of.
    pub(super) fn fiches_of(&self, stream: &str) -> Option<u64> {
        let contract = self.contract_of(stream)?;
        let count = self.fiches.iter().filter(|(_, row)| row.contract == contract).count() as u64;
        (count > 0).then_some(count)
    }

    /// The numbers that the fiches of a contract bear, as people write them.
    pub(super) fn numbered(&self, contract: &str) -> Option<String> {
        self.numbers().get(contract).map(ranges)
    }

    /// What the facts give beside what a flag says: the numbers that are there, the title of a fiche, or the number of
    /// fiches where a declared number of fiches says those very words.
    pub(super) fn beside(&self, row: &FlaggedRow) -> Option<String> {
        match row.nature {
            DiscrepancyNature::NumberGap => self.numbered(self.contract_of(&row.about)?),
            DiscrepancyNature::DeclaredDiffers => self.beside_declared(row, row.declared.as_deref()?),
            DiscrepancyNature::CarriedOver | DiscrepancyNature::LostInSource | DiscrepancyNature::Slip => None,
        }
    }

    fn beside_declared(&self, row: &FlaggedRow, said: &str) -> Option<String> {
        if row.about.starts_with("fiche/") {
            return self.titles.get(&row.about).map(|title| title.title.clone());
        }
        self.fiches_of(&row.about).filter(|_| self.declared_as(row, said).next().is_some()).map(|it| it.to_string())
    }

    /// The declared numbers of fiches of a contract that a flag speaks of in these words.
    fn declared_as<'a>(&'a self, row: &'a FlaggedRow, said: &'a str) -> impl Iterator<Item = &'a Declared> {
        let says = move |it: &&Declared| {
            let counted = it.amount.counted().is_some_and(|count| count.as_str() == said);
            counted || it.as_said.as_deref().is_some_and(|words| folded(words) == folded(said))
        };
        let contract = self.contract_of(&row.about);
        let of_it = self.declared.iter().map(|(_, declared)| declared);
        let of_it = of_it.filter(move |it| contract.is_some() && self.contract_of(&it.subject) == contract);
        of_it.flat_map(|it| it.said.iter().map(|(_, said)| said)).filter(says)
    }

    /// Whether what a flag says differs no more: the words or the number are those that the facts give, or every
    /// number of fiche that it speaks of exists by now.
    pub(super) fn agrees(&self, row: &FlaggedRow) -> bool {
        let same_words = |said: &str| self.beside(row).is_some_and(|derived| folded(said) == folded(&derived));
        match row.nature {
            DiscrepancyNature::NumberGap => {
                let known = self.contract_of(&row.about).and_then(|contract| self.numbers().remove(contract));
                let named = numbers_in(row);
                !named.is_empty() && known.is_some_and(|known| named.is_subset(&known))
            }
            DiscrepancyNature::DeclaredDiffers => row.declared.as_deref().is_some_and(|said| {
                let found = self.fiches_of(&row.about);
                let counted = |it: &Declared| it.amount.counted().and_then(|count| count.whole());
                same_words(said) || found.is_some() && self.declared_as(row, said).any(|it| counted(it) == found)
            }),
            DiscrepancyNature::CarriedOver | DiscrepancyNature::LostInSource | DiscrepancyNature::Slip => false,
        }
    }
}

/// Whether the words of a flag name this number. Numbers that exist may stand there too; a missing one stands there for
/// itself.
pub(super) fn names(row: &FlaggedRow, number: u32) -> bool {
    numbers_in(row).contains(&number)
}

/// The numbers that the words of a flag name.
fn numbers_in(row: &FlaggedRow) -> BTreeSet<u32> {
    let texts = [row.declared.as_deref(), Some(row.note.as_str())];
    texts.into_iter().flatten().flat_map(|it| it.split(|c: char| !c.is_ascii_digit())).flat_map(str::parse).collect()
}
