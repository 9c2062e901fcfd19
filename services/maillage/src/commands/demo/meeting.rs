//! A meeting that takes place while one watches: a signup, a presence or a headcount every few seconds, marked as
//! demonstration.

use std::sync::Arc;
use std::time::Duration;

use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{CommandId, Id, NAMESPACE, PersonRef, SpaceId, StreamId};
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    AskedBy, AttendanceObserved, Audience, HeadcountRecorded, Quality, SessionKind, SessionMode, SessionPlanned,
    SignupRequested, Standing,
};
use maillage_events::time_zone::TimeZoneName;
use maillage_events::when::OccurredOn;
use maillage_log::clock::civil_date;
use maillage_log::executor::{Command, Executor, StreamAsk};
use maillage_log::log::FactLog;
use maillage_log::persons::{CardAsk, Persons};
use maillage_log::vault::{CardCondition, PersonCard, Vault};
use uuid::Uuid;

/// Who plays it.
const ACCOUNT: &str = "demonstration";
/// How often something happens.
const BEAT: Duration = Duration::from_millis(2500);
/// How many people come, in all.
const PEOPLE: u64 = 60;

/// Plays the meeting once, then ends. What the rules refuse is left out: this is a play, not a test.
pub async fn play(executor: Executor, log: Arc<dyn FactLog>, vault: Arc<Vault>) {
    let (Ok(space), Ok(pole), Ok(session)) =
        (SpaceId::new("lille"), Id::new("fives"), Id::new("demonstration-en-direct"))
    else {
        return;
    };
    let today = OccurredOn::Day(civil_date(log.clock().now(), &TimeZoneName::default().zone()));
    let stream = StreamId::new(Family::Session, session);
    let stage = Stage { executor, space, today };
    let planned = SessionPlanned {
        mode: Some(SessionMode::OnSite),
        minutes: Some(120),
        audience: Some(Audience::Mixed),
        pole: Some(pole),
        capacity: Some(20),
        ..SessionPlanned::new("Réunion du pôle, en direct (démonstration)", SessionKind::Meeting, today)
    };
    stage.ask(&stream, Ask::Record(Fact::from(planned)), "plan").await;
    for number in 1..=PEOPLE {
        tokio::time::sleep(BEAT).await;
        let person = PersonRef(Uuid::new_v5(&NAMESPACE, format!("demonstration-en-direct-{number}").as_bytes()));
        let card = PersonCard {
            family_name: format!("Démonstration {number}"),
            given_name: "Personne".to_owned(),
            contact: None,
        };
        let (Ok(signup), Ok(account)) = (Id::new(format!("direct-{number}")), Id::new(ACCOUNT)) else { return };
        let put = CardAsk {
            space: &stage.space,
            person,
            card: &card,
            condition: CardCondition::None,
            occurred: Some(today),
            context: Context::new(account, Channel::Demonstration),
        };
        if Persons::new(&stage.executor, &vault).put_card(put).await.is_err() {
            return;
        }
        let request = SignupRequested::of_person(signup.clone(), person, AskedBy::Person);
        stage.ask(&stream, Ask::SignUp(request), &format!("signup-{number}")).await;
        tokio::time::sleep(BEAT).await;
        let quality = if number % 3 == 0 { Quality::Professional } else { Quality::Inhabitant };
        let presence = AttendanceObserved::plain(person, quality);
        stage.ask(&stream, Ask::Record(presence.into()), &format!("attendance-{number}")).await;
        if number % 10 == 0 {
            let standing = if number > 10 { Standing::Adds {} } else { Standing::First {} };
            let sheet = HeadcountRecorded { standing, ..HeadcountRecorded::plain(signup, Quantity::exact(2)) };
            stage.ask(&stream, Ask::Record(sheet.into()), &format!("headcount-{number}")).await;
        }
    }
}

struct Stage {
    executor: Executor,
    space: SpaceId,
    today: OccurredOn,
}

impl Stage {
    async fn ask(&self, stream: &StreamId, ask: Ask, name: &str) {
        let Ok(account) = Id::new(ACCOUNT) else { return };
        let command = Command {
            space: self.space.clone(),
            id: CommandId::derived(&format!("{}-{stream}-{name}-{}", self.space, self.today)),
            fingerprint: [0; 32],
            asks: vec![StreamAsk {
                stream: stream.clone(),
                occurred: self.today,
                ask,
                context: Context::new(account, Channel::Demonstration),
            }],
            if_version: None,
        };
        if let Err(error) = self.executor.execute(command).await {
            tracing::debug!(%error, "a gesture of the demonstration was not admitted");
        }
    }
}
