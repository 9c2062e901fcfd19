use std::collections::BTreeMap;
use std::sync::Arc;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::clock::SetClock;
use maillage_log::executor::Executor;
use maillage_log::log::FactReads;
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;

use super::load_all;

struct Loaded {
    log: Arc<SqliteLog>,
    executor: Executor,
    vault: Vault,
    clock: Arc<SetClock>,
    _folder: tempfile::TempDir,
}

async fn loaded() -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2014-01-01T00:00:00Z".parse().unwrap()));
    let log = SqliteLog::open(&folder.path().join("log.db"), clock.clone()).unwrap();
    let vault = Vault::open(&folder.path().join("vault.db"), &folder.path().join("vault.key")).unwrap();
    let house = Loaded { executor: Executor::new(log.clone()), log, vault, clock, _folder: folder };
    let outcomes =
        load_all(&house.executor, house.log.clone(), &house.vault, &house.clock, &mut |_, _| {}).await.unwrap();
    for (space, outcome) in outcomes {
        assert_eq!(outcome.rejected, [], "{space}");
        assert!(outcome.committed);
    }
    house
}

async fn kinds(house: &Loaded, space: &str) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for fact in house.log.read(&SpaceId::new(space).unwrap(), 0, 100_000).await.unwrap() {
        *kinds.entry(fact.kind).or_default() += 1;
    }
    kinds
}

#[tokio::test]
async fn the_five_systems_load_without_a_problem_and_loading_again_adds_nothing() {
    let house = loaded().await;
    let spaces = ["la-rochelle", "soissons", "corse", "lille"];
    let mut heads = Vec::new();
    for space in spaces {
        heads.push(house.log.head(&SpaceId::new(space).unwrap()).await.unwrap().position);
    }
    let again = load_all(&house.executor, house.log.clone(), &house.vault, &house.clock, &mut |_, _| {}).await.unwrap();
    assert_eq!(again.len(), super::files::STAGES.len());
    assert!(again.iter().all(|(_, outcome)| outcome.repeated && outcome.facts == 0));
    for (space, head) in spaces.iter().zip(heads) {
        assert_eq!(house.log.head(&SpaceId::new(*space).unwrap()).await.unwrap().position, head, "{space}");
    }
}

#[tokio::test]
async fn the_seeds_say_what_their_sources_say() {
    let house = loaded().await;
    let rochelle = kinds(&house, "la-rochelle").await;
    assert_eq!(
        (rochelle["contract.prepared"], rochelle["contract.axis_defined"], rochelle["fiche.recorded"]),
        (2, 5, 17)
    );
    let soissons = kinds(&house, "soissons").await;
    assert_eq!(
        (soissons["contract.signed"], soissons["contract.axis_defined"], soissons["contract.context_recorded"]),
        (1, 5, 8)
    );
    let corse = kinds(&house, "corse").await;
    assert_eq!((corse["mandate.granted"], corse["body.constituted"]), (1, 7));
    let lille = kinds(&house, "lille").await;
    assert_eq!(
        (lille["pole.opened"], lille["pole.cadence_set"], lille["measure.declared"], lille["funding.budget_declared"]),
        (5, 5, 3, 1)
    );
    assert_eq!((lille["session.planned"], lille["session.cancelled"], lille["amendment.corrected"]), (88, 1, 1));
    assert!(lille["signup.waiting"] > 10 && lille["session.moved"] > 5, "{lille:?}");
    let total: usize = lille.values().sum();
    assert!((2_000..=5_000).contains(&total), "{total}");
}

#[tokio::test]
async fn what_lille_knew_at_the_end_of_2016_holds_no_later_correction() {
    let house = loaded().await;
    let lille = SpaceId::new("lille").unwrap();
    let cut: RecordedAt = "2016-12-31T22:59:59Z".parse().unwrap();
    let known = house.log.position_at(&lille, cut).await.unwrap();
    let facts = house.log.read(&lille, 0, 100_000).await.unwrap();
    assert!(known > 2_000 && known < facts.len() as u64);
    assert!(facts.windows(2).all(|pair| pair[0].recorded_at <= pair[1].recorded_at));
    let corrected = facts.iter().position(|fact| fact.kind == "amendment.corrected").unwrap() as u64;
    assert!(corrected >= known);
}

#[tokio::test]
async fn no_resident_is_named_in_a_fact_and_every_invented_session_says_so() {
    let house = loaded().await;
    let (mut persons, mut sessions) = (0, 0);
    for fact in house.log.read(&SpaceId::new("lille").unwrap(), 0, 100_000).await.unwrap() {
        let words = String::from_utf8(fact.bytes).unwrap();
        assert!(!words.contains("Habitante"));
        persons += usize::from(fact.kind == "person.registered");
        if fact.kind == "session.planned" {
            assert!(words.contains("(démonstration)") && words.contains("\"channel\":\"demonstration\""), "{words}");
            sessions += 1;
        }
    }
    assert!(persons > 0 && sessions > 0, "{persons} residents, {sessions} sessions");
}
