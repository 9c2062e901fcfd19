//! A log as a pole's years fill it, made without chance: the same number of facts always gives the same facts.

use std::path::Path;
use std::sync::Arc;

use maillage_events::envelope::{Channel, Context, Draft, Salt};
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{CommandId, FactId, Id, NAMESPACE, PersonRef, SpaceId, StreamId};
use maillage_events::place::Place;
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    AskedBy, AttendanceObserved, HeadcountRecorded, Quality, SessionFact, SessionHeld, SessionKind, SessionPlanned,
    SignupConfirmed, SignupRequested,
};
use maillage_events::when::OccurredOn;
use maillage_log::clock::SystemClock;
use maillage_log::log::{Append, FactLog, StreamFacts};
use maillage_log::sqlite::SqliteLog;
use uuid::Uuid;

/// Facts of one session: planned, 16 signups asked for and confirmed, held, 15 presences, one headcount.
pub const FACTS_A_SESSION: u64 = 50;

/// Persons that come and go over the years of a space.
const PERSONS: u64 = 5_000;

/// Sessions in one append.
const SESSIONS_AN_APPEND: u64 = 200;

/// What stands in the way of a workload.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The space of the workload.
pub fn space() -> Result<SpaceId, Failed> {
    Ok(SpaceId::new("bench")?)
}

/// A log with at least this many facts in one space, in whole sessions; returns it with the number of facts.
pub async fn fill(path: &Path, facts: u64) -> Result<(Arc<SqliteLog>, u64), Failed> {
    let log = SqliteLog::open(path, Arc::new(SystemClock))?;
    let (space, sessions) = (space()?, facts.div_ceil(FACTS_A_SESSION));
    let mut from = 0;
    while from < sessions {
        let to = sessions.min(from + SESSIONS_AN_APPEND);
        let streams = (from..to).map(|number| session(&space, number)).collect::<Result<Vec<_>, Failed>>()?;
        let command = CommandId::derived(&format!("bench {from}"));
        log.append(Append {
            space: space.clone(),
            command,
            fingerprint: [0; 32],
            streams,
            register: None,
            head: None,
            outcome: b"{}".to_vec(),
        })
        .await?;
        from = to;
    }
    Ok((log, sessions * FACTS_A_SESSION))
}

/// The facts of one session, in order.
pub fn session(space: &SpaceId, number: u64) -> Result<StreamFacts, Failed> {
    session_of(space, number, FACTS_A_SESSION)
}

/// The same with more facts: its presences are seen again and again, which changes nothing in what is known of it.
pub fn session_of(space: &SpaceId, number: u64, facts_a_session: u64) -> Result<StreamFacts, Failed> {
    let stream = StreamId::new(Family::Session, Id::new(format!("seance-{number}"))?);
    let (year, month, day) = (2013 + number % 12, 1 + number % 11, 1 + number % 27);
    let when: OccurredOn = format!("{year}-{month:02}-{day:02}").parse()?;
    let context = Context::new(Id::new("compte-12")?, Channel::Entry);
    let mut happened = happened(number, when)?;
    for again in FACTS_A_SESSION..facts_a_session {
        happened.push(presence(number, again % 15).into());
    }
    let mut facts = Vec::with_capacity(happened.len());
    for (version, fact) in (1..).zip(happened) {
        let draft = Draft {
            id: FactId(Uuid::from_u64_pair(number + 1, version)),
            stream: stream.clone(),
            version,
            occurred: when,
            fact: Fact::Session(fact),
            command: CommandId::derived("bench"),
            context: context.clone(),
            salt: Salt::default(),
        };
        facts.push(draft.seal(space)?);
    }
    Ok(StreamFacts { stream, expected: 0, facts })
}

fn person(number: u64, seat: u64) -> PersonRef {
    PersonRef(Uuid::new_v5(&NAMESPACE, &((number * 7 + seat * 311) % PERSONS).to_be_bytes()))
}

fn presence(number: u64, seat: u64) -> AttendanceObserved {
    AttendanceObserved::plain(person(number, seat), Quality::Inhabitant)
}

fn happened(number: u64, when: OccurredOn) -> Result<Vec<SessionFact>, Failed> {
    let planned = SessionPlanned {
        time: Some("14:00".to_owned()),
        minutes: Some(120),
        place: Some(Place::named("Maison de quartier")),
        pole: Some(Id::new(format!("pole-{}", number % 40))?),
        capacity: Some(20),
        ..SessionPlanned::new(format!("Réunion du pôle, séance {number}"), SessionKind::Meeting, when)
    };
    let mut facts: Vec<SessionFact> = vec![planned.into()];
    for seat in 0..16 {
        let signup = Id::new(format!("inscription-{seat}"))?;
        facts.push(SignupRequested::of_person(signup.clone(), person(number, seat), AskedBy::Person).into());
        facts.push(SignupConfirmed { signup }.into());
    }
    facts.push(SessionHeld { minutes: Some(120), ..SessionHeld::default() }.into());
    for seat in 0..15 {
        facts.push(presence(number, seat).into());
    }
    let sheet = HeadcountRecorded::plain(Id::new("feuille-1")?, Quantity::exact(8));
    facts.push(sheet.into());
    Ok(facts)
}
