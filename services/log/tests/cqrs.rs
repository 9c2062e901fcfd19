//! cqrs-es's framework, run over our log.

use std::collections::HashMap;
use std::sync::Arc;

use cqrs_es::{AggregateError, CqrsFramework, EventStore};
use maillage_events::envelope::{Channel, Context};
use maillage_events::family::Family;
use maillage_events::happened::Happened;
use maillage_events::id::{CommandId, Id, SpaceId};
use maillage_events::organisation::{
    Organisation, OrganisationFact, OrganisationKind, OrganisationRecorded, OrganisationRenamed,
};
use maillage_events::time_zone::TimeZoneName;
use maillage_events::when::OccurredOn;
use maillage_log::clock::{SystemClock, circumstances};
use maillage_log::cqrs::{COMMAND, CqrsStore, POSITION};
use maillage_log::log::FactReads;
use maillage_log::sqlite::SqliteLog;

#[tokio::test(flavor = "multi_thread")]
async fn the_framework_loads_decides_and_commits_over_our_log() {
    let folder = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(&folder.path().join("facts.sqlite"), Arc::new(SystemClock)).unwrap();
    let space = SpaceId::new("la-rochelle").unwrap();
    let context = Context::new(Id::new("compte-1").unwrap(), Channel::Api);
    let store = CqrsStore::<OrganisationFact>::new(log.clone(), space.clone(), Family::Organisation, context);
    let framework = CqrsFramework::<Organisation, _>::new(
        store.clone(),
        vec![],
        circumstances(&SystemClock, &TimeZoneName::default().zone()),
    );
    let recorded = OrganisationRecorded {
        name: "CLSA".into(),
        kinds: vec![OrganisationKind::ALL[0]],
        address: None,
        telephone: None,
        email: None,
        parent: None,
        practitioner: None,
    };
    let recorded: Happened<OrganisationFact> = Happened::new(OccurredOn::Year(2013), recorded);
    let renamed: Happened<OrganisationFact> =
        Happened::new(OccurredOn::Year(2016), OrganisationRenamed { name: "CLSA 17".into() });

    framework.execute("clsa", recorded.clone()).await.unwrap();
    let id = HashMap::from([(COMMAND.to_owned(), CommandId::derived("rename").to_string())]);
    framework.execute_with_metadata("clsa", renamed.clone(), id).await.unwrap();

    let events = EventStore::<Organisation>::load_events(&store, "clsa").await.unwrap();
    assert_eq!(
        events.iter().map(|event| (event.sequence, event.metadata[POSITION].as_str())).collect::<Vec<_>>(),
        [(1, "1"), (2, "2")]
    );
    assert_eq!([&events[0].payload, &events[1].payload], [&recorded, &renamed]);
    assert_eq!(log.head(&space).await.unwrap().position, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_moved_on_is_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(&folder.path().join("facts.sqlite"), Arc::new(SystemClock)).unwrap();
    let context = Context::new(Id::new("compte-1").unwrap(), Channel::Api);
    let store =
        CqrsStore::<OrganisationFact>::new(log, SpaceId::new("la-rochelle").unwrap(), Family::Organisation, context);
    let recorded = OrganisationRecorded {
        name: "CLSA".into(),
        kinds: vec![OrganisationKind::ALL[0]],
        address: None,
        telephone: None,
        email: None,
        parent: None,
        practitioner: None,
    };
    let events: Vec<Happened<OrganisationFact>> = vec![Happened::new(OccurredOn::Year(2013), recorded)];
    let [first, second] = [
        EventStore::<Organisation>::load_aggregate(&store, "clsa").await.unwrap(),
        EventStore::<Organisation>::load_aggregate(&store, "clsa").await.unwrap(),
    ];
    assert_eq!(store.commit(events.clone(), first, HashMap::new()).await.unwrap().len(), 1);
    let lost = store.commit(events, second, HashMap::new()).await;
    assert!(matches!(lost, Err(AggregateError::AggregateConflict)));
}
