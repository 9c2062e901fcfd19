//! Fundings, object by object; what is given in kind; budgets that sources state.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::partners::name_on;
use super::{Line, Span, exactly, first_day, had_begun, hundredths, last_day, lies_in, stands};

const STAGES: [&str; 6] = ["requested", "notified", "paid", "refunded", "allocated", "spent"];

/// In the order in which a funder's are told.
const FLAGS: [&str; 6] = [
    "no_funder",
    "paid_without_notification",
    "paid_above_notified",
    "refunded_above_paid",
    "spent_above_notified",
    "allocated_above_notified",
];

type Years = Option<(i64, i64)>;
/// Grants for one object and one span of years, by funder.
type ByFunder<'a> = BTreeMap<Option<&'a str>, Vec<Grant<'a>>>;

/// One funding by the end of what is asked about.
struct Grant<'a> {
    id: &'a str,
    funder: Option<&'a str>,
    object: Option<&'a str>,
    years: Years,
    cents: BTreeMap<&'static str, u64>,
    by_fiche: BTreeMap<&'a str, u64>,
    declined: Option<&'a Line>,
    flags: Vec<&'static str>,
}

pub fn fundings(facts: &[Line], asked: Span) -> Value {
    let streams: BTreeSet<&str> =
        facts.iter().filter(|it| it.family == "funding").map(|it| it.object.as_str()).collect();
    let mut groups: BTreeMap<(Option<&str>, Years), ByFunder<'_>> = BTreeMap::new();
    let mut in_kind = Vec::new();
    for id in streams {
        let of: Vec<&Line> = facts.iter().filter(|it| it.family == "funding" && it.object == id).collect();
        let grant = grant(id, &of, asked);
        if !years_lie_in(grant.years, asked) {
            continue;
        }
        let gifts = of.iter().filter(|it| it.kind == "funding.contributed" && had_begun(&it.on, asked));
        in_kind.extend(gifts.map(|it| gift(facts, &grant, it)));
        if grant.declined.is_some() || !grant.cents.is_empty() {
            let of_object = groups.entry((grant.object, grant.years)).or_default();
            of_object.entry(grant.funder).or_default().push(grant);
        }
    }
    let groups: Vec<Value> = groups.into_iter().map(|((object, years), by)| group(facts, object, years, by)).collect();
    let stated = facts.iter().filter(|it| it.kind == "funding.budget_declared");
    let stated = stated.filter(|it| {
        let year = it.data["year"].as_i64();
        years_lie_in(year.map(|year| (year, year)), asked)
    });
    let budget = |it: &Line| {
        let data = &it.data;
        json!({ "object": data["object"], "year": data["year"], "cents": data["cents"],
            "euros": euros(it.number("cents")), "origins": data["origins"].as_array().cloned().unwrap_or_default(),
            "cost_per_person": null })
    };
    json!({ "fundings": groups, "in_kind": in_kind, "budgets": stated.map(budget).collect::<Vec<_>>() })
}

fn years_lie_in(years: Years, asked: Span) -> bool {
    match years {
        Some((from, to)) => lies_in(&from.to_string(), asked) && lies_in(&to.to_string(), asked),
        None => lies_in("unknown", asked),
    }
}

fn years_told(years: Years) -> Value {
    json!(years.map(|(from, to)| json!({ "from": from, "to": to })))
}

fn euros(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The name that a funder bore at the end of the years.
fn name(facts: &[Line], funder: Option<&str>, years: Years) -> Value {
    let day = years.map(|(_, to)| Date::new(to.try_into().unwrap(), 12, 31).unwrap());
    funder.map_or(Value::Null, |id| name_on(facts, "organisation", id, day))
}

fn grant<'a>(id: &'a str, of: &[&'a Line], asked: Span) -> Grant<'a> {
    let said: Vec<&Value> = of
        .iter()
        .map(|it| if it.data["funder"].is_null() { &it.data["grant"] } else { &it.data })
        .filter(|grant| !grant.is_null())
        .collect();
    let years =
        said.iter().filter_map(|it| Some((it["years"]["from"].as_i64()?, it["years"]["to"].as_i64()?))).next_back();
    let text = |member: &str| said.last().and_then(|it| it[member].as_str());
    let of_kind = |kind: &'static str| of.iter().filter(move |it| it.kind == kind).copied();
    let standing = |lines: &mut dyn Iterator<Item = &'a Line>| {
        stands(lines.map(|it| (first_day(&it.on), it.number("cents"))).collect(), asked)
    };
    let mut cents: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut know = |stage: &'static str, sum: Option<u64>| sum.map(|sum| cents.insert(stage, sum));
    know("requested", standing(&mut of_kind("funding.requested")));
    let names: BTreeSet<&str> =
        of.iter().filter(|it| !it.data["notification"].is_null()).map(|it| it.text("notification")).collect();
    let granted = names
        .into_iter()
        .filter_map(|name| standing(&mut of.iter().filter(|it| it.text("notification") == name).copied()));
    know("notified", granted.reduce(|a, b| a + b));
    for (stage, kind) in [("paid", "funding.paid"), ("refunded", "funding.refunded"), ("spent", "funding.spent")] {
        let moved = of_kind(kind).filter(|it| had_begun(&it.on, asked)).map(|it| it.number("cents"));
        know(stage, moved.reduce(|a, b| a + b));
    }
    let moved: Vec<&Line> =
        of.iter().filter(|it| !it.data["fiche"].is_null() && had_begun(&it.on, asked)).copied().collect();
    let held = |fiche: &str| {
        let sum = |kind: &str| {
            let of_it = moved.iter().filter(|it| it.text("fiche") == fiche && it.kind == kind);
            of_it.map(|it| it.number("cents")).sum::<u64>()
        };
        sum("funding.allocated").saturating_sub(sum("funding.released"))
    };
    let by_fiche: BTreeMap<&str, u64> = moved.iter().map(|it| (it.text("fiche"), held(it.text("fiche")))).collect();
    know("allocated", by_fiche.values().copied().reduce(|a, b| a + b));
    let declined = stands(of_kind("funding.declined").map(|it| (first_day(&it.on), it)).collect(), asked)
        .filter(|_| !cents.contains_key("notified"));
    let flags = flags(&cents, text("funder").is_none());
    Grant { id, funder: text("funder"), object: text("object"), years, cents, by_fiche, declined, flags }
}

fn flags(cents: &BTreeMap<&'static str, u64>, no_funder: bool) -> Vec<&'static str> {
    let sum = |stage: &str| cents.get(stage).copied().unwrap_or(0);
    let is_notified = cents.contains_key("notified");
    let above = |part: u64| is_notified && part > sum("notified");
    let so = [
        no_funder,
        cents.contains_key("paid") && !is_notified,
        above(sum("paid").saturating_sub(sum("refunded"))),
        sum("refunded") > sum("paid"),
        above(sum("spent")),
        sum("allocated") > sum("notified"),
    ];
    FLAGS.into_iter().zip(so).filter(|(_, so)| *so).map(|(flag, _)| flag).collect()
}

fn money(cents: &BTreeMap<&'static str, u64>) -> Value {
    let mut line = json!({});
    for stage in STAGES {
        line[format!("{stage}_cents")] = json!(cents.get(stage));
        line[stage] = json!(cents.get(stage).map(|cents| euros(*cents)));
    }
    line
}

/// Several together; what is known of none stays unknown.
fn added<'a>(all: impl Iterator<Item = &'a BTreeMap<&'static str, u64>>) -> BTreeMap<&'static str, u64> {
    let mut sum = BTreeMap::new();
    for (stage, cents) in all.flatten() {
        *sum.entry(*stage).or_default() += cents;
    }
    sum
}

fn declined(line: &mut Value, declined: Option<&Line>) {
    line["declined_on"] = json!(declined.map(|it| &it.on));
    line["declined_motive"] = json!(declined.map(|it| &it.data["motive"]));
}

/// The funders of one object in some years, the largest first.
fn group(facts: &[Line], object: Option<&str>, years: Years, by: BTreeMap<Option<&str>, Vec<Grant<'_>>>) -> Value {
    let mut funders: Vec<_> =
        by.into_iter().map(|(funder, grants)| (funder, added(grants.iter().map(|it| &it.cents)), grants)).collect();
    funders.sort_by_key(|(_, cents, _)| std::cmp::Reverse(["notified", "requested"].map(|it| cents.get(it).copied())));
    let total = added(funders.iter().map(|(_, cents, _)| cents));
    let share =
        |stage: &str| shares(&funders.iter().map(|(_, cents, _)| cents.get(stage).copied()).collect::<Vec<_>>());
    let (asked_for, notified) = (share("requested"), share("notified"));
    let line = |(at, (funder, cents, grants)): (usize, &(Option<&str>, BTreeMap<_, _>, Vec<Grant<'_>>))| {
        let mut line = money(cents);
        (line["funder"], line["name"]) = (json!(funder), name(facts, *funder, years));
        (line["requested_share"], line["notified_share"]) = (json!(asked_for[at]), json!(notified[at]));
        let given_up = grants.iter().filter_map(|it| it.declined).max_by_key(|it| last_day(&it.on));
        declined(&mut line, given_up.filter(|_| !cents.contains_key("notified")));
        let so = |flag: &&str| grants.iter().any(|it| it.flags.contains(flag));
        line["flags"] = json!(FLAGS.iter().filter(|flag| so(flag)).collect::<Vec<_>>());
        let mut held: BTreeMap<&str, u64> = BTreeMap::new();
        for (fiche, cents) in grants.iter().flat_map(|it| &it.by_fiche) {
            *held.entry(fiche).or_default() += cents;
        }
        line["allocations"] = held
            .into_iter()
            .map(|(fiche, cents)| json!({ "fiche": fiche, "cents": cents, "euros": euros(cents) }))
            .collect();
        let grant = |it: &Grant<'_>| {
            let mut line = money(&it.cents);
            (line["funding"], line["flags"]) = (json!(it.id), json!(it.flags));
            declined(&mut line, it.declined);
            line
        };
        line["grants"] = grants.iter().map(grant).collect();
        line
    };
    let mut whole = money(&total);
    whole["funders"] = json!(funders.len());
    json!({
        "object": object, "year": years.filter(|(from, to)| from == to).map(|(from, _)| from),
        "years": years_told(years), "funders": funders.iter().enumerate().map(line).collect::<Vec<_>>(), "total": whole,
    })
}

/// Shares of what is known in percent, that come to a hundred: what is left goes to the largest remainders.
fn shares(parts: &[Option<u64>]) -> Vec<Option<String>> {
    let total = u128::from(parts.iter().flatten().sum::<u64>());
    if total == 0 {
        return vec![None; parts.len()];
    }
    let scaled = |part: u64| u128::from(part) * 10_000;
    let mut points: Vec<Option<u128>> = parts.iter().map(|part| part.map(|part| scaled(part) / total)).collect();
    let mut order: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].is_some()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(scaled(parts[*at].unwrap()) % total));
    let left = 10_000 - points.iter().flatten().sum::<u128>();
    for at in order.into_iter().take(usize::try_from(left).unwrap()) {
        points[at] = points[at].map(|points| points + 1);
    }
    points.into_iter().map(|it| it.map(|it| format!("{}.{:02}", it / 100, it % 100))).collect()
}

fn gift(facts: &[Line], grant: &Grant<'_>, it: &Line) -> Value {
    let number = |member: &str| it.data[member].as_str().map(|text| exactly(hundredths(text)));
    json!({
        "object": grant.object, "years": years_told(grant.years), "funder": grant.funder,
        "name": name(facts, grant.funder, grant.years), "on": it.on, "nature": it.data["nature"],
        "cents": it.data["cents"], "euros": it.data["cents"].as_u64().map(euros), "fte": number("fte"),
        "hours": number("hours"), "motive": it.data["motive"],
    })
}
