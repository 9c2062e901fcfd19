//! When the same words are the same ask, and when they are not any more.
//!
//! `PUT` without a key is named by its own words. Somebody marked present, withdrawn, and marked present again sends
//! the same words twice and means it twice: once what an ask led to was taken back, the next one is a new ask.
//! Answering it from the receipt would acknowledge what was dropped.

use maillage_events::amendment::AmendmentFact;
use maillage_events::envelope::Recorded;
use maillage_events::fact::Fact;
use maillage_events::id::{FactId, SpaceId, StreamId};
use maillage_events::session::SessionFact;
use maillage_log::executor::{Command, CommandError, Outcome};
use maillage_log::log::ReadError;

use crate::http::idempotency::Asked;
use crate::state::AppState;

/// Carries an ask out under its id. Where its own words name it, one that was taken back since is a new ask, under the
/// next id.
pub(crate) async fn carry_out(
    state: &AppState,
    asked: &Asked,
    mut command: Command,
    stream: &StreamId,
) -> Result<Outcome, CommandError> {
    let mut times = 0;
    loop {
        let outcome = state.executor.execute(command.clone()).await?;
        let is_a_repeat = outcome.receipt.repeated && asked.is_named_by_its_body();
        if !is_a_repeat || !taken_back(state, asked, &command.space, stream, &outcome).await? {
            return Ok(outcome);
        }
        times += 1;
        command.id = asked.again(&command.space, &command.request, times);
    }
}

async fn taken_back(
    state: &AppState,
    asked: &Asked,
    space: &SpaceId,
    stream: &StreamId,
    first: &Outcome,
) -> Result<bool, CommandError> {
    let led_to: Vec<FactId> = first.facts.iter().map(|fact| fact.id).collect();
    let of_it = |target: &FactId| led_to.is_empty() || led_to.contains(target);
    for stored in state.log.read_stream(space, stream).await?.iter().filter(|fact| fact.position > first.receipt.last) {
        let read = Recorded::read(&stored.bytes);
        let fact = read.map_err(|why| ReadError::Corrupt {
            space: space.clone(),
            position: stored.position,
            why: why.to_string(),
        })?;
        let takes_back = match &fact.fact {
            Fact::Amendment(AmendmentFact::Cancelled(it)) => of_it(&it.target),
            Fact::Amendment(AmendmentFact::Corrected(it)) => of_it(&it.target),
            Fact::Session(SessionFact::AttendanceWithdrawn(it)) => asked.speaks_of(&it.person.to_string()),
            Fact::Session(SessionFact::SignupCancelled(it)) => asked.speaks_of(it.signup.as_str()),
            _ => false,
        };
        if takes_back {
            return Ok(true);
        }
    }
    Ok(false)
}
