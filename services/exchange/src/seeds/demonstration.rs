//! Invented sessions for Lille's five poles over 2015 and 2016, so that counters move. Marked everywhere: the space is
//! a demonstration, the facts' channel says so, titles end in « (démonstration) », and residents bear names that nobody
//! has.
//!
//! # Layout
//! * `calendar`: the slots of each pole, what moves them; `people`: residents and partners; `session`: what one session
//!   says; `dated_ask`: one thing to record, on its day.
//!
//! Everything follows from the calendar and from a fixed scramble of numbers: two loads are the same facts, ids and
//! times aside.

mod calendar;
mod dated_ask;
mod people;
mod session;

use jiff::Timestamp;
use jiff::civil::Date;
use maillage_events::envelope::{Channel, Context};
use maillage_events::id::{CommandId, Id, SpaceId};
use maillage_events::time_zone::TimeZoneName;
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, Executor, StreamAsk};
use maillage_log::vault::Vault;
use sha2::{Digest, Sha256};

use self::calendar::slots;
use self::dated_ask::DatedAsk;
use self::session::script_of;
use super::{ACCOUNT, SeedError};

/// Days between two commands: short enough for a session to be planned before it takes place and recorded after.
const STEP: i64 = 7;

/// Records the sessions, week after week, moving the clock along.
pub async fn load(space: &SpaceId, executor: &Executor, vault: &Vault, clock: &SetClock) -> Result<(), SeedError> {
    let residents = people::residents(space)?;
    let mut script: Vec<DatedAsk> = residents.iter().flat_map(people::registered).collect();
    for slot in slots()? {
        script.extend(script_of(&slot, &residents)?);
    }
    script.sort_by_key(|ask| ask.recorded);
    let context = Context::new(Id::new(ACCOUNT)?, Channel::Demonstration);
    let mut rest = script.as_slice();
    while let Some(first) = rest.first() {
        let until = first.recorded.checked_add(jiff::Span::new().days(STEP))?;
        let (now, later) = rest.split_at(rest.partition_point(|ask| ask.recorded < until));
        let last = now.last().map_or(first.recorded, |ask| ask.recorded);
        clock.set(evening(last)?);
        let name = format!("demonstration/{space}/{}", first.recorded);
        let asks = now
            .iter()
            .map(|dated| StreamAsk {
                stream: dated.stream.clone(),
                occurred: dated.occurred,
                ask: dated.ask.clone(),
                context: context.clone(),
            })
            .collect();
        executor
            .execute(Command {
                space: space.clone(),
                id: CommandId::derived(&name),
                fingerprint: Sha256::digest(name.as_bytes()).into(),
                asks,
                if_version: None,
            })
            .await?;
        rest = later;
    }
    vault.put_all(space, residents.iter().map(|resident| (resident.person, &resident.card)))?;
    Ok(())
}

/// The end of a working day.
fn evening(day: Date) -> Result<Timestamp, jiff::Error> {
    Ok(day.at(18, 0, 0, 0).to_zoned(TimeZoneName::default().zone())?.timestamp())
}
