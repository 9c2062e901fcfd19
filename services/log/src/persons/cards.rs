//! A card: decided, kept as pending, registered in the log, settled.

use std::collections::BTreeMap;

use maillage_events::decide::Ask;
use maillage_events::envelope::Context;
use maillage_events::id::{CommandId, PersonRef, SpaceId, person_stream};
use maillage_events::person::{CardState, PersonRegistered};
use maillage_events::when::OccurredOn;

use super::{PersonError, Persons};
use crate::clock::new_uuid;
use crate::executor::{Command, CommandError, Outcome, StreamAsk};
use crate::log::{AppendError, Obstacle};
use crate::postgres::blocking;
use crate::vault::{CardCondition, PersonCard, VaultError};

/// A card that is to stand behind a reference.
#[derive(Debug)]
pub struct CardAsk<'c> {
    /// The space.
    pub space: &'c SpaceId,
    /// Behind which reference.
    pub person: PersonRef,
    /// Who it is.
    pub card: &'c PersonCard,
    /// How the card must stand now.
    pub condition: CardCondition,
    /// Since when the person is registered, where this registers the person; `None`: today.
    pub occurred: Option<OccurredOn>,
    /// Who asks, and how.
    pub context: Context,
}

/// A card that stands.
#[derive(Debug)]
pub struct CardPut {
    /// Its version, from 1.
    pub version: u64,
    /// What registered the person, where nobody was registered under the reference.
    pub registered: Option<Outcome>,
}

/// A command that was carried out, and the versions of the cards that came with it.
#[derive(Debug)]
pub struct Recorded {
    /// What the command gave.
    pub outcome: Outcome,
    /// The cards that stand by it.
    pub versions: BTreeMap<PersonRef, u64>,
}

/// Whether the log may have taken what it did not confirm.
const fn is_uncertain(error: &CommandError) -> bool {
    matches!(error, CommandError::Append(AppendError::Unavailable(_) | AppendError::Stopped(_)))
}

/// Whether only another process will know: this one no longer sees what its disk holds.
const fn is_known_after_restart(error: &CommandError) -> bool {
    matches!(error, CommandError::Append(AppendError::Stopped(Obstacle::DiskUnconfirmed(_))))
}

impl Persons<'_> {
    /// Lets a card stand behind a reference, in the place of the one before, and registers the person where nobody is
    /// registered under it. What stood before is never compared: no answer tells whether a guess was right.
    pub async fn put_card(&self, ask: CardAsk<'_>) -> Result<CardPut, PersonError> {
        let CardAsk { space, person, card, condition, .. } = ask;
        let command = self.registration(&ask).await?;
        let decided = self.executor.dry_run(&command).await?.into_iter().next().unwrap_or_else(|| Ok(Vec::new()));
        let facts = decided.map_err(|refusal| CommandError::Refused { index: 0, refusal })?;
        if facts.is_empty() {
            let version = blocking(|| self.vault.put(space, person, card, condition))?;
            return Ok(CardPut { version, registered: None });
        }
        let Recorded { outcome, versions } = self.record(command, &[(person, card)], condition).await?;
        let version = *versions.get(&person).ok_or(VaultError::Erased(person))?;
        Ok(CardPut { version, registered: Some(outcome) })
    }

    /// Carries out a command that registers persons, with their cards: they stand once the log holds the command.
    pub async fn record(
        &self,
        command: Command,
        cards: &[(PersonRef, &PersonCard)],
        condition: CardCondition,
    ) -> Result<Recorded, PersonError> {
        let (space, id) = (command.space.clone(), command.id);
        let since = self.executor.log().clock().now();
        blocking(|| self.vault.reserve(&space, id, since, cards, condition))?;
        let mut done = self.executor.execute(command.clone()).await;
        if done.as_ref().is_err_and(is_uncertain) {
            // A commit whose answer was lost may still be on its way. Asked again under its id, behind the lock of the
            // space, the log says what became of it, or takes it now.
            done = self.executor.execute(command).await;
        }
        match done {
            Ok(outcome) => {
                let versions = blocking(|| self.vault.settle(&space, id))?;
                Ok(Recorded { outcome, versions })
            }
            Err(error) => {
                self.take_back(&space, id, &error).await;
                Err(error.into())
            }
        }
    }

    /// Removes the cards of a command that the log did not take. Where the log does not say whether it did, they are
    /// left to be [made good](Self::make_good).
    async fn take_back(&self, space: &SpaceId, command: CommandId, error: &CommandError) {
        if is_known_after_restart(error) {
            return;
        }
        let uncertain = is_uncertain(error);
        let done = match self.executor.log().receipt(space, command).await {
            Ok(Some(_)) => blocking(|| self.vault.settle(space, command)).map(drop),
            Err(_) if uncertain => Ok(()),
            Ok(None) | Err(_) => blocking(|| self.vault.withdraw(space, command)),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "a card that waits is left to be made good");
        }
    }

    /// The command that registers a person with a card.
    async fn registration(&self, ask: &CardAsk<'_>) -> Result<Command, PersonError> {
        let registered = Ask::Put(PersonRegistered { card: CardState::Held }.into());
        let today = self.executor.circumstances(ask.space, [&registered]).await?.today;
        let stream = person_stream(ask.person).ok_or(VaultError::Unknown(ask.person))?;
        Ok(Command {
            space: ask.space.clone(),
            id: CommandId(new_uuid(self.executor.log().clock().as_ref())),
            fingerprint: [0; 32],
            asks: vec![StreamAsk {
                stream,
                occurred: ask.occurred.unwrap_or(OccurredOn::Day(today)),
                ask: registered,
                context: ask.context.clone(),
            }],
            if_version: None,
        })
    }
}
