//! Two clocks: a report known on a day stays what it was, to the byte, whatever is learned later.
#![expect(clippy::unwrap_used, reason = "a test program")]

use std::sync::Arc;

use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::envelope::{Channel, Context};
use maillage_events::id::{CommandId, FactId, Id, SpaceId};
use maillage_events::messages::Language;
use maillage_events::quantity::Quantity;
use maillage_events::session::{HeadcountRecorded, SessionHeld, SessionKind, SessionPlanned};
use maillage_events::when::Period;
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, Executor, StreamAsk};
use maillage_log::log::FactLog;
use maillage_log::sqlite::SqliteLog;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projections::report::Scope;
use maillage_projector::{Question, asof};

const SPACE: &str = "lille";

struct Years {
    _folder: tempfile::TempDir,
    clock: Arc<SetClock>,
    log: Arc<dyn FactLog>,
    executor: Executor,
}

impl Years {
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2016-01-01T08:00:00Z".parse().unwrap()));
        let log: Arc<dyn FactLog> = SqliteLog::open(&folder.path().join("facts.sqlite"), clock.clone()).unwrap();
        Self { _folder: folder, executor: Executor::new(log.clone()), clock, log }
    }

    /// Records asks of one session at a moment of the second clock; gives the facts' ids.
    async fn at(&self, moment: &str, occurred: &str, asks: Vec<Ask>) -> Vec<FactId> {
        self.clock.set(moment.parse().unwrap());
        let context = Context::new(Id::new("compte-1").unwrap(), Channel::Entry);
        let stream_ask = |ask| StreamAsk {
            stream: "session/s-1".parse().unwrap(),
            occurred: occurred.parse().unwrap(),
            ask,
            context: context.clone(),
        };
        let command = Command {
            space: SpaceId::new(SPACE).unwrap(),
            id: CommandId::derived(moment),
            fingerprint: [0; 32],
            asks: asks.into_iter().map(stream_ask).collect(),
            if_version: None,
        };
        self.executor.execute(command).await.unwrap().facts.iter().map(|fact| fact.id).collect()
    }

    /// Every report on 2016 as bytes, as known at the end of a day.
    async fn reports(&self, known_at: &str) -> Vec<(String, Vec<u8>)> {
        let mut reports = Vec::new();
        for (name, _) in CATALOGUE {
            let question = Question {
                space: SpaceId::new(SPACE).unwrap(),
                report: (*name).to_owned(),
                scope: Scope::from(Period::year(2016)),
                known_at: Some(format!("{known_at}T22:59:59.999999Z").parse().unwrap()),
                language: Language::French,
            };
            let report = asof::report(self.log.clone(), question).await.unwrap();
            reports.push(((*name).to_owned(), serde_json::to_vec(&report).unwrap()));
        }
        reports
    }
}

fn heads(total: u64) -> HeadcountRecorded {
    HeadcountRecorded::plain(Id::new("feuille-1").unwrap(), Quantity::exact(total))
}

fn planned() -> SessionPlanned {
    SessionPlanned::new("Réunion du pôle", SessionKind::Meeting, "2016-03-08".parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_of_2019_does_not_move_a_byte_of_what_was_known_in_2016() {
    let years = Years::begin();
    years.at("2016-02-01T09:00:00Z", "2016-02-01", vec![Ask::Record(planned().into())]).await;
    let facts = vec![Ask::Record(SessionHeld::default().into()), Ask::Record(heads(8).into())];
    let sheet = years.at("2016-03-09T09:00:00Z", "2016-03-08", facts).await[1];
    let then = years.reports("2016-12-31").await;
    let attendance = |reports: &[(String, Vec<u8>)]| {
        let bytes = &reports.iter().find(|(name, _)| name == "attendance").unwrap().1;
        serde_json::from_slice::<serde_json::Value>(bytes).unwrap()["figures"]["total"]["passages"].clone()
    };
    assert_eq!(attendance(&then), 8);

    let data = serde_json::to_value(heads(12)).unwrap();
    let why = Why { reason: AmendmentReason::Source, motive: "Deux feuilles étaient collées".into() };
    let correct = Ask::Correct { target: sheet, data, occurred: None, why };
    years.at("2019-03-04T10:00:00Z", "2019-03-04", vec![correct]).await;

    assert_eq!(years.reports("2016-12-31").await, then, "what was known in 2016 moved");
    let now = years.reports("2019-12-31").await;
    assert_eq!(attendance(&now), 12);
    let register = String::from_utf8(now.iter().find(|(name, _)| name == "corrections").unwrap().1.clone()).unwrap();
    assert!(register.contains("Deux feuilles étaient collées") && register.contains(&sheet.to_string()));
}
