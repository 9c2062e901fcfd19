//! Log, rows and vault held to each other, before the first write.

use std::collections::BTreeMap;

use maillage_events::id::SpaceId;

pub use super::lost::way_out;
use super::{FoundVault, Lost, StoreId, VaultMark, Witness};
use crate::log::{FactReads, ReadError};

/// What is missing of a log, by those who know of it. They are to be asked before: what is appended meanwhile they do
/// not know.
///
/// # Errors
/// When the log does not answer.
pub async fn judge(log: &dyn FactReads, store: StoreId, witnesses: &[&Witness]) -> Result<Vec<Lost>, ReadError> {
    // A log without any fact is nobody's yet: what is missing of it is told by the marks.
    let has_facts = !log.spaces().await?.is_empty();
    let mut lost = Vec::new();
    for witness in witnesses {
        if has_facts && witness.store.is_some_and(|theirs| theirs != store) {
            lost.push(Lost::OtherStore { witness: witness.name.clone() });
            continue;
        }
        for mark in &witness.marks {
            let head = log.head(&mark.space).await?.position;
            let (space, witness) = (mark.space.clone(), witness.name.clone());
            if head < mark.position {
                lost.push(Lost::Facts { space, stood: head, witnessed: mark.position, witness });
                continue;
            }
            let there = log.read(&mark.space, mark.position.saturating_sub(1), 1).await?;
            if mark.position > 0 && there.first().is_none_or(|fact| fact.id != mark.fact) {
                lost.push(Lost::OtherFact { space, position: mark.position, witness });
            }
        }
    }
    Ok(lost)
}

/// What the log remembers of its vault and the vault does not hold.
pub fn missing_cards(remembered: &[VaultMark], vault: Option<&FoundVault>) -> Vec<Lost> {
    let Some(newest) = remembered.last() else { return Vec::new() };
    let standing = vault.map(|vault| &vault.standing).filter(|standing| standing.vault == newest.vault);
    let (found, changes) = match standing {
        Some(standing) if standing.changes > newest.changes => return Vec::new(),
        Some(standing) if standing.changes < newest.changes => {
            (format!("the vault is older, after {} changes of {}", standing.changes, newest.changes), standing.changes)
        }
        Some(standing) if (standing.cards, standing.erased) == (newest.cards, newest.erased) => return Vec::new(),
        Some(standing) => {
            let (held, kept) = (newest.cards, newest.erased);
            let (cards, erased) = (standing.cards, standing.erased);
            (format!("the vault holds {cards} cards of {held} and {erased} erased references of {kept}"), 0)
        }
        None if newest.cards == 0 && newest.erased == 0 => return Vec::new(),
        None => {
            let what = if vault.is_some() { "the vault is another one" } else { "the vault is gone" };
            (format!("{what}, and held {} cards and {} erased references", newest.cards, newest.erased), 0)
        }
    };
    let mut spaces: BTreeMap<&SpaceId, (u64, u64)> = BTreeMap::new();
    for mark in remembered.iter().filter(|mark| mark.vault == newest.vault) {
        let (stood, witnessed) = spaces.entry(&mark.space).or_default();
        *witnessed = mark.position.max(*witnessed);
        if mark.changes <= changes {
            *stood = mark.position.max(*stood);
        }
    }
    let lost = |(space, (stood, witnessed)): (&SpaceId, (u64, u64))| Lost::Cards {
        space: space.clone(),
        stood,
        witnessed,
        found: found.clone(),
    };
    let unsettled = |(space, _): &(&SpaceId, (u64, u64))| {
        let concerns = |mark: &VaultMark| mark.space == **space && mark.changes > changes;
        remembered.iter().filter(|mark| mark.vault == newest.vault).any(concerns)
    };
    spaces.into_iter().filter(unsettled).map(lost).collect()
}
