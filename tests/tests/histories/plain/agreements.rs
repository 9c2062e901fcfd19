//! Agreements that were signed, and when each comes to its end.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::partners::{earlier, named};
use super::{Line, Span, first_day, had_begun, is_over, last_day, stands};

/// Those that were signed by the end of what is asked about.
pub fn signed(facts: &[Line], asked: Span) -> Vec<Value> {
    let mut all: Vec<&Line> = facts.iter().filter(|it| it.kind == "agreement.signed").collect();
    all.retain(|it| had_begun(&it.on, asked));
    all.sort_by_key(|it| &it.object);
    all.into_iter().map(|it| agreement(facts, it, asked)).collect()
}

/// Those that one party signed for one scope.
pub fn between(facts: &[Line], scope: &str, party: &str, asked: Span) -> Vec<Value> {
    let Some(id) = party.strip_prefix("organisation/") else { return Vec::new() };
    let mut all = signed(facts, asked);
    let is_party = |it: &Value| it["parties"].as_array().unwrap().iter().any(|it| it["organisation"] == id);
    all.retain(|it| it["scope"] == scope && is_party(it));
    all
}

fn agreement(facts: &[Line], signed: &Line, asked: Span) -> Value {
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "agreement" && it.object == signed.object).collect();
    let data = &signed.data;
    let ended = of.iter().rfind(|it| it.kind == "agreement.ended").map(|it| it.on.as_str());
    let ended = ended.filter(|on| is_over(on, asked));
    let mut said = vec![(None, data["ends"].as_str())];
    let renewed = of.iter().filter(|it| it.kind == "agreement.renewed");
    said.extend(renewed.map(|it| (first_day(&it.on), it.data["ends"].as_str())));
    let foreseen = stands(said, asked).flatten();
    // Renewed by itself as often as it takes to last until the end of what is asked about, or until it was ended.
    let limit = asked.1.map(|to| ended.and_then(last_day).map_or(to, |end| end.min(to)));
    let months = data["renewal"]["tacit"]["months"].as_i64();
    let (expires, renewals) = match (months, foreseen.and_then(last_day), limit) {
        (Some(months), Some(end), Some(limit)) if end < limit => {
            let at = |times: i64| end.checked_add((months * times).months()).unwrap_or(Date::MAX);
            let times = (1..).find(|times| at(*times) >= limit).unwrap();
            (Some(at(times).to_string()), times)
        }
        _ => (foreseen.map(str::to_owned), 0),
    };
    let parties = data["parties"].as_array().into_iter().flatten().filter_map(Value::as_str);
    json!({
        "agreement": signed.object, "object": data["object"],
        "parties": parties.map(|id| named(facts, id, asked)).collect::<Vec<_>>(), "scope": data["scope"],
        "on": signed.on, "starts": data["starts"], "ends": data["ends"], "renewal": data["renewal"],
        "expires": earlier(expires.as_deref(), ended), "tacit_renewals": renewals, "ended": ended,
    })
}
