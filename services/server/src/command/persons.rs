//! Cards and erasures: commands that touch the vault as well as the log, and go on when the caller goes away.

use std::time::Instant;

use maillage_events::family::Family;
use maillage_events::id::CommandId;
use maillage_events::when::OccurredOn;
use maillage_log::clock::new_uuid;
use maillage_log::executor::CommandError;
use maillage_log::persons::{CardAsk, CardPut, ErasureAsk, PersonError, Persons};
use maillage_log::vault::{CardCondition, PersonCard, VaultError};

use crate::command::{CommandContext, CommandReply, api_context};
use crate::http::parts::Condition;
use crate::http::problem::{Problem, RouteResult};
use crate::routes::paths::{NamesStream, PersonPath};
use crate::routes::persons::ErasureQuery;

impl CommandContext {
    /// Lets a card stand behind the reference that the path names. The condition is about the card, not about the
    /// person's facts.
    ///
    /// # Errors
    /// A problem: unknown space, a key given, refused, stale, erased, a store unavailable.
    pub async fn put_card(
        &self,
        path: &PersonPath,
        card: PersonCard,
        occurred: Option<OccurredOn>,
    ) -> RouteResult<CardPut> {
        if self.identity.has_key() {
            return Err(Problem::new("key-on-card").at_parameter("Idempotency-Key", "place-key-on-card"));
        }
        self.state.known(&path.space).await?;
        // Of several versions each is tried in turn: what is stale changes nothing. None is at the last of all numbers.
        let conditions = match &self.condition {
            Condition::None => vec![CardCondition::None],
            Condition::Version(version) => vec![CardCondition::Version(*version)],
            Condition::OneOf(versions) => {
                versions.iter().copied().chain([u64::MAX]).map(CardCondition::Version).collect()
            }
            Condition::Exists => vec![CardCondition::Exists],
            Condition::IsNew => vec![CardCondition::IsNew],
        };
        let (state, path, started) = (self.state.clone(), path.clone(), Instant::now());
        let work = tokio::spawn(async move {
            let PersonPath { space, person } = &path;
            let persons = Persons::new(&state.executor, &state.vault);
            let ask = |condition| CardAsk {
                space,
                person: *person,
                card: &card,
                condition,
                occurred,
                context: api_context(),
            };
            let mut put = persons.put_card(ask(conditions[0])).await;
            for condition in conditions.into_iter().skip(1) {
                if matches!(put, Err(PersonError::Vault(VaultError::Stale { .. }))) {
                    put = persons.put_card(ask(condition)).await;
                }
            }
            put
        });
        let put = work.await.map_err(|_| Problem::new("internal"))?;
        if let Err(PersonError::Vault(VaultError::Stale { actual, .. })) = &put {
            self.condition.at(*actual)?;
        }
        let ended = match &put {
            Ok(_) => "done",
            Err(PersonError::Command(CommandError::Refused { .. }) | PersonError::Vault(VaultError::Erased(_))) => {
                "refused"
            }
            Err(PersonError::Vault(VaultError::Stale { .. })) => "stale",
            Err(_) => "failed",
        };
        self.state.metrics.command_ended(Family::Person.as_str(), "put_card", ended, started.elapsed());
        if let Ok(CardPut { registered: Some(outcome), .. }) = &put {
            outcome.facts.iter().for_each(|fact| self.state.metrics.appended(&fact.kind));
        }
        Ok(put?)
    }

    /// Erases the person whom the path names.
    ///
    /// # Errors
    /// A problem: unknown space or person, refused, stale, key reused, a store unavailable.
    pub async fn erase(&self, path: &PersonPath, query: ErasureQuery, bytes: &[u8]) -> RouteResult<CommandReply> {
        self.state.known(&path.space).await?;
        let stream = path.stream()?;
        let if_version = self.version_asked(&path.space, &stream).await?;
        let clock = self.state.log.clock();
        let PersonPath { space, person }: PersonPath = path.clone();
        let ask = ErasureAsk {
            person,
            command: self.identity.command_id(&space, || CommandId(new_uuid(&*clock))),
            fingerprint: self.identity.fingerprint(bytes),
            occurred: query.occurred_on,
            request: query.request,
            basis: query.basis,
            context: api_context(),
            if_version,
            space,
        };
        let (state, started) = (self.state.clone(), Instant::now());
        let work = tokio::spawn(async move { Persons::new(&state.executor, &state.vault).erase(ask).await });
        let outcome = match work.await.map_err(|_| Problem::new("internal"))? {
            Ok(outcome) => Ok(outcome),
            Err(PersonError::Command(error)) => Err(error),
            Err(error @ PersonError::Vault(_)) => return Err(error.into()),
        };
        self.count(&stream, "erase", &outcome, started);
        Ok(CommandReply { space: path.space.clone(), stream, outcome: outcome?, signup: None, stands_at: None })
    }
}
