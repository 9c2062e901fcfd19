//! Who met whom, and who is declared a partner of whom.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use serde_json::{Value, json};

use super::graph::Graph;
use super::held::{holders, stretches};
use super::partners::{Partnership, name_on, partnerships, successor};
use super::sessions;
use super::{Line, Span, lies_in};

pub fn network(facts: &[Line], asked: Span) -> Value {
    let (met, declared) = (observed(facts, asked, asked), declared(facts, asked));
    let pairs: BTreeSet<&(String, String)> = met.ties.keys().chain(declared.ties.keys()).collect();
    let reconciled = pairs.into_iter().map(|pair| {
        let known = match (met.ties.contains_key(pair), declared.ties.contains_key(pair)) {
            (true, true) => "both",
            (true, false) => "observed_only",
            _ => "declared_only",
        };
        let mut line = told(facts, pair, asked);
        line["known"] = json!(known);
        line
    });
    let changes = before(asked).map(|previous| {
        let earlier = observed(facts, previous, asked);
        let only = |here: &Graph, there: &Graph| -> Vec<Value> {
            let gone = here.ties.keys().filter(|pair| !there.ties.contains_key(*pair));
            gone.map(|pair| told(facts, pair, asked)).collect()
        };
        json!({ "previous": { "from": previous.0, "to": previous.1 }, "new": only(&met, &earlier),
            "lost": only(&earlier, &met) })
    });
    json!({
        "rule": { "weight": "1/(n-1)", "unit": "micro", "excluded_kinds": [] },
        "observed": measured(facts, &met, asked), "declared": measured(facts, &declared, asked),
        "reconciled": reconciled.collect::<Vec<_>>(), "memberships": memberships(facts, asked),
        "categories": categories(facts, asked), "changes": changes,
    })
}

fn name(facts: &[Line], family: &str, id: &str, asked: Span) -> Value {
    let name = name_on(facts, family, id, asked.1);
    if name.is_null() { json!(id) } else { name }
}

fn told(facts: &[Line], pair: &(String, String), asked: Span) -> Value {
    let name = |id: &str| name(facts, "organisation", id, asked);
    json!({ "from": pair.0, "to": pair.1, "from_name": name(&pair.0), "to_name": name(&pair.1) })
}

/// Who met; whoever was followed by another counts as that one.
fn observed(facts: &[Line], asked: Span, known: Span) -> Graph {
    let mut graph = Graph::default();
    for session in sessions::all(facts).iter().filter(|it| lies_in(it.date(), asked)) {
        let there = session.organisations_there().into_iter().map(|id| successor(facts, id, known));
        let there: BTreeSet<&str> = there.collect();
        graph.nodes.extend(there.iter().map(|id| (*id).to_owned()));
        // Whoever comes gives one in all, in millionths, to the nearest.
        let others = (there.len() as u64).saturating_sub(1);
        for (one, other) in there.iter().flat_map(|one| there.iter().map(move |other| (one, other))) {
            if one < other {
                graph.tie(one, other, (2_000_000 + others) / (others * 2), session.id);
            }
        }
    }
    graph
}

fn declared(facts: &[Line], asked: Span) -> Graph {
    let mut graph = Graph::default();
    for Partnership { party, scope, .. } in partnerships(facts, asked) {
        let Some(party) = party.strip_prefix("organisation/") else { continue };
        let others: BTreeSet<&str> = match scope.split_once('/').unwrap() {
            ("organisation", other) => [other].into(),
            ("action", action) => carriers(facts, action, asked),
            _ => continue,
        };
        for other in others {
            let (one, other) = (successor(facts, party, asked), successor(facts, other, asked));
            if one != other {
                graph.nodes.extend([one.to_owned(), other.to_owned()]);
                graph.tie(one.min(other), one.max(other), 1_000_000, scope);
            }
        }
    }
    graph
}

/// Who carried an action at some time.
fn carriers<'a>(facts: &'a [Line], action: &str, asked: Span) -> BTreeSet<&'a str> {
    let of: Vec<&Line> = facts
        .iter()
        .filter(|it| it.family == "action" && it.object == action && it.kind.starts_with("action.carrier_"))
        .collect();
    let held = holders(&of, "action.carrier_named", "organisation").into_iter();
    held.filter(|(_, held, _)| held.ran(asked)).map(|(who, ..)| who).collect()
}

fn measured(facts: &[Line], graph: &Graph, asked: Span) -> Value {
    let name = |id: &str| name(facts, "organisation", id, asked);
    let (components, between) = (graph.components(), graph.betweenness());
    let decimal = |micro: u64| format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000);
    let node = |id: &String| {
        let ties = || graph.ties.iter().filter(|((one, other), _)| one == id || other == id);
        let micro = ties().map(|(_, tie)| tie.micro).sum::<u64>();
        json!({
            "organisation": id, "name": name(id), "degree": ties().count(), "weighted_degree": decimal(micro),
            "weighted_degree_micro": micro, "betweenness": format!("{:.4}", between[id.as_str()]),
            "component": components.iter().position(|it| it.contains(id.as_str())).unwrap() + 1,
        })
    };
    let edge = |(pair, tie): (&(String, String), &super::graph::Tie)| {
        let mut line = told(facts, pair, asked);
        (line["weight"], line["weight_micro"]) = (json!(decimal(tie.micro)), json!(tie.micro));
        (line["sessions"], line["on"]) = (json!(tie.on.len()), json!(tie.on));
        line
    };
    let mut brokers: Vec<(String, &str)> =
        between.iter().filter(|(_, it)| **it > 0.0).map(|(id, it)| (format!("{it:.4}"), *id)).collect();
    brokers.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    json!({
        "nodes": graph.nodes.iter().map(node).collect::<Vec<_>>(),
        "edges": graph.ties.iter().map(edge).collect::<Vec<_>>(),
        "density": graph.density(), "components": components,
        "brokers": brokers.into_iter()
            .map(|(between, id)| json!({ "organisation": id, "name": name(id), "betweenness": between }))
            .collect::<Vec<_>>(),
    })
}

/// Members of each body, by partnership, else by the seats that they held.
fn memberships(facts: &[Line], asked: Span) -> Vec<Value> {
    let mut members: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for Partnership { party, scope, .. } in partnerships(facts, asked) {
        if let (Some(party), Some(body)) = (party.strip_prefix("organisation/"), scope.strip_prefix("body/")) {
            members.entry(body).or_default().insert(successor(facts, party, asked), "partnership");
        }
    }
    let seats: Vec<&Line> =
        facts.iter().filter(|it| it.family == "body" && !it.data["organisation"].is_null()).collect();
    for seat in &seats {
        let same = |it: &&&Line| {
            it.object == seat.object
                && ["organisation", "college"].iter().all(|member| it.data[*member] == seat.data[*member])
        };
        let of: Vec<&Line> = seats.iter().filter(same).copied().collect();
        if stretches(&of, "body.seat_given").iter().any(|it| it.ran(asked)) {
            let who = successor(facts, seat.text("organisation"), asked);
            members.entry(seat.object.as_str()).or_default().insert(who, "seat");
        }
    }
    let title = |body: &str| facts.iter().rfind(|it| it.kind == "body.constituted" && it.object == body);
    let member = |(id, by): (&str, &str)| {
        json!({ "organisation": id,
                "name": name(facts, "organisation", id, asked), "by": by })
    };
    members
        .into_iter()
        .map(|(body, of)| {
            json!({ "body": body, "title": title(body).map_or(json!(body), |it| it.data["title"].clone()),
                "members": of.into_iter().map(member).collect::<Vec<_>>() })
        })
        .collect()
}

fn categories(facts: &[Line], asked: Span) -> Vec<Value> {
    let mut listed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Partnership { party, scope, .. } in partnerships(facts, asked) {
        if let Some(category) = party.strip_prefix("category/") {
            listed.entry(category).or_default().insert(scope);
        }
    }
    let line = |(id, scopes): (&str, BTreeSet<&str>)| {
        json!({ "category": id,
                "name": name(facts, "category", id, asked), "scopes": scopes })
    };
    listed.into_iter().map(line).collect()
}

/// As many whole months just before; all periods that are asked for here have whole months.
fn before((from, to): Span) -> Option<Span> {
    let (from, to) = (from?, to?);
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month() - from.month()) + 1;
    Some((from.checked_sub(months.months()).ok(), from.yesterday().ok()))
}
