//! When the same words are the same ask, and when they are not any more.
//!
//! `PUT` without a key is named by its own words. Somebody marked present, withdrawn, and marked present again sends the same words twice
//! and means it twice: once what an ask led to was taken back, the next one is a new ask. Answering it from the receipt would acknowledge
//! what was dropped.

use maillage_events::amendment::AmendmentFact;
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use maillage_events::session::SessionFact;
use maillage_log::executor::OutcomeFact;
use maillage_log::log::Receipt;

use crate::http::idempotency::Asked;
use crate::http::problem::Answered;
use crate::routes::history::pasts;
use crate::state::AppState;

/// The id of an ask.
pub(crate) async fn command_id(
    state: &AppState,
    asked: &Asked,
    space: &SpaceId,
    stream: &StreamId,
    request: &[u8; 32],
    fresh: impl FnOnce() -> CommandId,
) -> Answered<CommandId> {
    if !asked.is_named_by_its_body() {
        return Ok(asked.command(space, request, fresh));
    }
    let mut times = 0;
    loop {
        let id = asked.again(space, request, times);
        match state.log.receipt(space, id).await? {
            Some((receipt, _)) if taken_back(state, asked, space, stream, &receipt).await? => times += 1,
            _ => return Ok(id),
        }
    }
}

async fn taken_back(state: &AppState, asked: &Asked, space: &SpaceId, stream: &StreamId, receipt: &Receipt) -> Answered<bool> {
    let led_to: Vec<OutcomeFact> = serde_json::from_slice(&receipt.outcome).unwrap_or_default();
    let led_to: Vec<FactId> = led_to.into_iter().map(|fact| fact.id).collect();
    let since = pasts(&state.log.read_stream(space, stream).await?)?;
    Ok(since.iter().filter(|fact| fact.position > receipt.last).any(|fact| match &fact.fact {
        Fact::Amendment(AmendmentFact::Cancelled(it)) => led_to.is_empty() || led_to.contains(&it.target),
        Fact::Amendment(AmendmentFact::Corrected(it)) => led_to.is_empty() || led_to.contains(&it.target),
        Fact::Session(SessionFact::AttendanceWithdrawn(it)) => asked.speaks_of(&it.person.to_string()),
        Fact::Session(SessionFact::SignupCancelled(it)) => asked.speaks_of(it.signup.as_str()),
        _ => false,
    }))
}
