//! How fast a backlog becomes rows. Not a test: it holds nobody to a time, and runs only when it is asked for:
//! `MAILLAGE_TEST_KAFKA=… cargo test --release -p maillage-projector backlog -- --ignored --nocapture`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::envelope::{Channel, Context, Draft};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, PersonRef, SpaceId, StreamId};
use maillage_events::session::{AskedBy, AttendanceObserved, Quality, SessionFact, SessionHeld, SignupConfirmed, SignupRequested};
use maillage_events::when::OccurredOn;
use maillage_log::log::{Append, FactLog, StreamFacts};

use super::stage::{Stage, opened, space};
use crate::kafka::throughput::drain;
use crate::kafka::{KafkaOptions, KafkaProjector, MemoryPositions};

/// Fifty facts of a session, of which *attendance* wants most.
fn session(space: &SpaceId, number: u64) -> StreamFacts {
    let stream: StreamId = format!("session/seance-{number}").parse().unwrap();
    let person = |seat: u64| PersonRef(uuid::Uuid::from_u128(u128::from((number * 7 + seat * 311) % 5000)));
    let mut facts: Vec<SessionFact> = vec![SessionHeld { minutes: Some(120) }.into()];
    for seat in 0..16 {
        let signup = Id::new(format!("inscription-{seat}")).unwrap();
        facts.push(SignupRequested { signup: signup.clone(), person: Some(person(seat)), organisation: None, by: AskedBy::Person }.into());
        facts.push(SignupConfirmed { signup }.into());
        facts.push(AttendanceObserved { person: person(seat), quality: Quality::Inhabitant, organisation: None, age: None }.into());
    }
    facts.push(SessionHeld { minutes: Some(90) }.into());
    let seal = |(version, fact): (u64, SessionFact)| {
        let draft = Draft {
            id: FactId(uuid::Uuid::from_u64_pair(number + 1, version)),
            stream: stream.clone(),
            version,
            occurred: OccurredOn::Year(2016),
            fact: Fact::Session(fact),
            command: CommandId::derived("backlog"),
            context: Context::new(Id::new("compte-12").unwrap(), Channel::Entry),
        };
        draft.seal(space).unwrap()
    };
    let facts = (1..).zip(facts).map(seal).collect();
    StreamFacts { stream, expected: 0, facts }
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")).map(str::trim).collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn a_backlog_of_attendance() {
    let facts: u64 = std::env::var("MAILLAGE_BACKLOG").ok().and_then(|text| text.parse().ok()).unwrap_or(400_000);
    for spaces in [1_u64, 30] {
        let Some(stage) = Stage::real(6).await else { return };
        let each = facts / 50 / spaces;
        let mut heads = Vec::new();
        for number in 0..spaces {
            let space = space(&format!("espace-{number}"));
            for from in (0..each).step_by(200) {
                let streams = (from..each.min(from + 200)).map(|number| session(&space, number)).collect();
                let command = CommandId::derived(&format!("{from}"));
                stage.log.append(Append { space: space.clone(), command, request: [0; 32], streams, outcome: b"{}".to_vec() }).await.unwrap();
            }
            heads.push((space, each * 50));
        }
        for from in (0..each * 50).step_by(5000) {
            for (space, _) in &heads {
                stage.publish(space, &stage.log.read(space, from, 5000).await.unwrap()).await;
            }
        }
        println!("{spaces} spaces, {} facts published; {}", each * 50 * spaces, memory());
        let store = opened(&stage.rows);
        let options = KafkaOptions { projections: Some(vec!["attendance".to_owned()]), ..KafkaOptions::new(&stage.bootstrap) };
        let options = KafkaOptions { group: stage.options().group, topic: stage.topic.clone(), ..options };
        let member = KafkaProjector::open(stage.log.clone(), store, Arc::new(MemoryPositions::default()), options).await.unwrap();
        let begun = Instant::now();
        let told = drain(member.clone(), &heads, Duration::from_secs(600)).await.unwrap();
        println!("{spaces} spaces: {:.0} facts/s ({told:?}, {:?})", told.rate(), begun.elapsed());
        println!("{:?}; {}", ["taken", "filled", "repeated"].map(|outcome| member.metrics().records(outcome)), memory());
    }
}
