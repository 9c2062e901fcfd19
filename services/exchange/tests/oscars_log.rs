//! A record through the rules into a log: admitted whole, and nothing new the second time.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, SpaceId};
use maillage_events::messages::{Language, refusal};
use maillage_events::when::OccurredOn;
use maillage_exchange::oscars::inventory::Inventory;
use maillage_exchange::oscars::{OscarsOptions, plan};
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, CommandError, Executor, StreamAsk};
use maillage_log::log::FactReads;
use maillage_log::sqlite::SqliteLog;

const OWN: &str = include_str!("../seeds/la-rochelle-oscars/oscars-2016.txt");

struct Bench {
    _folder: tempfile::TempDir,
    log: Arc<SqliteLog>,
    executor: Executor,
}

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2017-02-01T08:00:00Z".parse::<Timestamp>().unwrap()));
        let log = SqliteLog::open(&folder.path().join("facts.db"), clock).unwrap();
        let bench = Self { _folder: folder, executor: Executor::new(log.clone()), log };
        bench
            .record(
                "space/la-rochelle",
                "space.opened",
                r#"{"name":"La Rochelle","kind":"city","demonstration":false}"#,
            )
            .await;
        bench
    }

    fn space() -> SpaceId {
        SpaceId::new("la-rochelle").unwrap()
    }

    async fn run(&self, name: &str, asks: Vec<StreamAsk>) -> Result<usize, CommandError> {
        let command = Command {
            space: Self::space(),
            id: CommandId::derived(name),
            fingerprint: [0; 32],
            asks,
            if_version: None,
        };
        Ok(self.executor.execute(command).await?.facts.len())
    }

    async fn record(&self, stream: &str, kind: &str, data: &str) {
        let fact = Fact::read(kind, data).unwrap();
        let context = Context::new(Id::new("compte-1").unwrap(), Channel::Entry);
        let ask = StreamAsk {
            stream: stream.parse().unwrap(),
            occurred: OccurredOn::Year(2013),
            ask: Ask::Record(fact),
            context,
        };
        self.run(&format!("{stream} {kind} {data}"), vec![ask]).await.unwrap();
    }

    fn inventory(&self) -> Inventory {
        let mut inventory = Inventory::default();
        let mut add = |fact: maillage_events::view::FactView<'_>| {
            inventory.add(&fact).unwrap();
            ControlFlow::Continue(())
        };
        self.log.scan(&Self::space(), 0, None, None, &mut add).unwrap();
        inventory
    }

    /// Reads a record against what the space holds and records it under a command of its own; how many facts are new.
    async fn import(&self, command: &str, text: &str, inventory: Inventory) -> usize {
        let plan =
            plan(text.as_bytes(), "oscars.txt", &OscarsOptions { inventory, ..Default::default() }, Language::French);
        assert!(plan.problems.is_empty(), "{:?}", plan.problems);
        let rows: Vec<u64> = plan.requests.iter().map(|planned| planned.row).collect();
        let asks = plan.requests.into_iter().map(|planned| planned.request).collect();
        match self.run(command, asks).await {
            Ok(new) => new,
            Err(CommandError::Refused { index, refusal: why }) => {
                panic!("line {}: {}", rows[index], refusal(Language::French, &why))
            }
            Err(other) => panic!("{other}"),
        }
    }

    /// How many facts of each kind the log holds.
    fn kinds(&self) -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        let mut count = |fact: maillage_events::view::FactView<'_>| {
            *kinds.entry(fact.kind.to_owned()).or_default() += 1;
            ControlFlow::Continue(())
        };
        self.log.scan(&Self::space(), 0, None, None, &mut count).unwrap();
        kinds
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_admitted_whole_and_gives_nothing_new_the_second_time() {
    let bench = Bench::new().await;
    let first = bench.import("first", OWN, Inventory::default()).await;
    assert!(first > 200);
    let kinds = bench.kinds();
    assert_eq!((kinds["fiche.recorded"], kinds["session.held"], kinds["funding.notified"]), (17, 12, 2));
    assert_eq!(bench.import("again, as if nothing were known", OWN, Inventory::default()).await, 0);
    assert_eq!(bench.import("again", OWN, bench.inventory()).await, 0);
    assert_eq!(bench.kinds(), kinds);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_original_is_admitted_too() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds/000_la-rochelle-oscars-2016.txt");
    let Ok(original) = std::fs::read_to_string(path) else {
        println!("skipped: original record not here");
        return;
    };
    let (theirs, ours) = (Bench::new().await, Bench::new().await);
    theirs.import("theirs", &original, Inventory::default()).await;
    ours.import("ours", OWN, Inventory::default()).await;
    assert_eq!(theirs.kinds(), ours.kinds());
    assert_eq!(theirs.import("again", &original, theirs.inventory()).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_year_attaches_to_what_the_year_before_entered() {
    let bench = Bench::new().await;
    bench
        .record(
            "contract/cls-la-rochelle-2013",
            "contract.prepared",
            r#"{"kind":"cls","generation":1,"title":"CLS 2013-2018",
                "territories":[{"level":"commune","name":"La Rochelle"}],
                "starts":"2013","ends":"2018"}"#,
        )
        .await;
    bench.import("2016", OWN, bench.inventory()).await;
    let next = OWN
        .replace("2015", "2014")
        .replace("2016", "2017")
        .replace("Année 2 - 2014", "Année 3 - 2016")
        .replace("de La Rochelle - Année 3\n", "de La Rochelle - Année 4\n")
        .replace("Réseaux de soins et de prevention", "Réseaux de soins et de prévention")
        .replace("Création d’une PASS dentaire", "Création de la PASS dentaire");
    bench.import("2017", &next, bench.inventory()).await;
    let kinds = bench.kinds();
    assert_eq!(
        (kinds["contract.prepared"], kinds["fiche.recorded"], kinds["fiche.year_opened"], kinds["category.recorded"]),
        (1, 17, 34, 8)
    );
    let (mut chained, mut titled, mut third) = (0, 0, 0);
    let mut look = |fact: maillage_events::view::FactView<'_>| {
        let data = fact.whole().unwrap().fact.payload().unwrap();
        match fact.kind {
            "fiche.year_opened" if data["year"] == 2017 => {
                assert_eq!(data["chained_to"], 2016);
                chained += 1;
            }
            "discrepancy.flagged" if data["declared"] == "Création de la PASS dentaire" => titled += 1,
            "action.chained" if data["year"] == 2016 => {
                assert_eq!(data["step"], 3);
                third += 1;
            }
            _ => {}
        }
        ControlFlow::Continue(())
    };
    bench.log.scan(&Bench::space(), 0, None, None, &mut look).unwrap();
    assert_eq!((chained, titled, third), (17, 1, 1));
    assert_eq!(bench.import("2017 again", &next, bench.inventory()).await, 0);
}
