//! The agenda: each session with what stands of its plan.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::sessions::{self, Session};
use super::{Line, Span, days, lies_in};

/// What is planned, then what took place or was cancelled, by day and hour.
pub fn agenda(facts: &[Line], asked: Span) -> Value {
    let poles: BTreeMap<&str, &str> =
        facts.iter().filter(|it| it.kind == "pole.opened").map(|it| (it.object.as_str(), it.text("name"))).collect();
    let all = sessions::all(facts);
    let mut lines: Vec<Value> =
        all.iter().filter(|it| it.planned.is_some() && lies_in(it.date(), asked)).map(|it| line(it, &poles)).collect();
    let key = |line: &Value| {
        let span = days(line["when"].as_str().unwrap());
        (span.is_none(), span, line["time"].as_str().map(str::to_owned), line["session"].as_str().map(str::to_owned))
    };
    lines.sort_by_key(key);
    let (planned, past): (Vec<Value>, Vec<Value>) = lines.into_iter().partition(|line| line["state"] == "planned");
    json!({ "planned": planned, "past": past })
}

fn line(session: &Session<'_>, poles: &BTreeMap<&str, &str>) -> Value {
    let plan = session.planned.unwrap();
    let really = |at: usize, member: &str| session.really[at].cloned().unwrap_or_else(|| session.stands(member));
    let place = session.stands("place");
    let shown = ["/name", "/organisation", "/commune/code", "/qpv/code"].iter().find_map(|at| place.pointer(at));
    let shown = (!place.is_null()).then(|| shown.and_then(Value::as_str).unwrap_or_default());
    let on = session.date();
    let precision = match on.len() {
        4 => "year",
        _ if on == "unknown" => "unknown",
        7 => "month",
        _ => "day",
    };
    let pole = session.planned_text("pole");
    let motive = session.cancelled_motive.or_else(|| session.moves().last().map(|it| &it["motive"]));
    json!({
        "session": session.id, "title": session.title(), "kind": plan["kind"], "mode": session.stands("mode"),
        "when": on, "precision": precision, "ends": plan["ends"],
        "first_planned": session.is_moved().then(|| session.dates()[0]),
        "time": really(0, "time"), "minutes": really(1, "minutes"),
        "place": shown, "place_organisation": place["organisation"], "commune": place["commune"], "qpv": place["qpv"],
        "organiser": plan["organiser"], "pole": pole,
        "pole_name": pole.map(|pole| poles.get(pole).copied().unwrap_or(pole)), "slot": plan["slot"],
        "contracts": plan["contracts"].as_array().cloned().unwrap_or_default(), "body": plan["body"],
        "fiches": session.fiches(), "state": session.state(), "stands_for": plan["stands_for"], "motive": motive,
    })
}
