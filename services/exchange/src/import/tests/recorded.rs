use maillage_events::envelope::EvidencePlace;

use super::*;

#[tokio::test]
async fn a_folder_becomes_facts_in_one_append_and_names_stay_in_the_vault() {
    let house = House::new();
    let outcome = house.import(&[HEADS, PRESENCES, SESSIONS, POLES, PERSONS]).await;
    assert_eq!(outcome.rejected, []);
    assert!(outcome.committed && !outcome.repeated);
    let facts = house.facts().await;
    assert_eq!(outcome.facts, facts.len() as u64);
    assert!(facts.iter().all(|fact| fact.command == facts[0].command && fact.recorded_at == facts[0].recorded_at));
    assert_eq!(outcome.by_kind["attendance.observed"], 2);
    let presence = facts.iter().find(|fact| fact.fact.kind() == "attendance.observed").unwrap();
    assert_eq!(presence.occurred.to_string(), "2016-03-08");
    assert_eq!(presence.context.evidence[0].at, EvidencePlace::Lines { from: 2, to: 2 });
    let stored = house.log.read(&SpaceId::new("essai").unwrap(), 0, 10_000).await.unwrap();
    assert_eq!(stored.len(), facts.len());
    for fact in stored {
        assert!(!String::from_utf8_lossy(&fact.bytes).contains("Habitante-Essai"));
    }
    let Fact::Session(maillage_events::session::SessionFact::AttendanceObserved(it)) = &presence.fact else { panic!() };
    assert_eq!(
        house.vault.read(&SpaceId::new("essai").unwrap(), it.person).unwrap().unwrap().family_name,
        "Habitante-Essai 1"
    );
}

#[tokio::test]
async fn the_same_bytes_again_add_no_fact() {
    let house = House::new();
    let first = house.import(&[POLES, SESSIONS]).await;
    let before = house.facts().await.len();
    let again = house.import(&[SESSIONS, POLES]).await;
    assert_eq!((again.facts, again.repeated, again.committed), (0, true, true));
    assert_eq!(again.fingerprint, first.fingerprint);
    assert_eq!(house.facts().await.len(), before);
}

#[tokio::test]
async fn other_bytes_that_say_the_same_add_only_the_fact_of_their_import() {
    let house = House::new();
    house.import(&[POLES, PERSONS]).await;
    house.import(&[SESSIONS, PRESENCES, HEADS]).await;
    let heads = ("comptages.csv", "feuille,total,séance,marges\r\nf-1,8,s-1,\"sexe: h=3, f=5\"\r\n".as_bytes());
    let outcome = house.import(&[SESSIONS, PRESENCES, heads]).await;
    assert_eq!(outcome.rejected, []);
    assert_eq!(outcome.by_kind.into_iter().collect::<Vec<_>>(), [("import.recorded".to_owned(), 1)]);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_recorded_and_records_nothing() {
    let house = House::new();
    let dry = house.import_as(&[POLES, PERSONS, SESSIONS], |options| options.dry_run = true).await;
    assert!(!dry.committed);
    assert_eq!(house.facts().await.len(), 0);
    let real = house.import(&[POLES, PERSONS, SESSIONS]).await;
    assert_eq!((real.facts, real.by_kind), (dry.facts, dry.by_kind));
}

/// A task of a server moves between threads, so what it awaits must be able to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_runs_as_a_task_of_a_server() {
    let house = Arc::new(House::new());
    let task = tokio::spawn({
        let house = house.clone();
        async move {
            let files = vec![(POLES.0.to_owned(), POLES.1.to_vec())];
            house.importer(&options()).import_bytes(files, &mut |_, _| {}).await.unwrap()
        }
    });
    let outcome = task.await.unwrap();
    assert!(outcome.committed);
    assert_eq!(outcome.facts, house.facts().await.len() as u64);
}

#[tokio::test]
async fn each_folder_of_seeds_imports_as_a_user_would_import_it() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for folder in ["la-rochelle-oscars", "la-rochelle", "soissons", "corse", "lille"] {
        let house = House::new();
        let options = ImportOptions { space: SpaceId::new(folder).unwrap(), ..options() };
        let paths = [seeds.join(folder)];
        let outcome = house.importer(&options).import(&paths, &mut |_, _| {}).await.unwrap();
        assert_eq!(outcome.rejected, [], "{folder}");
        assert!(outcome.committed && outcome.facts > 10, "{folder}");
    }
}
