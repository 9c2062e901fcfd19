//! Fiches, year by year: what was said of each, and the sessions that count for it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Unit;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::attendance::{may_lie_in, merges};
use super::contracts::number;
use super::fiche_presences::presences;
use super::fiche_totals::{CATEGORIES, totals};
use super::held::{holders, stretches};
use super::partners::named;
use super::sessions::{self, Session};
use super::stands;
use super::tally::number_of;
use super::{Line, Span, days, exact_day, exactly, first_day, had_begun, hundredths, is_over, last_day, lies_in};

/// Statuses that end a year count from the last day of their date.
const FINAL: [&str; 4] = ["done", "not_deployed", "abandoned", "postponed"];

/// A fiche of which something lies in what is asked about.
pub struct Seen<'a> {
    pub entry: &'a Line,
    pub number: u64,
    pub categories: BTreeSet<&'a str>,
    /// Those that were held and count for it.
    pub held: Vec<&'a Session<'a>>,
    told: Value,
}

/// Every fiche with its years, and what holds for whole contracts.
pub fn fiches(facts: &[Line], asked: Span) -> Value {
    let (inside, mut perhaps): (Vec<Session<'_>>, Vec<Session<'_>>) =
        sessions::all(facts).into_iter().partition(|it| lies_in(it.date(), asked));
    perhaps.retain(|it| may_lie_in(it.date(), asked));
    let sessions = [inside, perhaps];
    let recorded: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "fiche.recorded").map(|it| (it.object.as_str(), it)).collect();
    let mut seen: Vec<Seen<'_>> = recorded.values().filter_map(|entry| fiche(facts, entry, &sessions, asked)).collect();
    seen.sort_by_key(|it| (it.entry.text("contract"), it.number));
    json!({
        "contracts": totals(facts, &recorded, &seen, asked),
        "fiches": seen.into_iter().map(|it| it.told).collect::<Vec<_>>(),
    })
}

fn fiche<'a>(
    facts: &'a [Line],
    entry: &'a Line,
    [inside, perhaps]: &'a [Vec<Session<'a>>; 2],
    asked: Span,
) -> Option<Seen<'a>> {
    let id = entry.object.as_str();
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "fiche" && it.object == id).collect();
    let credited: Vec<&Session<'_>> = inside.iter().filter(|it| it.fiches().contains(id)).collect();
    let vague: Vec<&Session<'_>> = perhaps.iter().filter(|it| it.fiches().contains(id)).collect();
    let held: Vec<&Session<'_>> = credited.iter().filter(|it| it.held.is_some()).copied().collect();
    let mut years: BTreeSet<i64> = of.iter().filter_map(|it| it.data["year"].as_i64()).collect();
    years.retain(|year| meets(&year.to_string(), asked));
    if years.is_empty() && held.is_empty() && !lies_in(&entry.on, asked) {
        return None;
    }
    let continues = |it: &&&Line| {
        it.kind == "fiche.year_opened"
            && !it.data["chained_to"].is_null()
            && it.data["year"].as_i64().is_some_and(|year| meets(&year.to_string(), asked))
    };
    let carried_over = of.iter().any(|it| continues(&it));
    years.extend(held.iter().filter_map(|it| days(it.date())).map(|(first, _)| i64::from(first.year())));
    let number = number(&of, asked);
    let categories = categories(&of, asked);
    let dates = of.iter().map(|it| it.on.as_str()).chain(held.iter().map(|it| it.date()));
    let last = dates.filter(|on| days(on).is_some() && lies_in(on, asked));
    let told = json!({
        "contract": entry.data["contract"], "fiche": id, "number": number, "title": entry.data["title"],
        "axes": axes(facts, entry, &of, asked), "pilots": pilots(facts, &of, asked), "carried_over": carried_over,
        "years": years.iter().map(|year| told_of_year(facts, *year, &of, &held, asked)).collect::<Vec<_>>(),
        "attendance": presences(&credited, &vague, &merges(facts)), "categories": categories,
        "last_fact": last.max_by_key(|on| days(on).map(|(first, last)| (last, first))),
    });
    Some(Seen { entry, number, categories, held, told })
}

fn told_of_year(facts: &[Line], year: i64, of: &[&Line], held: &[&Session<'_>], asked: Span) -> Value {
    let said: Vec<&Line> = of.iter().filter(|it| it.data["year"].as_i64() == Some(year)).copied().collect();
    let of_kind = |kind: &'static str| said.iter().filter(move |it| it.kind == kind).copied();
    let mine: Vec<&Session<'_>> = held
        .iter()
        .filter(|it| days(it.date()).is_some_and(|(first, _)| i64::from(first.year()) == year))
        .copied()
        .collect();
    let opened = of_kind("fiche.year_opened").last();
    let declared = of_kind("fiche.status_declared");
    let counts_from = |it: &Line| {
        if FINAL.contains(&it.text("status")) { last_day(&it.on) } else { first_day(&it.on) }
    };
    let status = stands(declared.map(|it| (counts_from(it), it)).collect(), asked);
    let of_status = |member: &str| status.map(|it| it.data[member].clone());
    let since = status.and_then(|it| exact_day(&it.on)).zip(asked.1);
    let since = since.map(|(day, to)| day.until((Unit::Day, to)).unwrap().get_days()).filter(|days| *days >= 0);
    let milestones = of_kind("fiche.milestone_passed").filter(|it| had_begun(&it.on, asked));
    let mut narrated: Vec<&Line> = of_kind("fiche.narrated").collect();
    narrated.sort_by_key(|it| it.number("rank"));
    let (expected, achieved) = (results(&said, "expected", year, asked), results(&said, "achieved", year, asked));
    let names: BTreeSet<&str> = expected.keys().chain(achieved.keys()).copied().collect();
    let pair = |name: &&str| {
        let (hoped, reached) = (expected.get(*name), achieved.get(*name));
        json!({ "result": name, "what": hoped.or(reached).unwrap().data["what"],
            "expected": hoped.map(|it| amount(&it.data["amount"])),
            "achieved": reached.map(|it| amount(&it.data["amount"])) })
    };
    let outcomes = |of: &BTreeMap<&str, &Line>| -> Vec<Value> {
        let one = |(name, it): (&&str, &&Line)| {
            json!({ "result": name, "what": it.data["what"],
                "quantity": amount(&it.data["amount"]) })
        };
        of.iter().map(one).collect()
    };
    let with_figure = expected.values().chain(achieved.values()).filter(|it| it.data["amount"]["is"] != "unknown");
    let (counted, more, _) = number_of(&mine);
    let known = |number: u64| (!mine.is_empty()).then_some(number);
    let shared: Vec<&str> = mine.iter().filter(|it| it.fiches().len() > 1).map(|it| it.id).collect();
    let session = |it: &&Session<'_>| {
        json!({ "session": it.id, "title": it.title(), "on": it.date(), "shared": it.fiches().len() > 1,
            "fiches": it.fiches() })
    };
    json!({
        "year": year, "opened": opened.map(|it| &it.on), "chained_to": opened.map(|it| &it.data["chained_to"]),
        "status": of_status("status"), "status_on": status.map(|it| &it.on).filter(|on| *on != "unknown"),
        "motive": of_status("motive"), "status_days": since, "successor": status.and_then(|it| follows(facts, it)),
        "successor_stream": status.map(|it| &it.data["successor"]["stream"]), "to_year": of_status("to_year"),
        "milestones": milestones
            .map(|it| json!({ "milestone": it.data["milestone"], "label": it.data["label"], "on": it.on }))
            .collect::<Vec<_>>(),
        "expected": outcomes(&expected), "achieved": outcomes(&achieved),
        "results": names.iter().map(pair).collect::<Vec<_>>(),
        "sessions": {
            "count": known(counted), "more_at_least": known(more), "shared": known(shared.len() as u64),
            "shared_ids": shared, "ids": mine.iter().map(|it| it.id).collect::<Vec<_>>(),
            "list": mine.iter().map(session).collect::<Vec<_>>(),
        },
        "narrated": narrated.len(), "narrated_texts": narrated.iter().map(|it| &it.data["text"]).collect::<Vec<_>>(),
        "quantified": with_figure.count() as u64 + counted,
    })
}

/// Whether some day of a date lies in what is asked about.
fn meets(on: &str, (from, to): Span) -> bool {
    let (first, last) = days(on).unwrap();
    from.is_none_or(|from| from <= last) && to.is_none_or(|to| first <= to)
}

/// What stood of each result; once its year is over, what is said of it later still speaks of it.
fn results<'a>(said: &[&'a Line], kind: &str, year: i64, (from, to): Span) -> BTreeMap<&'a str, &'a Line> {
    let over = Date::new(year.try_into().unwrap(), 12, 31).unwrap();
    let asked = (from, to.filter(|to| *to < over));
    let kind = format!("fiche.result_{kind}");
    let mut by_result: BTreeMap<&str, Vec<(Option<Date>, &Line)>> = BTreeMap::new();
    for line in said.iter().filter(|it| it.kind == kind) {
        by_result.entry(line.text("result")).or_default().push((first_day(&line.on), line));
    }
    by_result.into_iter().filter_map(|(result, said)| Some((result, stands(said, asked)?))).collect()
}

pub fn amount(said: &Value) -> Value {
    let mut told = said.clone();
    for member in ["value", "min", "max", "at_least"] {
        if let Some(text) = said[member].as_str() {
            told[member] = exactly(hundredths(text));
        }
    }
    if said["is"] == "unknown" {
        (told["at_least"], told["as_said"]) = (told["at_least"].clone(), said["as_said"].clone());
    }
    told
}

/// What takes over: words, or a fiche by its last number and its title.
fn follows(facts: &[Line], status: &Line) -> Option<String> {
    let successor = &status.data["successor"];
    if let Some(words) = successor["words"].as_str() {
        return Some(words.to_owned());
    }
    let id = successor["stream"].as_str()?.strip_prefix("fiche/")?;
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "fiche" && it.object == id).collect();
    let title = of.iter().rfind(|it| it.kind == "fiche.recorded")?.text("title");
    Some(format!("Fiche {} – {title}", number(&of, (None, None))))
}

fn axes(facts: &[Line], entry: &Line, of: &[&Line], asked: Span) -> Vec<Value> {
    let places: Vec<&Line> = of.iter().filter(|it| !it.data["axis"].is_null()).copied().collect();
    let mut axes = Vec::new();
    for code in places.iter().map(|it| it.text("axis")).collect::<BTreeSet<_>>() {
        let said: Vec<&Line> = places.iter().filter(|it| it.text("axis") == code).copied().collect();
        if !stretches(&said, "fiche.attached").iter().any(|it| it.lasts(asked)) {
            continue;
        }
        let last = |kind: &str| {
            let mut of = facts.iter().filter(|it| it.kind == kind && it.object == entry.text("contract"));
            of.rfind(|it| it.text("code") == code)
        };
        let closed = last("contract.axis_closed").is_some_and(|it| is_over(&it.on, asked));
        let stands = last("contract.axis_defined").filter(|it| had_begun(&it.on, asked) && !closed);
        axes.push((stands.map(|it| it.number("rank")), code, stands.map(|it| it.data["label"].clone())));
    }
    axes.sort_by_key(|(rank, code, _)| (*rank, *code));
    axes.into_iter().map(|(_, code, label)| json!({ "axis": code, "label": label })).collect()
}

/// Who pilots, leads, carries or answers for it at the end.
fn pilots(facts: &[Line], of: &[&Line], asked: Span) -> Vec<Value> {
    let mut said: Vec<Line> =
        of.iter().filter(|it| it.kind.starts_with("fiche.role_")).map(|it| (*it).clone()).collect();
    for line in &mut said {
        let person = line.data["person"].as_str().map(|it| format!("person/{it}"));
        line.data["holder"] = json!(person.unwrap_or_else(|| line.text("organisation").to_owned()));
    }
    let told = |holder: &str, role: &str, from: &str| {
        let mut line = match holder.strip_prefix("person/") {
            Some(person) => json!({ "person": person }),
            None => named(facts, holder, asked),
        };
        (line["role"], line["from"]) = (json!(role), json!(from));
        line
    };
    let mut all = Vec::new();
    let keys: BTreeSet<(&str, &str)> = said.iter().map(|it| (it.text("holder"), it.text("role"))).collect();
    for (holder, role) in keys.into_iter().filter(|(_, role)| *role != "carrier") {
        let mine: Vec<&Line> =
            said.iter().filter(|it| (it.text("holder"), it.text("role")) == (holder, role)).collect();
        let lasting = stretches(&mine, "fiche.role_named").into_iter().filter(|it| it.lasts(asked));
        all.extend(lasting.map(|it| told(holder, role, it.from)));
    }
    let carried: Vec<&Line> = said.iter().filter(|it| it.text("role") == "carrier").collect();
    let carriers = holders(&carried, "fiche.role_named", "holder");
    let lasting = carriers.into_iter().filter(|(_, held, _)| held.lasts(asked));
    all.extend(lasting.map(|(holder, held, _)| told(holder, "carrier", held.from)));
    all
}

fn categories<'a>(of: &[&'a Line], asked: Span) -> BTreeSet<&'a str> {
    let said: Vec<&Line> = of.iter().filter(|it| it.kind.starts_with("fiche.category_")).copied().collect();
    let lasts = |code: &str| {
        let of_it: Vec<&Line> = said.iter().filter(|it| it.text("code") == code).copied().collect();
        stretches(&of_it, "fiche.category_retained").iter().any(|it| it.lasts(asked))
    };
    let codes = said.iter().map(|it| it.text("code")).filter(|code| CATEGORIES.contains(code));
    codes.filter(|code| lasts(code)).collect()
}
