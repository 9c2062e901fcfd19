//! Somebody erased by the application's own role: gone from every table that it can read.

use maillage_events::declare::Example;
use maillage_events::person::PersonErased;
use maillage_log::executor::Executor;
use maillage_log::log::FactReads;
use maillage_log::persons::{MadeGood, Persons, Watched};
use maillage_log::vault::{CardCondition, Erasure, OwedErasure, Vault};
use maillage_tests::log_contract::workload::clock;
use maillage_tests::postgres_store::{Role, options};
use maillage_tests::vault_store::{card, card_ask, erasure_ask, is_told, person_ref, ville};
use tokio_postgres::Client;

use crate::store;

/// Wrapped key and sealed card of a person, as they are stored.
async fn sealed(client: &Client, person: u128) -> [Vec<u8>; 2] {
    let sql = "select key, card from maillage_vault.persons where space = 'ville' and person = $1";
    let row = client.query_one(sql, &[&person_ref(person).0]).await.unwrap();
    [row.get(0), row.get(1)]
}

/// The tables that a role may read and in which some bytes stand.
async fn tables_that_hold(client: &Client, needle: &[u8]) -> Vec<String> {
    let readable = "select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname !~ '^(pg_|information_schema)'
        and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')";
    let mut holding = Vec::new();
    for row in client.query(readable, &[]).await.unwrap() {
        let table: String = row.get(0);
        let sql = format!("select exists (select from {table} as t where position(encode($1, 'hex') in t::text) > 0)");
        if client.query_one(&sql, &[&needle]).await.unwrap().get(0) {
            holding.push(table);
        }
    }
    holding
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_that_the_application_reads_holds_somebody_erased() {
    let (store, folder) = (store!(), tempfile::tempdir().unwrap());
    let log = store.log(clock()).await;
    let executor = Executor::new(log.clone());
    let (address, key) = (store.address(Role::App), folder.path().join("vault.key"));
    let vault = Vault::open_postgres(&address, &key, &options()).await.unwrap();
    let persons = Persons::new(&executor, &vault);
    for person in 1..=3 {
        persons.put_card(card_ask(&ville(), person, &card())).await.unwrap();
    }
    let raw = store.raw(Role::App).await;
    let canary = [sealed(&raw, 1).await, sealed(&raw, 2).await].concat();
    for bytes in &canary {
        assert_eq!(tables_that_hold(&raw, bytes).await, ["maillage_vault.persons"], "the search sees nothing");
    }
    persons.erase(erasure_ask(1)).await.unwrap();
    // The vault did not get so far as to destroy the key of the second.
    let before = log.head(&ville()).await.unwrap().position;
    let told = OwedErasure {
        space: ville(),
        command: erasure_ask(2).command,
        erasure: Erasure {
            fingerprint: [0; 32],
            persons: vec![person_ref(2)],
            occurred: "2016-02-29".parse().unwrap(),
            erased: PersonErased::example(),
            context: erasure_ask(2).context,
        },
    };
    executor.execute(told.to_command()).await.unwrap();
    let made = persons.make_good(&mut Watched::default()).await.unwrap();
    assert_eq!(made, MadeGood { destroyed: 1, ..MadeGood::default() });
    for bytes in &canary {
        assert_eq!(tables_that_hold(&raw, bytes).await, [""; 0]);
    }
    assert_eq!((is_told(log.as_ref(), 1).await, is_told(log.as_ref(), 2).await), (1, 1));
    assert_eq!(log.head(&ville()).await.unwrap().position, before + 1);
    assert!(vault.read(&ville(), person_ref(3)).unwrap().is_some());
    assert!(vault.put(&ville(), person_ref(1), &card(), CardCondition::None).is_err());
    // The key of the third, owed to the log by a process that was killed.
    let owed = OwedErasure {
        command: erasure_ask(3).command,
        erasure: Erasure { persons: vec![person_ref(3)], ..told.erasure.clone() },
        ..told
    };
    vault.bury(&owed).unwrap();
    let made = persons.make_good(&mut Watched::default()).await.unwrap();
    assert_eq!(made, MadeGood { told: 1, ..MadeGood::default() });
    assert_eq!(is_told(log.as_ref(), 3).await, 1);
}
