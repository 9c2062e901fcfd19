//! A person forgotten: decided, key destroyed, told, overwritten.

use maillage_events::decide::Ask;
use maillage_events::envelope::{Context, Recorded};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, PersonRef, RequestRef, SpaceId, StreamId, person_stream};
use maillage_events::messages::{Language, message};
use maillage_events::person::{ErasureBasis, PersonErased, PersonFact};
use maillage_events::when::OccurredOn;

use super::{PersonError, Persons};
use crate::clock::new_uuid;
use crate::executor::{Command, CommandError, Outcome, StreamAsk};
use crate::log::ReadError;
use crate::postgres::blocking;
use crate::vault::{Erasure, OwedErasure, VaultError};

/// Asks that a person be forgotten.
#[derive(Debug)]
pub struct ErasureAsk {
    /// The space.
    pub space: SpaceId,
    /// Whom: every reference to the same person is erased with this one.
    pub person: PersonRef,
    /// The command's id; asked again under it, the first answer is given.
    pub command: CommandId,
    /// What a retry is known by.
    pub fingerprint: [u8; 32],
    /// When; `None`: today.
    pub occurred: Option<OccurredOn>,
    /// The request; `None`: Maillage makes a reference.
    pub request: Option<RequestRef>,
    /// Why; `None`: the person asked for it.
    pub basis: Option<ErasureBasis>,
    /// Who asks, and how.
    pub context: Context,
    /// The version of the person's stream that must still hold.
    pub if_version: Option<u64>,
}

/// What whoever asked for it reads of an erasure: under how many references it was recorded now; none where the person
/// was erased before.
pub fn erasure_shown(language: Language, references: usize) -> String {
    let key = if references == 0 { "person-erased-before" } else { "person-erased-now" };
    message(language, key, &[("references", references.to_string())])
}

impl Persons<'_> {
    /// Erases a person. Once the key is destroyed the rest is owed: should the log not take the facts now, they are
    /// [made good](Self::make_good).
    pub async fn erase(&self, ask: ErasureAsk) -> Result<Outcome, PersonError> {
        let log = self.executor.log();
        let stream = person_stream(ask.person).ok_or(VaultError::Unknown(ask.person))?;
        let erasure = self.erasure(&ask, &stream).await?;
        let owed = OwedErasure { space: ask.space.clone(), command: ask.command, erasure };
        let command = owed.to_command();
        if log.receipt(&ask.space, ask.command).await?.is_some() {
            return Ok(self.executor.execute(command).await?);
        }
        let judged = Command { if_version: ask.if_version.map(|version| (stream, version)), ..command.clone() };
        let mut is_new = false;
        for (index, answer) in self.executor.dry_run(&judged).await?.into_iter().enumerate() {
            is_new |= !answer.map_err(|refusal| CommandError::Refused { index, refusal })?.is_empty();
        }
        self.destroy(&owed, is_new)?;
        let outcome = self.executor.execute(command).await?;
        blocking(|| {
            self.vault.told(&owed.space, owed.command)?;
            if is_new || self.vault.is_stale()? { self.vault.overwrite() } else { Ok(()) }
        })?;
        Ok(outcome)
    }

    /// Destroys the keys. Nothing is begun while another reader would keep the old bytes; and an erasure that the log
    /// tells already owes nothing.
    fn destroy(&self, owed: &OwedErasure, is_new: bool) -> Result<(), VaultError> {
        let (space, persons) = (&owed.space, &owed.erasure.persons);
        blocking(|| {
            if is_new {
                self.vault.may_overwrite()?;
                return self.vault.bury(owed);
            }
            let there = self.vault.erased(space, persons)?;
            if there.len() < persons.len() { self.vault.bury_told(space, persons) } else { Ok(()) }
        })
    }

    /// What is to be recorded. An erasure that stands is said again with all that is not said otherwise.
    async fn erasure(&self, ask: &ErasureAsk, stream: &StreamId) -> Result<Erasure, PersonError> {
        let log = self.executor.log();
        let past = log.read_stream(&ask.space, stream).await?;
        if past.is_empty() {
            return Err(VaultError::Unknown(ask.person).into());
        }
        let mut standing = None;
        for fact in past.iter().filter(|fact| fact.kind == "person.erased") {
            let corrupt = |why: String| ReadError::Corrupt { space: ask.space.clone(), position: fact.position, why };
            let recorded = Recorded::read(&fact.bytes).map_err(|why| corrupt(why.to_string()))?;
            if let Fact::Person(PersonFact::Erased(it)) = recorded.fact {
                standing = Some((recorded.occurred, it));
            }
        }
        let (on, before) = standing.unzip();
        let clock = log.clock();
        let erased = PersonErased {
            request: ask
                .request
                .or(before.as_ref().map(|it| it.request))
                .unwrap_or_else(|| RequestRef(new_uuid(clock.as_ref()))),
            basis: ask.basis.or(before.map(|it| it.basis)).unwrap_or(ErasureBasis::Request),
        };
        let today = OccurredOn::Day(self.executor.circumstances(&ask.space, []).await?.today);
        let mut persons = vec![ask.person];
        persons.extend(self.executor.other_references(&ask.space, ask.person).await?);
        Ok(Erasure {
            fingerprint: ask.fingerprint,
            persons,
            occurred: ask.occurred.or(on).unwrap_or(today),
            erased,
            context: ask.context.clone(),
        })
    }
}

impl OwedErasure {
    /// The same of each reference by itself, under an id of its own that is always the same.
    pub(super) fn each_alone(&self) -> impl Iterator<Item = Self> {
        self.erasure.persons.iter().map(|person| Self {
            space: self.space.clone(),
            command: CommandId::derived(&format!("{}\n{person}", self.command)),
            erasure: Erasure { persons: vec![*person], ..self.erasure.clone() },
        })
    }

    /// The command that records it: one fact a reference.
    pub fn to_command(&self) -> Command {
        let Self { space, command, erasure } = self;
        let ask = |person: &PersonRef| {
            Some(StreamAsk {
                stream: person_stream(*person)?,
                occurred: erasure.occurred,
                ask: Ask::Record(erasure.erased.clone().into()),
                context: erasure.context.clone(),
            })
        };
        Command {
            space: space.clone(),
            id: *command,
            fingerprint: erasure.fingerprint,
            asks: erasure.persons.iter().filter_map(ask).collect(),
            if_version: None,
        }
    }
}
