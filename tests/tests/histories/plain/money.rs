//! Fundings, object by object.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Line, Span, first_day, had_begun, lies_in, stands};

/// An object, and the first and last year that money for it is of.
type Grant = (String, Option<(i64, i64)>);

/// What was granted for one object in some years, funder by funder, with the totals.
pub fn fundings(facts: &[Line], asked: Span) -> Value {
    let streams: BTreeSet<&str> =
        facts.iter().filter(|it| it.family == "funding").map(|it| it.object.as_str()).collect();
    let mut groups: BTreeMap<Grant, Vec<Value>> = BTreeMap::new();
    for stream in streams {
        let of: Vec<&Line> = facts.iter().filter(|it| it.family == "funding" && it.object == stream).collect();
        let Some((grant, line)) = funding(&of, asked) else { continue };
        groups.entry(grant).or_default().push(line);
    }
    let group = |((object, years), mut lines): (Grant, Vec<Value>)| {
        lines.sort_by_key(|line| line["funder"].as_str().unwrap_or_default().to_owned());
        lines.sort_by_key(|line| std::cmp::Reverse((cents(line, "notified"), cents(line, "requested"))));
        let total = |stage: &str| lines.iter().filter_map(|line| cents(line, stage)).reduce(|a, b| a + b);
        let mut totals = json!({});
        for stage in STAGES {
            totals[format!("{stage}_cents")] = json!(total(stage));
        }
        json!({
            "object": object,
            "years": years.map(|(from, to)| json!({ "from": from, "to": to })),
            "total": totals,
            "funders": lines,
        })
    };
    groups.into_iter().map(group).collect()
}

const STAGES: [&str; 6] = ["requested", "notified", "paid", "refunded", "allocated", "spent"];

fn cents(line: &Value, stage: &str) -> Option<u64> {
    line[format!("{stage}_cents")].as_u64()
}

/// One funding: its object, its years and its line; `None` where it lies outside or nothing is said of money.
fn funding(facts: &[&Line], asked: Span) -> Option<(Grant, Value)> {
    let grants: Vec<&Value> = facts
        .iter()
        .map(|it| if it.data["funder"].is_null() { &it.data["grant"] } else { &it.data })
        .filter(|grant| !grant.is_null())
        .collect();
    let years =
        grants.iter().find_map(|grant| Some((grant["years"]["from"].as_i64()?, grant["years"]["to"].as_i64()?)));
    let inside = match years {
        Some((from, to)) => lies_in(&from.to_string(), asked) && lies_in(&to.to_string(), asked),
        None => lies_in("unknown", asked),
    };
    if !inside {
        return None;
    }
    let of = |kind: &'static str| facts.iter().filter(move |it| it.kind == kind);
    let requested = stands(of("funding.requested").map(|it| (first_day(&it.on), it.number("cents"))).collect(), asked);
    let names: BTreeSet<&str> = of("funding.notified").map(|it| it.text("notification")).collect();
    let granted = |name: &str| {
        let said = facts.iter().filter(|it| it.text("notification") == name);
        stands(said.map(|it| (first_day(&it.on), it.number("cents"))).collect(), asked)
    };
    let notified = names.iter().filter_map(|name| granted(name)).reduce(|a, b| a + b);
    let moved = |kind: &'static str| {
        let begun: Vec<u64> = of(kind).filter(|it| had_begun(&it.on, asked)).map(|it| it.number("cents")).collect();
        (!begun.is_empty()).then(|| begun.iter().sum::<u64>())
    };
    let allocated = allocated(facts, asked);
    let declined = notified.is_none() && of("funding.declined").any(|it| had_begun(&it.on, asked));
    let (paid, refunded, spent) = (moved("funding.paid"), moved("funding.refunded"), moved("funding.spent"));
    if !declined && [requested, notified, paid, refunded, allocated, spent].iter().all(Option::is_none) {
        return None;
    }
    let kept = paid.unwrap_or(0).saturating_sub(refunded.unwrap_or(0));
    let above = |part: u64| notified.is_some_and(|notified| part > notified);
    let mut flags = Vec::new();
    for (so, flag) in [
        (paid.is_some() && notified.is_none(), "paid_without_notification"),
        (above(kept), "paid_above_notified"),
        (refunded.unwrap_or(0) > paid.unwrap_or(0), "refunded_above_paid"),
        (above(spent.unwrap_or(0)), "spent_above_notified"),
        (allocated.unwrap_or(0) > notified.unwrap_or(0), "allocated_above_notified"),
    ] {
        if so {
            flags.push(flag);
        }
    }
    let last = grants.last()?;
    let line = json!({
        "funder": last["funder"], "requested_cents": requested, "notified_cents": notified, "paid_cents": paid,
        "refunded_cents": refunded, "allocated_cents": allocated, "spent_cents": spent, "flags": flags,
        "is_declined": declined,
    });
    Some(((last["object"].as_str()?.to_owned(), years), line))
}

/// What the fiches hold together; nothing where no movement is known by then.
fn allocated(facts: &[&Line], asked: Span) -> Option<u64> {
    let moved: Vec<&&Line> =
        facts.iter().filter(|it| !it.data["fiche"].is_null() && had_begun(&it.on, asked)).collect();
    let fiches: BTreeSet<&str> = moved.iter().map(|it| it.text("fiche")).collect();
    let sum = |fiche: &str, kind: &str| {
        let of = moved.iter().filter(|it| it.text("fiche") == fiche && it.kind == kind);
        of.map(|it| it.number("cents")).sum::<u64>()
    };
    let held = |fiche: &&str| sum(fiche, "funding.allocated").saturating_sub(sum(fiche, "funding.released"));
    fiches.iter().map(held).reduce(|a, b| a + b)
}
