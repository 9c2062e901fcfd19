//! Yearly actions, field by field, and their chains.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::held::{holders, stretches};
use super::{Line, Span, first_day, last_day, lies_in, name_on, stands};

const FACETS: [(&str, &str); 10] = [
    ("theme", "themes"),
    ("programme", "programmes"),
    ("regional_plan", "regional_plan"),
    ("audience", "audiences"),
    ("action_type", "action_types"),
    ("sector", "sectors"),
    ("place", "places"),
    ("neighbourhood", "neighbourhoods"),
    ("geographic_level", "geographic_levels"),
    ("commune", "communes"),
];

/// The actions whose year lies in what is asked about.
pub fn actions(facts: &[Line], asked: Span) -> Value {
    let recorded: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "action.recorded").map(|it| (it.object.as_str(), it)).collect();
    let inside = recorded.values().filter(|it| lies_in(&it.data["year"].to_string(), asked));
    json!({ "actions": inside.map(|it| action(facts, &recorded, it, asked)).collect::<Vec<_>>() })
}

fn action(facts: &[Line], recorded: &BTreeMap<&str, &Line>, entry: &Line, asked: Span) -> Value {
    let id = entry.object.as_str();
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "action" && it.object == id).collect();
    let chains: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "action.chained").map(|it| (it.object.as_str(), it)).collect();
    let carried: Vec<&Line> = of.iter().filter(|it| it.kind.starts_with("action.carrier_")).copied().collect();
    let carriers: Vec<Value> = holders(&carried, "action.carrier_named", "organisation")
        .into_iter()
        .filter(|(_, held, _)| held.lasts(asked))
        .map(|(id, ..)| named(facts, id, asked))
        .collect();
    let mut texts: Vec<&&Line> = of.iter().filter(|it| it.kind == "action.text_recorded").collect();
    texts.sort_by_key(|it| (it.text("section"), it.number("rank")));
    let text = |it: &&&Line| -> Value {
        let it = &it.data;
        json!({ "section": it["section"], "rank": it["rank"], "text": it["text"], "speaks_of": it["speaks_of"],
            "carried_over": it["carried_over"] })
    };
    let is_old = |it: &&&&Line| it.data["carried_over"] == true;
    let parties: BTreeSet<&str> = facts
        .iter()
        .filter(|it| it.kind == "partnership.formed" && it.text("scope") == format!("action/{id}"))
        .map(|it| it.text("party"))
        .collect();
    let of_family = |family: &str| parties.iter().filter(|it| it.starts_with(family)).count();
    let categories = of.iter().rfind(|it| it.kind == "action.categories_recorded").map(|it| &it.data);
    let earlier = |id: &str| chains.get(id).map(|it| named_link(recorded, it));
    let continued = chains.iter().filter(|(_, it)| it.text("action") == id);
    let it = &entry.data;
    let mut told = json!({
        "action": id, "title": it["title"], "year": it["year"], "step": step(&chains, id), "chained_to": earlier(id),
        "continued_by": continued.filter_map(|(id, _)| own_link(recorded, &chains, id)).collect::<Vec<_>>(),
        "lineage": lineage(recorded, &chains, id), "contract": it["contract"],
        "carrier": carriers.first(), "carriers": carriers,
        "objectives": { "general": objectives(&of, "general", asked),
            "operational": objectives(&of, "operational", asked) },
        "starts": it["starts"], "ends": it["ends"], "months": it["months"], "frequency": it["frequency"],
        "texts": texts.iter().map(text).collect::<Vec<_>>(),
        "carried_over": texts.iter().filter(is_old).map(text).collect::<Vec<_>>(),
        "funders": funders(facts, id, asked),
        "partners": { "entries": parties.len(), "organisations": of_family("organisation/"),
            "categories": of_family("category/"), "parties": parties },
        "categories": { "printed": categories.map(|it| &it["printed"]), "ticked": categories.map(|it| &it["ticked"]) },
    });
    for (facet, plural) in FACETS {
        told[plural] = json!(headings(&of, facet, asked));
    }
    told
}

fn named(facts: &[Line], id: &str, asked: Span) -> Value {
    json!({ "organisation": id, "name": name_on(facts, "organisation", id, asked.1) })
}

/// One more than the step that the earlier action is said to be.
fn step(chains: &BTreeMap<&str, &Line>, id: &str) -> Option<u64> {
    Some(chains.get(id)?.data["step"].as_u64()? + 1)
}

/// The earlier action, as the one that follows it names it.
fn named_link(recorded: &BTreeMap<&str, &Line>, chain: &Line) -> Value {
    let it = &chain.data;
    json!({ "action": it["action"], "title": it["title"], "year": it["year"], "step": it["step"],
        "recorded": recorded.contains_key(chain.text("action")) })
}

/// An action as it is recorded itself.
fn own_link(recorded: &BTreeMap<&str, &Line>, chains: &BTreeMap<&str, &Line>, id: &str) -> Option<Value> {
    let it = &recorded.get(id)?.data;
    Some(json!({ "action": id, "title": it["title"], "year": it["year"], "step": step(chains, id), "recorded": true }))
}

/// The whole chain, by year: back from each to the one before, and on to those that follow.
fn lineage(recorded: &BTreeMap<&str, &Line>, chains: &BTreeMap<&str, &Line>, id: &str) -> Vec<Value> {
    let mut links: BTreeMap<String, Value> = BTreeMap::new();
    let mut reached = vec![own_link(recorded, chains, id).unwrap()];
    while let Some(link) = reached.pop() {
        let id = link["action"].as_str().unwrap().to_owned();
        if links.contains_key(&id) {
            continue;
        }
        links.insert(id.clone(), link);
        reached.extend(chains.get(id.as_str()).map(|it| named_link(recorded, it)));
        let later = chains.iter().filter(|(_, it)| it.text("action") == id);
        reached.extend(later.filter_map(|(id, _)| own_link(recorded, chains, id)));
    }
    let mut links: Vec<Value> = links.into_values().collect();
    links.sort_by_key(|link| (link["year"].as_i64(), link["action"].to_string()));
    links
}

/// What is said of a place of the list, and from when; nothing where it is given up.
type Objective<'a> = (Option<Date>, Option<&'a str>);

/// What stands at each place of the list; from the day on which one is given up, nothing.
fn objectives<'a>(of: &[&'a Line], level: &str, asked: Span) -> Vec<&'a str> {
    let mut places: BTreeMap<u64, Vec<Objective<'_>>> = BTreeMap::new();
    for line in of.iter().filter(|it| it.text("level") == level) {
        let said = match line.kind.as_str() {
            "action.objective_set" => (first_day(&line.on), Some(line.text("text"))),
            _ => (last_day(&line.on), None),
        };
        places.entry(line.number("rank")).or_default().push(said);
    }
    places.into_values().filter_map(|said| stands(said, asked).flatten()).collect()
}

/// Headings of one list, in the order in which each was spoken of first.
fn headings<'a>(of: &[&'a Line], facet: &str, asked: Span) -> Vec<&'a str> {
    let spoken: Vec<&Line> = of.iter().filter(|it| it.text("facet") == facet).copied().collect();
    let values = |line: &'a Line| line.data["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut known: Vec<&str> = Vec::new();
    for value in spoken.iter().flat_map(|line| values(line)) {
        if !known.contains(&value) {
            known.push(value);
        }
    }
    known.retain(|heading| {
        let said: Vec<&Line> =
            spoken.iter().filter(|line| values(line).any(|value| value == *heading)).copied().collect();
        stretches(&said, "action.classified").iter().any(|it| it.lasts(asked))
    });
    known
}

/// What each funder granted the action by then, grant by grant.
fn funders(facts: &[Line], action: &str, asked: Span) -> Vec<Value> {
    let object = format!("action/{action}");
    let grants: BTreeMap<&str, &Line> = facts
        .iter()
        .filter(|it| it.kind == "funding.notified" && it.text("object") == object)
        .map(|it| (it.object.as_str(), it))
        .collect();
    let told = |(funding, last): (&&str, &&Line)| {
        let said: Vec<&Line> =
            facts.iter().filter(|it| it.object == *funding && !it.data["notification"].is_null()).collect();
        let names: BTreeSet<&str> = said.iter().map(|it| it.text("notification")).collect();
        let amounts = names.iter().filter_map(|name| {
            let of = said.iter().filter(|it| it.text("notification") == *name);
            stands(of.map(|it| (first_day(&it.on), it.number("cents"))).collect(), asked)
        });
        let years = &last.data["years"];
        let year = if years["from"] == years["to"] { years["from"].clone() } else { Value::Null };
        let cents = amounts.reduce(|a, b| a + b)?;
        let funder = last.text("funder").to_owned();
        Some((funder, json!({ "cents": cents, "funding": funding, "year": year, "years": years })))
    };
    let mut by_funder: Vec<(String, Vec<Value>)> = Vec::new();
    for (funder, grant) in grants.iter().filter_map(told) {
        match by_funder.iter_mut().find(|(known, _)| *known == funder) {
            Some((_, grants)) => grants.push(grant),
            None => by_funder.push((funder, vec![grant])),
        }
    }
    let line = |(funder, grants): (String, Vec<Value>)| {
        let mut line = named(facts, &funder, asked);
        line["cents"] = json!(grants.iter().filter_map(|it| it["cents"].as_u64()).sum::<u64>());
        line["grants"] = json!(grants);
        line
    };
    by_funder.into_iter().map(line).collect()
}
