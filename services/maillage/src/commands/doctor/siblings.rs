//! From the outside in: what stands beside the log, and what each part knows of the others.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use maillage_events::envelope::Recorded;
use maillage_events::fact::Fact;
use maillage_events::id::{PersonRef, SpaceId};
use maillage_events::person::{CardState, PersonFact};
use maillage_log::identity::Witness;
use maillage_log::log::{FactLog, ReadError};
use maillage_log::vault::Vault;
use maillage_projector::sqlite::aside;

use super::{Finding, hurts, sound};
use crate::failure::Failure;
use crate::siblings::Siblings;
use crate::store::{StoreAddress, rows_file};
use crate::store_access::{OpenStore, StoreAccess};

/// Looks at what stands beside the log, then at the log; `None` where there is none to look at.
pub(super) async fn look(store: &StoreAccess, findings: &mut Vec<Finding>) -> Result<Option<OpenStore>, Failure> {
    store.expect_a_store()?;
    let siblings = Siblings::of(store).await?;
    for witness in siblings.witnesses() {
        findings.push(sound(format!("known to {}", short(&witness.name)), known(witness)));
    }
    if let StoreAddress::Sqlite(path) = &store.address {
        for file in aside(&rows_file(path))? {
            let found = format!("{} was of no use; its rows are folded again, the file may be removed", file.display());
            findings.push(sound("rows set aside", found));
        }
        if std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
            let lost = siblings.without_a_log();
            findings.push(hurts("store", format!("{} is empty or gone", store.address)));
            findings.extend(lost.iter().map(|lost| hurts("store", lost.to_string())));
            return Ok(None);
        }
    }
    let open = store.open_unjudged(store.clock(), None).await?;
    findings.extend(siblings.judge(store, &open).await?.iter().map(|lost| hurts("store", lost.to_string())));
    findings.push(sound("identity", open.marks.id().to_string()));
    if siblings.vault.is_none() {
        findings.push(sound("vault", "there is none".to_owned()));
    }
    Ok(Some(open))
}

/// The last part of a path.
fn short(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn known(witness: &Witness) -> String {
    let marks: Vec<String> = witness.marks.iter().map(|mark| format!("{} at {}", mark.space, mark.position)).collect();
    if marks.is_empty() { "nothing yet".to_owned() } else { marks.join(", ") }
}

/// Opens the vault, where there is one, and holds each card and each erasure of the facts to it.
pub(super) async fn vault(store: &StoreAccess, log: &dyn FactLog, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    if Siblings::of(store).await?.vault.is_none() {
        return Ok(());
    }
    let vault = match store.vault_alone().await {
        Ok(vault) => vault,
        Err(Failure::Failed(why) | Failure::Usage(why)) => {
            findings.push(hurts("vault", why));
            return Ok(());
        }
    };
    findings.push(sound("vault", "opens with its key".to_owned()));
    for space in log.spaces().await? {
        let what = format!("cards of {space}");
        let found = tokio::task::block_in_place(|| Cards::of(log, &space).map(|cards| cards.missing(&vault, &space)));
        findings.push(match found {
            Ok(Ok((0, 0))) => sound(what, "every card and every erased reference of the facts".to_owned()),
            Ok(Ok((cards, erased))) => hurts(
                what,
                format!(
                    "{cards} cards that facts registered are missing, and {erased} erased references are not kept empty"
                ),
            ),
            Ok(Err(why)) => hurts(what, why.to_string()),
            Err(why) => hurts(what, why.to_string()),
        });
    }
    Ok(())
}

/// Whom the facts of a space registered with a card, and whom they erased.
#[derive(Default)]
struct Cards {
    held: BTreeSet<PersonRef>,
    erased: BTreeSet<PersonRef>,
}

impl Cards {
    fn of(log: &dyn FactLog, space: &SpaceId) -> Result<Self, ReadError> {
        let mut cards = Self::default();
        log.scan(space, 0, None, Some(&["person.registered", "person.erased"]), &mut |view| {
            let Ok(recorded) = Recorded::read(view.bytes) else { return ControlFlow::Continue(()) };
            if let Some(person) = PersonRef::from_canonical(recorded.stream.id.as_str()) {
                if let Fact::Person(PersonFact::Registered(it)) = &recorded.fact
                    && it.card == CardState::Held
                {
                    cards.held.insert(person);
                } else if let Fact::Person(PersonFact::Erased(_)) = &recorded.fact {
                    cards.erased.insert(person);
                }
            }
            ControlFlow::Continue(())
        })?;
        Ok(cards)
    }

    /// How many cards the vault lacks, and how many references it does not keep empty. A card on its way is not missed.
    fn missing(&self, vault: &Vault, space: &SpaceId) -> Result<(usize, usize), maillage_log::vault::VaultError> {
        let held: Vec<PersonRef> = self.held.difference(&self.erased).copied().collect();
        let erased: Vec<PersonRef> = self.erased.iter().copied().collect();
        let cards = if vault.pending()?.is_empty() { held.len() - vault.held(space, &held)?.len() } else { 0 };
        Ok((cards, erased.len() - vault.erased(space, &erased)?.len()))
    }
}
