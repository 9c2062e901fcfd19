//! Who was a partner in what, under which name, and who met whom.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::sessions;
use super::{Line, Span, days, first_day, had_begun, lies_in, stands};

/// The scopes with their partners of the period, each with its role at the end; the names that organisations bore then.
pub fn directory(facts: &[Line], asked: Span) -> Value {
    let mut scopes: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for formed in facts.iter().filter(|it| it.kind == "partnership.formed") {
        let of: Vec<&Line> =
            facts.iter().filter(|it| it.family == "partnership" && it.object == formed.object).collect();
        if !had_begun(&formed.on, asked) || ended(&of, asked) {
            continue;
        }
        let roles = of.iter().filter(|it| it.data["role"].is_string());
        let role = stands(roles.map(|it| (first_day(&it.on), it.text("role"))).collect(), asked);
        let parties = scopes.entry(formed.text("scope").to_owned()).or_default();
        parties.entry(formed.text("party").to_owned()).or_default().extend(role.map(str::to_owned));
    }
    let organisations: BTreeSet<&str> =
        facts.iter().filter(|it| it.kind == "organisation.recorded").map(|it| it.object.as_str()).collect();
    let names = organisations
        .into_iter()
        .map(|id| json!({ "organisation": id, "name": name_on(facts, "organisation", id, asked.1) }));
    json!({
        "scopes": scopes.iter().map(|(scope, parties)| json!({
            "scope": scope, "entries": parties.len(),
            "parties": parties.iter().map(|(party, roles)| json!({ "party": party, "roles": roles }))
                .collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "organisations": names.collect::<Vec<_>>(),
    })
}

/// Whether the end lies before what is asked about.
fn ended(of: &[&Line], (from, _): Span) -> bool {
    let end = of.iter().rfind(|it| it.kind == "partnership.ended").and_then(|it| days(&it.on));
    matches!((end, from), (Some((_, last)), Some(from)) if last < from)
}

/// The name that an organisation or a category bore on a day, or bears now; before its first name, the first.
pub fn name_on(facts: &[Line], family: &str, id: &str, day: Option<Date>) -> Value {
    let said = facts.iter().filter(|it| it.family == family && it.object == id);
    let mut named: Vec<_> =
        said.filter(|it| it.data["name"].is_string()).map(|it| (first_day(&it.on), it.data["name"].clone())).collect();
    named.sort_by_key(|(from, _)| *from);
    let first = named.first().map(|(_, name)| name.clone());
    stands(named, (None, day)).or(first).unwrap_or(Value::Null)
}

/// The ties between organisations that met, with the number of sessions at which they did.
pub fn ties(facts: &[Line], asked: Span) -> Value {
    let mut ties: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for session in sessions::all(facts).iter().filter(|it| lies_in(it.date(), asked)) {
        let came_for = session.present.values().filter_map(|it| it["organisation"].as_str());
        let mut there: BTreeSet<&str> = session.organisations.iter().copied().chain(came_for).collect();
        if session.held.is_some() || !there.is_empty() {
            there.extend(&session.leaders);
        }
        let there: Vec<&str> = there.into_iter().collect();
        for (at, one) in there.iter().enumerate() {
            for other in &there[at + 1..] {
                *ties.entry((one, other)).or_default() += 1;
            }
        }
    }
    ties.iter().map(|((from, to), sessions)| json!({ "from": from, "to": to, "sessions": sessions })).collect()
}
