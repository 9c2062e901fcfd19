//! Presences at sessions as writers record them, about 400 bytes each, made without chance.

use maillage_events::envelope::{Channel, Context, Draft, RecordedAt, Salt, Sealed};
use maillage_events::family::Family;
use maillage_events::id::{CommandId, FactId, Id, NAMESPACE, PersonRef, SpaceId, StreamId};
use maillage_events::session::{Age, AttendanceObserved, Quality, ShortAgeBand};
use maillage_events::when::OccurredOn;
use maillage_log::log::{Append, StreamFacts};
use maillage_log::raw::RawRow;
use uuid::Uuid;

use crate::bench::workload::Failed;

/// Presences at one session.
const A_SESSION: u64 = 25;

/// What each writer appends, in order: one fact a command, session after session. Writers take the spaces in turn.
pub fn writers(facts: u64, writers: u64, spaces: &[SpaceId]) -> Result<Vec<Vec<Append>>, Failed> {
    let mut work: Vec<Vec<Append>> = (0..writers).map(|_| Vec::new()).collect();
    let share = facts.div_ceil(writers.max(1));
    let mut left = facts;
    for ((writer, appends), space) in (0..).zip(&mut work).zip(spaces.iter().cycle()) {
        let count = share.min(left);
        left -= count;
        for number in 0..count {
            appends.push(presence(space, writer, number)?);
        }
    }
    Ok(work)
}

/// The same facts as rows.
pub fn rows(work: &[Vec<Append>]) -> Vec<RawRow> {
    let facts = work.iter().flatten().flat_map(|append| &append.streams).flat_map(|part| &part.facts);
    (1..).zip(facts).map(|(position, sealed)| row(position, sealed)).collect()
}

fn row(position: u64, sealed: &Sealed) -> RawRow {
    RawRow {
        stream: sealed.stream.to_string(),
        version: sealed.version,
        id: *sealed.id.0.as_bytes(),
        kind: sealed.kind,
        occurred: sealed.occurred.to_string(),
        fact: sealed.bytes(position, RecordedAt(1_700_000_000_000_000)),
    }
}

fn presence(space: &SpaceId, writer: u64, number: u64) -> Result<Append, Failed> {
    let (session, version) = (number / A_SESSION, number % A_SESSION + 1);
    let stream = StreamId::new(Family::Session, Id::new(format!("seance-{writer}-{session}"))?);
    // As clients make them: ids of facts in the order of time, ids of commands by chance.
    let id = FactId(
        uuid::Builder::from_unix_timestamp_millis(1_700_000_000_000 + number, &chance(writer, number)).into_uuid(),
    );
    let command = CommandId::derived(&format!("bench {writer} {number}"));
    let person = PersonRef(Uuid::new_v5(&NAMESPACE, &(writer * 7 + number * 311).to_be_bytes()));
    let presence = AttendanceObserved {
        age: Some(Age::Short(ShortAgeBand::From26To59)),
        ..AttendanceObserved::plain(person, Quality::Inhabitant)
    };
    let draft = Draft {
        id,
        stream: stream.clone(),
        version,
        occurred: OccurredOn::Day(jiff::civil::Date::constant(2016, 3, 8)),
        fact: presence.into(),
        command,
        context: Context::new(Id::new("compte-12")?, Channel::Entry),
        salt: Salt::default(),
    };
    let facts = vec![draft.seal(space)?];
    let outcome = format!(r#"[{{"id":"{id}","kind":"attendance.observed","stream":"{stream}","version":{version}}}]"#)
        .into_bytes();
    Ok(Append {
        space: space.clone(),
        command,
        fingerprint: [7; 32],
        streams: vec![StreamFacts { stream, expected: version - 1, facts }],
        register: None,
        head: None,
        outcome,
    })
}

fn chance(writer: u64, number: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    let drawn = Uuid::new_v5(&NAMESPACE, &(writer << 32 | number).to_be_bytes());
    bytes.copy_from_slice(&drawn.as_bytes()[..10]);
    bytes
}
