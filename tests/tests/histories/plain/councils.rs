//! Mandates, and bodies with their seats.

use serde_json::{Value, json};

use super::held::stretches;
use super::{Line, Span, had_begun, is_over, name_on};

/// The mandates that were granted by the end of what is asked about.
pub fn mandates(facts: &[Line], asked: Span) -> Vec<Value> {
    let bodies = bodies(facts, asked);
    let mut granted: Vec<&Line> =
        facts.iter().filter(|it| it.kind == "mandate.granted" && had_begun(&it.on, asked)).collect();
    granted.sort_by_key(|it| &it.object);
    let told = |grant: &Line| {
        let of: Vec<&Line> = facts.iter().filter(|it| it.family == "mandate" && it.object == grant.object).collect();
        let extended = of.iter().filter(|it| it.kind == "mandate.extended" && had_begun(&it.on, asked));
        let mut contracts: Vec<&str> = Vec::new();
        for id in strings(&grant.data["contracts"]).chain(extended.map(|it| it.text("contract"))) {
            if !contracts.contains(&id) {
                contracts.push(id);
            }
        }
        let serves = |body: &&Value| strings(&body["contracts"]).any(|id| contracts.contains(&id));
        let serving: Vec<&Value> = bodies.iter().filter(serves).map(|it| &it["body"]).collect();
        let ended = of.iter().rfind(|it| it.kind == "mandate.ended").filter(|it| is_over(&it.on, asked));
        let it = &grant.data;
        json!({
            "mandate": grant.object, "principal": organisation(facts, grant.text("principal"), asked),
            "operator": organisation(facts, grant.text("operator"), asked), "contracts": contracts,
            "missions": it["missions"], "object": it["object"], "granted": grant.on, "until": it["until"],
            "ended": ended.map(|it| &it.on), "motive": ended.map(|it| &it.data["motive"]), "bodies": serving,
        })
    };
    granted.into_iter().map(told).collect()
}

/// The bodies that were constituted by then, each with those who sit there.
pub fn bodies(facts: &[Line], asked: Span) -> Vec<Value> {
    let mut constituted: Vec<&Line> =
        facts.iter().filter(|it| it.kind == "body.constituted" && had_begun(&it.on, asked)).collect();
    constituted.sort_by_key(|it| &it.object);
    let told = |body: &Line| {
        let seats = seats(facts, &body.object, asked);
        let it = &body.data;
        let is_empty = |college: &&Value| !seats.iter().any(|seat| seat["college"] == **college);
        let colleges = it["colleges"].as_array().into_iter().flatten();
        let empty: Vec<&Value> = colleges.filter(is_empty).collect();
        json!({
            "body": body.object, "kind": it["kind"], "title": it["title"], "contracts": it["contracts"],
            "pole": it["pole"], "colleges": it["colleges"], "colleges_without_seat": empty, "seats": seats,
            "on": body.on,
        })
    };
    constituted.into_iter().map(told).collect()
}

fn seats(facts: &[Line], body: &str, asked: Span) -> Vec<Value> {
    let seat = |it: &Line| ["organisation", "person", "college"].map(|member| it.data[member].clone());
    let is_seat = |it: &&Line| it.family == "body" && it.object == body && it.kind != "body.constituted";
    let spoken: Vec<&Line> = facts.iter().filter(is_seat).collect();
    let mut seats: Vec<[Value; 3]> = Vec::new();
    for line in &spoken {
        if !seats.contains(&seat(line)) {
            seats.push(seat(line));
        }
    }
    let mut all = Vec::new();
    for of in seats {
        let said: Vec<&Line> = spoken.iter().filter(|it| seat(it) == of).copied().collect();
        for stay in stretches(&said, "body.seat_given").iter().filter(|it| it.lasts(asked)) {
            let mut told = match of[0].as_str() {
                Some(id) => organisation(facts, id, asked),
                None => json!({ "person": of[1] }),
            };
            (told["college"], told["from"], told["until"]) = (of[2].clone(), json!(stay.from), json!(stay.until));
            all.push(told);
        }
    }
    all
}

fn organisation(facts: &[Line], id: &str, asked: Span) -> Value {
    json!({ "organisation": id, "name": name_on(facts, "organisation", id, asked.1) })
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}
