//! Facts that were corrected and cancelled, and amendments that would break others.

use serde_json::{Value, json};

use crate::heard::Answers;
use crate::house::{House, SPACE, text_of_problem};
use crate::pages::{reports, take};

/// A space whose facts were amended.
pub async fn all(answers: &mut Answers) {
    let house = House::new().await;
    let (language, space) = (answers.language, format!("/v1/spaces/{SPACE}"));
    let send = async |method: &str, path: String, body: Value| house.send(method, &path, language, &body).await;
    let open =
        send("PUT", space.clone(), json!({"data": {"name": "Essai", "kind": "city", "demonstration": true}})).await;
    let plan = json!({"data": {"title": "Atelier", "kind": "workshop", "when": "2018-02-01"}});
    let planned = send("PUT", format!("{space}/sessions/s-1"), plan).await;
    let held = json!({"occurred_on": "2018-02-01", "data": {}});
    send("POST", format!("{space}/sessions/s-1/held"), held).await;
    let fact = |answer: &Value| answer["facts"][0]["id"].as_str().unwrap_or_default().to_owned();
    let cancel = json!({"reason": "typing", "motive": "saisie par erreur"});
    let broken = send("POST", format!("{space}/facts/{}/cancellation", fact(&planned)), cancel.clone()).await;
    answers.take("an amendment that breaks", &text_of_problem(&broken));
    assert_eq!(broken["code"], "amendment-breaks", "{broken} {planned}");
    for demonstration in [false, true] {
        let data = json!({"name": "Essai", "kind": "city", "demonstration": demonstration});
        let correct = json!({"data": data, "reason": "typing", "motive": "saisie par erreur"});
        send("POST", format!("{space}/facts/{}/correction", fact(&open)), correct).await;
    }
    let second = json!({"data": {"title": "Forum", "kind": "forum", "when": "2018-02-02"}});
    let second = send("PUT", format!("{space}/sessions/s-2"), second).await;
    send("POST", format!("{space}/facts/{}/cancellation", fact(&second)), cancel).await;
    house.folded(SPACE).await;
    take(&house, answers, &format!("/espaces/{SPACE}/faits-recents?lang={}", language.tag())).await;
    reports(&house, answers, SPACE).await;
}
