//! An erasure: one command, nothing left, nothing else moved.

use std::path::Path;
use std::sync::atomic::Ordering;

use maillage_events::person::{ErasureBasis, PersonErased};
use maillage_log::persons::{MadeGood, Persons};
use maillage_log::vault::{Erasure, OwedErasure};
use maillage_tests::vault_store::{erasure_ask, files_that_hold, is_told, person_ref, sealed, ville};
use serde_json::{Value, json};

use super::house::{House, path};

fn found(folder: &Path, canary: &[Vec<u8>]) -> usize {
    canary.iter().filter(|bytes| !files_that_hold(folder, bytes).is_empty()).count()
}

#[tokio::test]
async fn no_file_of_a_running_store_holds_a_byte_of_somebody_erased() {
    let house = House::new().await;
    let folder = house.folder.path();
    house.card(1, "Benseghir", &[]).await;
    let mut canary = sealed(folder, 1).to_vec();
    house.card(1, "Ben Seghir", &[]).await;
    canary.extend(sealed(folder, 1));
    for other in 2..40 {
        house.card(other, "Durand", &[]).await;
    }
    assert!(found(folder, &canary) >= 2, "the search sees nothing");
    let erased = house.ask("DELETE", &path(1), None, &[]).await;
    assert_eq!(erased.status, 201, "{erased:?}");
    let fact = &erased.body["facts"][0];
    assert_eq!((&fact["kind"], &fact["data"]["basis"]), (&json!("person.erased"), &json!("request")));
    assert_eq!(found(folder, &canary), 0);
    assert!(house.state.vault.read(&ville(), person_ref(2)).unwrap().is_some());
    let house = house.again().await;
    assert_eq!(found(house.folder.path(), &canary), 0);
    assert_eq!(house.make_good().await, MadeGood::default(), "nothing was left to do");
}

/// A report without the position that it was taken at.
async fn reports(house: &House, after: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let list = house.ask("GET", "/v1/reports", None, &[]).await;
    for name in list.body["reports"].as_array().unwrap() {
        let name = name.as_str().unwrap();
        let address = format!("/v1/spaces/ville/reports/{name}?after={after}");
        let mut report = house.ask("GET", &address, None, &[]).await;
        assert_eq!(report.status, 200, "{report:?}");
        forget_position(&mut report.body);
        all.push((name.to_owned(), report.body));
    }
    assert!(all.len() > 8, "{all:?}");
    all
}

fn forget_position(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("position");
            members.values_mut().for_each(forget_position);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_position),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn an_erasure_moves_no_figure_and_changes_no_other_fact() {
    let house = House::new().await;
    for number in 1..=3 {
        house.card(number, "Benseghir", &[]).await;
    }
    let put = async |address: &str, body: Value| {
        let answer = house.ask("PUT", &format!("/v1/spaces/ville/{address}"), Some(body), &[]).await;
        assert_eq!(answer.status, 201, "{answer:?}");
    };
    put("sessions/a", json!({"data": {"title": "Réunion", "kind": "meeting", "when": "2016-02-08"}})).await;
    put("sessions/b", json!({"data": {"title": "Réunion", "kind": "meeting", "when": "2016-05-08"}})).await;
    let there = json!({"occurred_on": "2016-02-08", "data": {"quality": "inhabitant"}});
    for number in 1..=2 {
        put(&format!("sessions/a/attendance/{}", person_ref(number)), there.clone()).await;
        let signup = json!({"data": {"person": person_ref(number), "by": "person"}});
        put(&format!("sessions/b/signups/i-{number}"), signup).await;
    }
    let head = async || house.ask("GET", "/v1/spaces/ville/facts?limit=1000", None, &[]).await.body;
    let before = head().await["facts"].clone();
    let last = before.as_array().unwrap().len();
    let figures = reports(&house, &json!(last)).await;

    let erased = house.ask("DELETE", &path(1), None, &[]).await;
    assert_eq!((erased.status, &erased.body["position"]), (201, &json!(last + 1)));
    let after = head().await["facts"].clone();
    assert_eq!(after.as_array().unwrap()[..last], before.as_array().unwrap()[..]);
    assert_eq!(after.as_array().unwrap().len(), last + 1);
    let after = reports(&house, &json!(last + 1)).await;
    let moved: Vec<&String> = figures.iter().zip(&after).filter(|(a, b)| a != b).map(|((name, _), _)| name).collect();
    assert_eq!(moved, ["persons"], "only the register of persons counts who was erased");
    // The control: a fact that counts is seen by the same comparison.
    put(&format!("sessions/a/attendance/{}", person_ref(3)), there).await;
    assert_ne!(reports(&house, &json!(last + 2)).await, figures, "the comparison sees nothing");
}

#[tokio::test]
async fn an_erasure_is_asked_again_as_often_as_one_likes() {
    let house = House::new().await;
    house.card(1, "Benseghir", &[]).await;
    house.card(2, "Durand", &[]).await;
    let request = uuid::Uuid::from_u128(77);
    let address = format!("{}?basis=retention&request={request}&occurred_on=2016-02-29", path(1));
    let keyed = [("idempotency-key", "k")];
    let first = house.ask("DELETE", &address, None, &keyed).await;
    assert_eq!(first.status, 201, "{first:?}");
    let data = json!({"basis": "retention", "request": request});
    assert_eq!(first.body["facts"][0]["data"], data);
    assert_eq!(house.ask("DELETE", &address, None, &keyed).await.body, first.body, "a retry gets the first answer");
    for again in [path(1), address.clone(), format!("{}?basis=retention", path(1))] {
        assert_eq!(house.ask("DELETE", &again, None, &[]).await.status, 200, "{again}");
    }
    for other in ["basis=mistake", "occurred_on=2016-03-01", "request=018f0000-0000-7000-8000-0000000000bb"] {
        let other = house.ask("DELETE", &format!("{}?{other}", path(1)), None, &[]).await;
        assert_eq!(other.code(), (409, "person-erased"), "{other:?}");
    }
    let unlike = house.ask("DELETE", &path(2), None, &keyed).await;
    assert_eq!(unlike.code(), (422, "idempotency-key-reused"));
    assert!(house.state.vault.read(&ville(), person_ref(2)).unwrap().is_some());
}

#[tokio::test]
async fn every_reference_to_the_same_person_is_erased() {
    let house = House::new().await;
    for number in 1..=3 {
        house.card(number, "Benseghir", &[]).await;
    }
    let merged = json!({"kind": "person.merged", "occurred_on": "2016-02-08",
        "data": {"into": person_ref(2), "method": "said_by_person", "motive": "Deux fois"}});
    let address = format!("/v1/spaces/ville/streams/person/{}/facts", person_ref(1));
    assert_eq!(house.ask("POST", &address, Some(merged), &[]).await.status, 201);
    let canary = [sealed(house.folder.path(), 1), sealed(house.folder.path(), 2)].concat();
    assert_eq!(found(house.folder.path(), &canary), 4);
    let erased = house.ask("DELETE", &path(2), None, &[]).await;
    assert_eq!((erased.status, erased.body["facts"].as_array().unwrap().len()), (201, 2), "{erased:?}");
    assert_eq!(found(house.folder.path(), &canary), 0);
    assert!(house.state.vault.read(&ville(), person_ref(3)).unwrap().is_some());
    assert_eq!(house.ask("DELETE", &path(1), None, &[]).await.status, 200);
}

#[tokio::test]
async fn whichever_half_is_missing_is_made_good() {
    let house = House::new().await;
    for number in 1..=2 {
        house.card(number, "Benseghir", &[]).await;
    }
    let canary = [sealed(house.folder.path(), 1), sealed(house.folder.path(), 2)].concat();
    // The vault has done it, the log does not say so.
    let ask = erasure_ask(1);
    let owed = OwedErasure {
        space: ville(),
        command: ask.command,
        erasure: Erasure {
            fingerprint: ask.fingerprint,
            persons: vec![ask.person],
            occurred: "2016-02-29".parse().unwrap(),
            erased: PersonErased {
                request: "018f0000-0000-7000-8000-0000000000bb".parse().unwrap(),
                basis: ErasureBasis::Retention,
            },
            context: ask.context.clone(),
        },
    };
    house.state.vault.bury(&owed).unwrap();
    // The log says so, the vault has not done it.
    let command = OwedErasure {
        command: erasure_ask(2).command,
        erasure: Erasure { persons: vec![person_ref(2)], ..owed.erasure.clone() },
        ..owed.clone()
    }
    .to_command();
    house.state.executor.execute(command).await.unwrap();
    assert!(house.state.vault.read(&ville(), person_ref(2)).unwrap().is_some());
    let house = house.again().await;
    assert!(found(house.folder.path(), &canary) >= 2);
    assert_eq!(house.make_good().await, MadeGood { told: 1, destroyed: 1, ..MadeGood::default() });
    assert_eq!((is_told(house.log.as_ref(), 1).await, is_told(house.log.as_ref(), 2).await), (1, 1));
    assert_eq!(found(house.folder.path(), &canary), 0);
    let again = Persons::new(&house.state.executor, &house.state.vault).erase(ask).await.unwrap();
    assert_eq!(again.facts[0].data["basis"], "retention", "under its own id: told once");
    assert_eq!(house.make_good().await, MadeGood::default());
}

#[tokio::test]
async fn an_erasure_that_the_log_does_not_take_is_told_once_it_does() {
    let house = House::new().await;
    house.card(1, "Benseghir", &[]).await;
    house.log.deaf.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        let owed = house.ask("DELETE", &path(1), None, &[]).await;
        assert_eq!(owed.code(), (503, "store-unavailable"));
    }
    assert!(house.state.vault.read(&ville(), person_ref(1)).unwrap().is_none(), "the key is destroyed");
    assert_eq!(house.card(1, "Benseghir", &[]).await.code(), (409, "person-erased"));
    house.log.deaf.store(false, Ordering::SeqCst);
    assert_eq!(house.make_good().await, MadeGood { told: 1, ..MadeGood::default() });
    assert_eq!(is_told(house.log.as_ref(), 1).await, 1);
    assert!(house.state.vault.owed().unwrap().is_empty());
    assert_eq!(house.ask("DELETE", &path(1), None, &[]).await.status, 200);
}
