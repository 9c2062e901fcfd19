//! What a process that was killed, or a store that did not answer, left half done between vault and log.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::SignedDuration;
use maillage_events::declare::Payload;
use maillage_events::id::{PersonRef, SpaceId, StreamId};
use maillage_events::person::PersonErased;

use super::{PersonError, Persons};
use crate::executor::CommandError;
use crate::log::ReadError;
use crate::postgres::blocking;
use crate::vault::{OwedErasure, PendingCards};

/// How long a card may wait for its fact.
const MOST_PENDING: SignedDuration = SignedDuration::from_mins(10);

/// Up to where each space was looked through for erasures that the vault does not know.
#[derive(Debug, Default)]
pub struct Watched(BTreeMap<SpaceId, u64>);

/// What was made good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MadeGood {
    /// Commands whose cards were settled: the log holds them.
    pub settled: usize,
    /// Commands whose cards were removed: the log never took them.
    pub swept: usize,
    /// Erasures of the vault that the log was told of.
    pub told: usize,
    /// Persons whose key was destroyed after the log had told it.
    pub destroyed: usize,
}

impl Persons<'_> {
    /// Makes good whichever half is missing: facts of erasures that the vault carried out; keys that the log says are
    /// destroyed; cards whose command the log holds, or has not taken for ten minutes; bytes to overwrite. To be called
    /// at the start and regularly; what cannot be made good now is said and tried again the next time.
    pub async fn make_good(&self, watched: &mut Watched) -> Result<MadeGood, PersonError> {
        let mut made = MadeGood::default();
        for owed in blocking(|| self.vault.owed())? {
            made.told += usize::from(self.tell(&owed).await?);
        }
        for pending in blocking(|| self.vault.pending())? {
            self.end_waiting(&pending, &mut made).await?;
        }
        for space in self.executor.log().spaces().await? {
            made.destroyed += self.destroy_what_is_told(space, watched).await?;
        }
        if made.swept > 0 || blocking(|| self.vault.is_stale())? {
            blocking(|| self.vault.overwrite())?;
        }
        Ok(made)
    }

    /// Records an erasure that the vault carried out; `false` where the log held it already.
    async fn tell(&self, owed: &OwedErasure) -> Result<bool, PersonError> {
        let mut is_new = false;
        match self.executor.execute(owed.to_command()).await {
            Ok(outcome) => is_new = !outcome.receipt.repeated,
            // Another request was recorded first, of one of the references or of all.
            Err(CommandError::Refused { refusal, .. }) if refusal.code == "person-erased" => {
                for alone in owed.each_alone() {
                    match self.executor.execute(alone.to_command()).await {
                        Ok(outcome) => is_new |= !outcome.receipt.repeated,
                        Err(CommandError::Refused { refusal, .. }) if refusal.code == "person-erased" => {}
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            Err(error) => return Err(error.into()),
        }
        blocking(|| self.vault.told(&owed.space, owed.command))?;
        Ok(is_new)
    }

    async fn end_waiting(&self, pending: &PendingCards, made: &mut MadeGood) -> Result<(), PersonError> {
        let PendingCards { space, command, since } = pending;
        let log = self.executor.log();
        if log.receipt(space, *command).await?.is_some() {
            blocking(|| self.vault.settle(space, *command))?;
            made.settled += 1;
        } else if log.clock().now().duration_since(*since) >= MOST_PENDING {
            blocking(|| self.vault.withdraw(space, *command))?;
            made.swept += 1;
        }
        Ok(())
    }

    /// Destroys the keys of persons of whom the log says that they are erased.
    async fn destroy_what_is_told(&self, space: SpaceId, watched: &mut Watched) -> Result<usize, PersonError> {
        let after = watched.0.get(&space).copied().unwrap_or(0);
        let (log, of) = (self.executor.log().clone(), space.clone());
        let scan = move || {
            let mut erased: BTreeSet<PersonRef> = BTreeSet::new();
            let reached = log.scan(&of, after, None, Some(&[PersonErased::KIND]), &mut |fact| {
                let stream = fact.stream.parse::<StreamId>().ok();
                erased.extend(stream.and_then(|stream| PersonRef::from_canonical(stream.id.as_str())));
                ControlFlow::Continue(())
            })?;
            Ok::<_, ReadError>((erased, reached))
        };
        let scanned = tokio::task::spawn_blocking(scan).await;
        let (erased, reached) = scanned.map_err(|error| ReadError::Unavailable(error.to_string()))??;
        let erased: Vec<PersonRef> = erased.into_iter().collect();
        let there = blocking(|| self.vault.erased(&space, &erased))?;
        let missing: Vec<PersonRef> = erased.into_iter().filter(|person| !there.contains(person)).collect();
        if !missing.is_empty() {
            blocking(|| self.vault.bury_told(&space, &missing))?;
        }
        watched.0.insert(space, reached);
        Ok(missing.len())
    }
}
