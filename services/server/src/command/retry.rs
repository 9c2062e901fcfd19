//! When a repeated request is a retry, answered with its first answer, and when it is a new command.
//!
//! The log answers a command id that it has seen with the facts of the first time. A `PUT` without a key takes its id
//! from its own method, path and body, so the same request twice has one id. Somebody marked present, withdrawn, and
//! marked present again sends the same request twice and means it twice. So once what the first one led to was taken
//! back, the next one is a new command; answering it with the first answer would confirm what was never recorded.

use maillage_events::amendment::AmendmentFact;
use maillage_events::envelope::Recorded;
use maillage_events::fact::Fact;
use maillage_events::id::{FactId, SpaceId, StreamId};
use maillage_events::session::SessionFact;
use maillage_log::executor::{Command, CommandError, Outcome};
use maillage_log::log::ReadError;

use crate::http::request_identity::RequestIdentity;
use crate::state::AppState;

/// Executes a command under its id; a retry gets its first answer. Where the id comes from the request's own content
/// and what it led to was taken back since, the command is executed anew, under the next id.
pub(super) async fn execute_anew_if_taken_back(
    state: &AppState,
    identity: &RequestIdentity,
    mut command: Command,
    stream: &StreamId,
) -> Result<Outcome, CommandError> {
    let mut times_taken_back = 0;
    loop {
        let outcome = state.executor.execute(command.clone()).await?;
        let is_a_repeat = outcome.receipt.repeated && identity.is_named_by_its_content();
        if !is_a_repeat || !taken_back(state, identity, &command.space, stream, &outcome).await? {
            return Ok(outcome);
        }
        times_taken_back += 1;
        command.id = identity.id_from_content(&command.space, &command.fingerprint, times_taken_back);
    }
}

async fn taken_back(
    state: &AppState,
    identity: &RequestIdentity,
    space: &SpaceId,
    stream: &StreamId,
    first: &Outcome,
) -> Result<bool, CommandError> {
    let led_to: Vec<FactId> = first.facts.iter().map(|fact| fact.id).collect();
    // When the first answer added no fact, any later amendment of the stream counts.
    let of_it = |target: &FactId| led_to.is_empty() || led_to.contains(target);
    for stored in state.log.read_stream(space, stream).await?.iter().filter(|fact| fact.position > first.receipt.last) {
        let read = Recorded::read(&stored.bytes);
        let fact = read.map_err(|why| ReadError::Corrupt {
            space: space.clone(),
            position: stored.position,
            why: why.to_string(),
        })?;
        let is_taken_back = match &fact.fact {
            Fact::Amendment(AmendmentFact::Cancelled(it)) => of_it(&it.target),
            Fact::Amendment(AmendmentFact::Corrected(it)) => of_it(&it.target),
            Fact::Session(fact) => takes_back(fact, identity),
            // Only facts of sessions take another fact back without naming it.
            _ => false,
        };
        if is_taken_back {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a fact of a session takes back what the request's address speaks of.
fn takes_back(fact: &SessionFact, identity: &RequestIdentity) -> bool {
    match fact {
        SessionFact::AttendanceWithdrawn(it) => identity.speaks_of(&it.person.to_string()),
        SessionFact::SignupCancelled(it) => identity.speaks_of(it.signup.as_str()),
        SessionFact::Planned(_)
        | SessionFact::Moved(_)
        | SessionFact::Cancelled(_)
        | SessionFact::Held(_)
        | SessionFact::Credited(_)
        | SessionFact::CapacityChanged(_)
        | SessionFact::Led(_)
        | SessionFact::AbsenceObserved(_)
        | SessionFact::OrganisationPresent(_)
        | SessionFact::ReferralMade(_)
        | SessionFact::SignupRequested(_)
        | SessionFact::SignupConfirmed(_)
        | SessionFact::SignupWaiting(_)
        | SessionFact::AttendanceObserved(_)
        | SessionFact::HeadcountRecorded(_)
        | SessionFact::VisitsRecorded(_)
        | SessionFact::ConnectionsRecorded(_) => false,
    }
}
