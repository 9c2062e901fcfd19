//! A fact of 2016 corrected in 2019: a report on 2016 as known at the end of 2016 must not move by a byte.

use jiff::Timestamp;
use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::declare::Payload;
use maillage_events::envelope::{Channel, Context};
use maillage_events::id::{CommandId, FactId, Id, SpaceId, StreamId};
use maillage_events::quantity::Quantity;
use maillage_events::session::HeadcountRecorded;
use maillage_events::when::OccurredOn;
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, CommandError, Executor, StreamAsk};
use maillage_log::log::FactLog;
use sha2::{Digest, Sha256};

use super::{ACCOUNT, SeedError};

/// The session whose headcount is corrected.
pub const SESSION: &str = "session/demo-fives-14";
/// When the correction is recorded.
pub const RECORDED: &str = "2019-03-04T10:00:00Z";
/// How many heads the corrected sheet has more than the first.
pub const MORE: u64 = 4;

/// Corrects the headcount of a session of 2016 and answers the fact that it names. Doing it again changes nothing.
pub async fn correct_in_2019(
    space: &SpaceId,
    executor: &Executor,
    log: &dyn FactLog,
    clock: &SetClock,
) -> Result<Option<FactId>, SeedError> {
    let stream: StreamId = SESSION.parse()?;
    let stored = log.read_stream(space, &stream).await?;
    let Some(fact) = stored.iter().find(|fact| fact.kind == HeadcountRecorded::KIND) else { return Ok(None) };
    let Ok(mut sheet) = fact.view().data::<HeadcountRecorded>() else { return Ok(None) };
    let heads = sheet.total.most_said().unwrap_or(0);
    sheet.total = Quantity::exact(heads + MORE);
    clock.set(RECORDED.parse::<Timestamp>()?);
    let data = serde_json::to_value(&sheet).unwrap_or_default();
    correct(
        space,
        stream,
        fact.id,
        data,
        "Deux feuilles étaient collées, une seule avait été comptée (démonstration)",
        executor,
    )
    .await?;
    Ok(Some(fact.id))
}

/// Corrects any fact, by a command whose id comes from the fact: for tests that look back.
pub async fn correct(
    space: &SpaceId,
    stream: StreamId,
    target: FactId,
    data: serde_json::Value,
    motive: &str,
    executor: &Executor,
) -> Result<(), SeedError> {
    let account = Id::new(ACCOUNT)?;
    let name = format!("correction/{space}/{target}");
    let why = Why { reason: AmendmentReason::Typing, motive: motive.into() };
    let ask = Ask::Correct { target, data, occurred: None, why };
    let request = StreamAsk {
        stream,
        occurred: OccurredOn::Unknown,
        ask,
        context: Context::new(account, Channel::Demonstration),
    };
    let command = Command {
        space: space.clone(),
        id: CommandId::derived(&name),
        fingerprint: Sha256::digest(name.as_bytes()).into(),
        asks: vec![request],
        if_version: None,
    };
    executor.execute(command).await.map(drop).map_err(|error: CommandError| error.into())
}
