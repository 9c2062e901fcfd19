//! Cards: written after the verdict, and never by a refusal.

use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use maillage_events::id::CommandId;
use maillage_log::clock::Clock;
use maillage_log::persons::MadeGood;
use maillage_log::vault::CardCondition;
use maillage_tests::vault_store::{card, person_ref, ville};
use serde_json::{Value, json};

use super::house::{House, path};

#[tokio::test]
async fn a_card_registers_its_person_and_another_takes_its_place() {
    let house = House::new().await;
    let first = house.card(1, "Benseghir", &[]).await;
    assert_eq!((first.status, first.etag.as_str(), &first.body["version"]), (201, "\"1\"", &json!(1)));
    assert_eq!(first.body["facts"][0]["kind"], "person.registered");
    assert_eq!(first.body["facts"][0]["data"], json!({"card": "held"}));
    let second = house.card(1, "Ben Seghir", &[("if-match", "\"1\"")]).await;
    assert_eq!((second.status, second.etag.as_str(), &second.body["position"]), (200, "\"2\"", &Value::Null));
    let stored = house.state.vault.read(&ville(), person_ref(1)).unwrap().unwrap();
    assert_eq!(stored.family_name, "Ben Seghir");
    assert!(!format!("{:?}{:?}", first, second).contains("Seghir"));

    // Without a card first: the person is registered, and gets one later.
    let nameless = house.ask("PUT", &path(2), Some(json!({"data": {"notice": "notice-2024-1"}})), &[]).await;
    assert_eq!((nameless.status, &nameless.body["facts"][0]["data"]), (201, &json!({"card": "none"})));
    assert_eq!(house.card(2, "Durand", &[("if-none-match", "*")]).await.status, 201);
    let again = house.ask("PUT", &path(2), Some(json!({"data": {"notice": "notice-2024-1"}})), &[]).await;
    assert_eq!(again.status, 200, "{again:?}");
    assert_eq!(house.ask("PUT", &path(1), Some(json!({"data": {}})), &[]).await.status, 200, "whatever the card");
}

#[tokio::test]
async fn no_answer_tells_whether_a_guessed_card_is_right() {
    let house = House::new().await;
    house.open_space("bourg").await;
    house.card(1, "Benseghir", &[]).await;
    let right = house.card(1, "Benseghir", &[]).await;
    let wrong = house.card(1, "Durand", &[]).await;
    assert_eq!((right.status, wrong.status), (200, 200));
    assert_eq!(right.body["facts"], wrong.body["facts"]);
    // In another space the reference is a stranger, whatever stands behind it here.
    let guess = json!({"data": {"family_name": "Durand", "given_name": "Amel"}});
    let elsewhere = path(1).replace("ville", "bourg");
    let known = house.ask("PUT", &format!("{elsewhere}/card"), Some(guess.clone()), &[("if-none-match", "*")]).await;
    let unknown = elsewhere.replace("0001", "0009");
    let unknown = house.ask("PUT", &format!("{unknown}/card"), Some(guess), &[("if-none-match", "*")]).await;
    assert_eq!((known.status, known.etag), (unknown.status, unknown.etag));
}

/// Every kind of refusal, each by the doors that may give it.
#[tokio::test]
async fn a_refusal_changes_no_byte_of_the_vault() {
    let house = House::new().await;
    house.card(1, "Benseghir", &[]).await;
    house.card(2, "Durand", &[]).await;
    let erased = house.ask("DELETE", &path(2), None, &[]).await;
    assert_eq!(erased.status, 201, "{erased:?}");
    let keyed = [("idempotency-key", "k-1")];
    assert_eq!(house.ask("PUT", &path(3), Some(json!({"data": {}})), &keyed).await.status, 201);
    let before = house.vault();
    let stands = async |answer: super::house::Answer, status: u16, code: &str| {
        assert_eq!(answer.code(), (status, code), "{answer:?}");
        assert_eq!(house.vault(), before, "{status} {code}");
    };
    // 412: another version of the card, one that is there, none that should be.
    stands(house.card(1, "Autre", &[("if-match", "\"99\"")]).await, 412, "stale-version").await;
    stands(house.card(1, "Autre", &[("if-none-match", "*")]).await, 412, "stale-version").await;
    stands(house.card(4, "Autre", &[("if-match", "*")]).await, 412, "stale-version").await;
    stands(house.ask("DELETE", &path(1), None, &[("if-match", "\"99\"")]).await, 412, "stale-version").await;
    // 409: the rules.
    stands(house.card(2, "Autre", &[]).await, 409, "person-erased").await;
    let minor = json!({"data": {"minor_through": 2030, "responsible": uuid::Uuid::from_u128(1)}});
    stands(house.ask("PUT", &path(5), Some(minor), &[]).await, 409, "minor-uninformed").await;
    let other = house.ask("DELETE", &format!("{}?basis=mistake", path(2)), None, &[]).await;
    stands(other, 409, "person-erased").await;
    stands(house.ask("DELETE", &path(2).replace("ville", "bourg"), None, &[]).await, 404, "unknown-space").await;
    stands(house.ask("DELETE", &path(9), None, &[]).await, 404, "unknown-person").await;
    // 422 and 400: the body, a key that names another request, a key where none is taken.
    stands(house.card(1, " ", &[]).await, 422, "bad-card").await;
    stands(house.card(6, &"x".repeat(201), &[]).await, 422, "bad-card").await;
    let unknown = json!({"data": {"family_name": "A", "given_name": "B", "age": 3}});
    stands(house.ask("PUT", &format!("{}/card", path(1)), Some(unknown), &[]).await, 422, "bad-body").await;
    let card = json!({"data": {"card": {"family_name": "A", "given_name": "B"}}});
    stands(house.ask("PUT", &path(1), Some(card), &[]).await, 422, "bad-body").await;
    stands(house.ask("DELETE", &path(1), None, &keyed).await, 422, "idempotency-key-reused").await;
    stands(house.ask("DELETE", &path(1), Some(json!({})), &[]).await, 422, "bad-body").await;
    stands(house.ask("DELETE", &format!("{}?base=x", path(1)), None, &[]).await, 400, "bad-query").await;
    stands(house.card(1, "Autre", &keyed).await, 400, "key-on-card").await;
    // 503: the log takes nothing, another program reads the vault.
    house.log.deaf.store(true, Ordering::SeqCst);
    stands(house.card(7, "Autre", &[]).await, 503, "store-unavailable").await;
    house.log.deaf.store(false, Ordering::SeqCst);
    let reader = house.raw();
    reader.execute_batch("BEGIN; SELECT count(*) FROM persons;").unwrap();
    stands(house.ask("DELETE", &path(1), None, &[]).await, 503, "vault-read").await;
    drop(reader);

    // The control: what is admitted is seen by the same comparison.
    assert_eq!(house.card(1, "Benseghir", &[]).await.status, 200);
    assert_ne!(house.vault(), before, "the comparison sees nothing");
}

#[tokio::test]
async fn a_commit_whose_answer_was_lost_keeps_its_card() {
    let house = House::new().await;
    house.log.late.store(true, Ordering::SeqCst);
    let put = house.card(1, "Benseghir", &[]).await;
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    let stands = house.state.vault.read(&ville(), person_ref(1)).unwrap();
    let facts = house.ask("GET", "/v1/spaces/ville/facts", None, &[]).await;
    let registered = facts.body.to_string().matches("person.registered").count();
    assert_eq!((put.status, stands.is_some(), registered), (201, true, 1), "{put:?}");
    assert!(house.state.vault.pending().unwrap().is_empty());
}

#[tokio::test]
async fn the_card_of_a_write_that_the_disk_did_not_confirm_waits_for_another_process() {
    let house = House::new().await;
    house.log.unconfirmed.store(true, Ordering::SeqCst);
    let put = house.card(1, "Benseghir", &[]).await;
    assert_eq!(put.code(), (503, "disk-unconfirmed"));
    assert_eq!(house.state.vault.pending().unwrap().len(), 1, "its fact may be there after the restart");
    house.clock.set(house.clock.now() + SignedDuration::from_mins(11));
    let house = house.again().await;
    assert_eq!(house.make_good().await, MadeGood { swept: 1, ..MadeGood::default() }, "it was not");
}

#[tokio::test]
async fn a_card_that_waits_is_settled_with_its_fact_and_swept_without() {
    let house = House::new().await;
    let card = card();
    let since = house.clock.now();
    let (kept, lost) = (CommandId::derived("key\nville\nkept"), CommandId::derived("lost"));
    for (command, number) in [(kept, 1), (lost, 2)] {
        let cards = [(person_ref(number), &card)];
        house.state.vault.reserve(&ville(), command, since, &cards, CardCondition::None).unwrap();
    }
    // The process was killed behind the append of the first, and before that of the second.
    let keyed = [("idempotency-key", "kept")];
    assert_eq!(house.ask("PUT", &path(1), Some(json!({"data": {}})), &keyed).await.status, 201);
    let house = house.again().await;
    assert_eq!(house.make_good().await, MadeGood { settled: 1, ..MadeGood::default() });
    assert!(house.state.vault.read(&ville(), person_ref(1)).unwrap().is_some());
    assert_eq!(house.state.vault.pending().unwrap().len(), 1, "it may still be on its way");
    house.clock.set(since + SignedDuration::from_mins(10));
    assert_eq!(house.make_good().await, MadeGood { swept: 1, ..MadeGood::default() });
    assert!(house.state.vault.pending().unwrap().is_empty());
    assert!(house.state.vault.read(&ville(), person_ref(2)).unwrap().is_none());
    assert_eq!(house.card(2, "Durand", &[]).await.status, 201, "the reference is still free");
}
