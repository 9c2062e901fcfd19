//! The tree of contracts at the end of what is asked about.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::held::stretches;
use super::{Line, Span, councils, first_day, had_begun, is_over, name_on, stands};

/// The contracts that were prepared by then, with mandates and bodies.
pub fn tree(facts: &[Line], asked: Span) -> Value {
    let mut prepared: Vec<&Line> =
        facts.iter().filter(|it| it.kind == "contract.prepared" && had_begun(&it.on, asked)).collect();
    prepared.sort_by_key(|it| {
        let first = it.data["territories"][0]["name"].as_str();
        (first, it.text("kind"), it.number("generation"), &it.object)
    });
    let contracts: Vec<Value> = prepared.iter().map(|it| contract(facts, it, &prepared, asked)).collect();
    json!({
        "contracts": contracts, "mandates": councils::mandates(facts, asked), "bodies": councils::bodies(facts, asked),
    })
}

fn contract(facts: &[Line], prepared: &Line, all: &[&Line], asked: Span) -> Value {
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "contract" && it.object == prepared.object).collect();
    let said = |kind: &'static str| of.iter().filter(move |it| it.kind == kind);
    let begun = |kind: &'static str| said(kind).filter(move |it| had_begun(&it.on, asked));
    let it = &prepared.data;
    let naming = |member: &str| -> Vec<&str> {
        let names = |other: &&&Line| names(&other.data[member], &prepared.object);
        all.iter().filter(names).map(|other| other.object.as_str()).collect()
    };
    let moved = said("contract.territory_changed").map(|it| (first_day(&it.on), &it.data["territories"]));
    let territories = stands([(None, &it["territories"])].into_iter().chain(moved).collect(), asked);
    let put_off = begun("contract.amended").filter(|it| !it.data["ends"].is_null());
    let ends = stands(put_off.map(|it| (first_day(&it.on), &it.data["ends"])).collect(), (None, None));
    let signed = said("contract.signed").next_back().filter(|it| had_begun(&it.on, asked)).map(|it| it.on.as_str());
    let completed = said("contract.completed").next_back().filter(|it| is_over(&it.on, asked));
    let closed: BTreeSet<&str> =
        said("contract.axis_closed").filter(|it| is_over(&it.on, asked)).map(|it| it.text("code")).collect();
    let mut axes: Vec<&&Line> = begun("contract.axis_defined").filter(|it| !closed.contains(it.text("code"))).collect();
    axes.sort_by_key(|it| (it.number("rank"), it.text("code")));
    let codes: Vec<&str> = axes.iter().map(|it| it.text("code")).collect();
    let fiches = fiches(facts, &prepared.object, &codes, asked);
    let on_axis = |code: &str| -> Vec<&Value> {
        fiches.iter().filter(|(_, axes)| axes.contains(code)).map(|(told, _)| told).collect()
    };
    let axes = axes.iter().map(|axis| {
        let it = &axis.data;
        json!({ "code": it["code"], "rank": it["rank"], "label": it["label"], "nature": it["nature"],
            "fiches": on_axis(axis.text("code")) })
    });
    let listed = |kind: &'static str, members: &[&str]| -> Vec<Value> {
        let told = |it: &&Line| {
            let mut told = json!({ "on": it.on });
            for member in members {
                told[*member] = it.data[*member].clone();
            }
            told
        };
        begun(kind).map(told).collect()
    };
    json!({
        "contract": prepared.object, "kind": it["kind"], "generation": it["generation"], "title": it["title"],
        "predecessors": it["predecessors"].as_array().cloned().unwrap_or_default(),
        "successors": naming("predecessors"),
        "within": it["within"], "nested": naming("within"), "territories": territories,
        "regional_plan": it["regional_plan"], "starts": it["starts"], "ends": ends.unwrap_or(&it["ends"]),
        "ends_first_said": it["ends"], "signed": signed, "signed_precision": signed.map(precision),
        "completed": completed.map(|it| &it.on),
        "signatories": parties(facts, &of, "signatory", asked), "associates": parties(facts, &of, "associate", asked),
        "axes": axes.collect::<Vec<_>>(),
        "fiches_without_axis": fiches.iter().filter(|(_, axes)| axes.is_empty()).map(|it| &it.0).collect::<Vec<_>>(),
        "amendments": listed("contract.amended", &["object", "ends"]),
        "context": listed("contract.context_recorded",
            &["indicator", "label", "value", "unit", "comparator", "comparator_value", "source"]),
        "evaluations": listed("contract.evaluated",
            &["evaluator", "from", "to", "fiches", "strengths", "obstacles"]),
    })
}

/// Whether a member, one name or a list of names, names this one.
fn names(member: &Value, id: &str) -> bool {
    member == id || member.as_array().is_some_and(|all| all.iter().any(|it| it == id))
}

fn precision(on: &str) -> &'static str {
    match on.len() {
        4 => "year",
        10 => "day",
        _ if on == "unknown" => "unknown",
        _ => "month",
    }
}

/// Fiches of a contract by their numbers, each with those of its axes that the contract has.
fn fiches<'a>(facts: &'a [Line], contract: &str, codes: &[&str], asked: Span) -> Vec<(Value, BTreeSet<&'a str>)> {
    let mut all: BTreeMap<(u64, &str), (Value, BTreeSet<&str>)> = BTreeMap::new();
    let recorded = facts.iter().filter(|it| it.kind == "fiche.recorded" && it.text("contract") == contract);
    for fiche in recorded.filter(|it| had_begun(&it.on, asked)) {
        let of: Vec<&Line> = facts.iter().filter(|it| it.family == "fiche" && it.object == fiche.object).collect();
        let number = number(&of, asked);
        let axes = codes.iter().filter_map(|code| {
            let said: Vec<&Line> = of.iter().filter(|it| it.data["axis"] == *code).copied().collect();
            let lasts = stretches(&said, "fiche.attached").iter().any(|it| it.lasts(asked));
            lasts.then(|| said[0].text("axis"))
        });
        let told = json!({ "fiche": fiche.object, "number": number, "title": fiche.data["title"] });
        all.insert((number, &fiche.object), (told, axes.collect()));
    }
    all.into_values().collect()
}

/// The number that a fiche bears at the end of what is asked about; before its first, the first.
pub fn number(of: &[&Line], asked: Span) -> u64 {
    let bears = of.iter().filter(|it| it.data["number"].is_u64());
    let mut said: Vec<_> = bears.map(|it| (first_day(&it.on), it.number("number"))).collect();
    said.sort_by_key(|(day, _)| *day);
    let first = said.first().map(|(_, number)| *number);
    stands(said, asked).or(first).unwrap()
}

/// Who takes part as this, in the order in which each was spoken of first.
fn parties(facts: &[Line], of: &[&Line], capacity: &str, asked: Span) -> Vec<Value> {
    let spoken: Vec<&Line> = of.iter().filter(|it| it.text("capacity") == capacity).copied().collect();
    let mut organisations: Vec<&str> = Vec::new();
    for line in &spoken {
        if !organisations.contains(&line.text("organisation")) {
            organisations.push(line.text("organisation"));
        }
    }
    let mut all = Vec::new();
    for id in organisations {
        let said: Vec<&Line> = spoken.iter().filter(|it| it.text("organisation") == id).copied().collect();
        let engaged = of.iter().rfind(|it| it.kind == "contract.party_engaged" && it.text("organisation") == id);
        for stay in stretches(&said, "contract.party_engaged").iter().filter(|it| it.lasts(asked)) {
            all.push(json!({
                "organisation": id, "name": name_on(facts, "organisation", id, asked.1),
                "sort": engaged.map(|it| &it.data["sort"]), "on": stay.from, "until": stay.until,
            }));
        }
    }
    all
}
