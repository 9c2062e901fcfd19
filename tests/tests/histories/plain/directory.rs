//! The directory: partners by scope, organisations with their roles, who was really involved.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::agreements;
use super::held::{Stretch, holders, stretches};
use super::partners::{name_on, named, partnerships, successor};
use super::sessions;
use super::{Line, Span, first_day, had_begun, lies_in, stands};

pub fn directory(facts: &[Line], asked: Span) -> Value {
    let scopes = scopes(facts, asked);
    let involved = involved(facts, asked);
    let recorded: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "organisation.recorded").map(|it| (it.object.as_str(), it)).collect();
    let is_party = |id: &str| {
        let party = format!("organisation/{id}");
        scopes.iter().any(|scope| scope["parties"].as_array().unwrap().iter().any(|it| it["party"] == party.as_str()))
    };
    let there = |(id, it): &(&&str, &&Line)| had_begun(&it.on, asked) || involved.contains_key(**id) || is_party(id);
    let organisations = recorded.iter().filter(there).map(|(id, it)| organisation(facts, id, it, &involved, asked));
    let categories: BTreeSet<&str> =
        facts.iter().filter(|it| it.family == "category").map(|it| it.object.as_str()).collect();
    let categories =
        categories.into_iter().map(|id| json!({ "category": id, "name": name_on(facts, "category", id, asked.1) }));
    let by = involved.iter().map(|(id, ways)| {
        let mut line = named(facts, id, asked);
        line["by"] = json!(ways);
        line
    });
    json!({
        "scopes": scopes, "organisations": organisations.collect::<Vec<_>>(),
        "categories": categories.collect::<Vec<_>>(),
        "involved": {
            "count": involved.len(), "organisations": by.collect::<Vec<_>>(),
            "rule": { "any_of": ["presence", "leading", "financing", "agreement"], "at_least": 1 },
        },
        "identifiers_twice": twice(facts, asked), "agreements": agreements::signed(facts, asked),
    })
}

fn scopes(facts: &[Line], asked: Span) -> Vec<Value> {
    let all = partnerships(facts, asked);
    let scopes: BTreeSet<&str> = all.iter().map(|it| it.scope).collect();
    let line = |scope: &str| {
        let listed: BTreeSet<&str> = all.iter().filter(|it| it.scope == scope).map(|it| it.party).collect();
        // Organisations first, then categories of them.
        let mut parties: Vec<&str> = listed.into_iter().collect();
        parties.sort_by_key(|party| party.starts_with("category/"));
        let of = |family: &str| parties.iter().filter(|it| it.starts_with(family)).count();
        let party = |party: &&str| {
            let mine: Vec<_> = all.iter().filter(|it| it.scope == scope && it.party == *party).collect();
            let (family, id) = party.split_once('/').unwrap();
            json!({
                "party": party, "name": name_on(facts, family, id, asked.1), "sort": family,
                "roles": mine.iter().filter_map(|it| it.role).collect::<BTreeSet<_>>(),
                "from": mine[0].from, "until": mine.iter().find_map(|it| it.until),
                "agreements": agreements::between(facts, scope, party, asked),
            })
        };
        json!({
            "scope": scope, "entries": parties.len(), "organisations": of("organisation/"),
            "categories": of("category/"), "parties": parties.iter().map(party).collect::<Vec<_>>(),
        })
    };
    scopes.into_iter().map(line).collect()
}

fn organisation(
    facts: &[Line],
    id: &str,
    recorded: &Line,
    involved: &BTreeMap<&str, BTreeSet<&str>>,
    asked: Span,
) -> Value {
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "organisation" && it.object == id).collect();
    let mut renamed: Vec<&&Line> = of.iter().filter(|it| it.kind == "organisation.renamed").collect();
    renamed.sort_by_key(|it| first_day(&it.on));
    renamed.retain(|it| had_begun(&it.on, asked));
    let renamed: Vec<Value> = renamed.into_iter().map(|it| json!({ "on": it.on, "name": it.data["name"] })).collect();
    let succeeded = of.iter().rfind(|it| it.kind == "organisation.succeeded").filter(|it| had_begun(&it.on, asked));
    let succeeded = succeeded.map(|it| {
        let mut line = named(facts, it.text("successor"), asked);
        line["on"] = json!(it.on);
        line
    });
    let parent = recorded.data["parent"].as_str().map(|it| named(facts, it, asked));
    let mut line = named(facts, id, asked);
    for member in ["kinds", "address", "telephone", "email"] {
        line[member] = recorded.data[member].clone();
    }
    (line["parent"], line["renamed"]) = (json!(parent), json!(renamed));
    let by_then = identifiers(facts, id).into_iter().filter(|(_, held)| held.ran((None, asked.1)));
    line["identifiers"] = by_then
        .map(|((scheme, value), held)| {
            json!({ "scheme": scheme, "value": value, "from": held.from,
                "until": held.until })
        })
        .collect();
    (line["succeeded_by"], line["roles"]) = (json!(succeeded), json!(roles(facts, id, asked)));
    line["involved"] = json!(involved.contains_key(id));
    line
}

/// Scheme and number, and when it bore them.
fn identifiers<'a>(facts: &'a [Line], id: &str) -> Vec<((&'a str, &'a str), Stretch<'a>)> {
    let said: Vec<&Line> =
        facts.iter().filter(|it| it.object == id && it.kind.starts_with("organisation.identifi")).collect();
    let borne: BTreeSet<(&str, &str)> = said.iter().map(|it| (it.text("scheme"), it.text("value"))).collect();
    let mut all = Vec::new();
    for number in borne {
        let of: Vec<&Line> =
            said.iter().filter(|it| (it.text("scheme"), it.text("value")) == number).copied().collect();
        all.extend(stretches(&of, "organisation.identified").into_iter().map(|held| (number, held)));
    }
    all
}

/// Numbers that prove who somebody is, borne by two at once; whoever took over may bear the number of the one before.
fn twice(facts: &[Line], asked: Span) -> Vec<Value> {
    let organisations: BTreeSet<&str> =
        facts.iter().filter(|it| it.family == "organisation").map(|it| it.object.as_str()).collect();
    let mut bearers: BTreeMap<(usize, &str), BTreeMap<&str, &str>> = BTreeMap::new();
    const SCHEMES: [&str; 4] = ["siret", "siren", "finess_ej", "finess_eg"];
    for id in organisations {
        for ((scheme, value), held) in identifiers(facts, id) {
            if let Some(at) = SCHEMES.iter().position(|it| *it == scheme).filter(|_| held.lasts(asked)) {
                bearers.entry((at, value)).or_default().entry(successor(facts, id, asked)).or_insert(id);
            }
        }
    }
    let several = bearers.into_iter().filter(|(_, who)| who.len() > 1);
    several
        .map(|((at, value), who)| {
            json!({ "scheme": SCHEMES[at], "value": value,
                "organisations": who.into_values().map(|id| named(facts, id, asked)).collect::<Vec<_>>() })
        })
        .collect()
}

/// Roles in contracts, fiches, bodies, actions and partnerships, and one for each object that it gives money for.
fn roles(facts: &[Line], id: &str, asked: Span) -> Vec<Value> {
    let mut all = Vec::new();
    let mut add = |scope: &str, role: &str, from: &str, until: Option<&str>| {
        all.push(json!({ "scope": scope, "role": role, "from": from, "until": until }));
    };
    let ends = |kind: &str| match kind {
        "contract.party_engaged" => "contract.party_left",
        "fiche.role_named" => "fiche.role_ended",
        "body.seat_given" => "body.seat_left",
        _ => "action.carrier_ended",
    };
    let said = |begins: &str| -> Vec<Line> {
        facts.iter().filter(|it| it.kind == begins || it.kind == ends(begins)).cloned().collect()
    };
    let is_carrier = |it: &Line| it.family == "action" || it.text("role") == "carrier";
    for begins in ["contract.party_engaged", "fiche.role_named", "body.seat_given"] {
        let mine: Vec<Line> =
            said(begins).into_iter().filter(|it| it.text("organisation") == id && !is_carrier(it)).collect();
        let key = |it: &Line| ["capacity", "role", "college"].map(|member| it.text(member).to_owned());
        let keys: BTreeSet<_> = mine.iter().map(|it| (it.family.clone(), it.object.clone(), key(it))).collect();
        for (family, object, words) in keys {
            let of: Vec<&Line> = mine.iter().filter(|it| it.object == object && key(it) == words).collect();
            let role = words[..2].iter().find(|it| !it.is_empty()).map_or("member", String::as_str);
            for held in stretches(&of, begins).into_iter().filter(|it| it.ran(asked)) {
                add(&format!("{family}/{object}"), role, held.from, held.until.as_deref());
            }
        }
    }
    for begins in ["fiche.role_named", "action.carrier_named"] {
        let mut said: Vec<Line> = said(begins).into_iter().filter(is_carrier).collect();
        for line in &mut said {
            let holder = if line.data["person"].is_null() { &line.data["organisation"] } else { &line.data["person"] };
            line.data["holder"] = holder.clone();
        }
        let objects: BTreeSet<&str> = said.iter().map(|it| it.object.as_str()).collect();
        for object in objects {
            let of: Vec<&Line> = said.iter().filter(|it| it.object == object).collect();
            for (who, held, _) in holders(&of, begins, "holder") {
                if who == id && held.ran(asked) {
                    let family = begins.split_once('.').unwrap().0;
                    add(&format!("{family}/{object}"), "carrier", held.from, held.until.as_deref());
                }
            }
        }
    }
    for it in partnerships(facts, asked).iter().filter(|it| it.party.strip_prefix("organisation/") == Some(id)) {
        it.role.iter().for_each(|role| add(it.scope, role, it.from, it.until));
    }
    let mut funds: BTreeMap<&str, &str> = BTreeMap::new();
    for (funder, object, on) in granted(facts, asked) {
        if funder == id {
            let first = funds.entry(object).or_insert(on);
            if first_day(on) < first_day(first) {
                *first = on;
            }
        }
    }
    funds.into_iter().for_each(|(object, on)| add(object, "funding", on, None));
    all
}

/// Who granted money for what, and since when: the first year of the grant that lies in what is asked about.
fn granted(facts: &[Line], asked: Span) -> Vec<(&str, &str, &str)> {
    const YEARS: [(i64, &str); 5] = [(2013, "2013"), (2014, "2014"), (2015, "2015"), (2016, "2016"), (2017, "2017")];
    let grants: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "funding.notified").map(|it| (it.object.as_str(), it)).collect();
    let line = |(id, last): (&str, &'_ Line)| {
        let last = facts.iter().rfind(|it| it.kind == "funding.notified" && it.object == last.object)?;
        let said: Vec<&Line> =
            facts.iter().filter(|it| it.object == id && !it.data["notification"].is_null()).collect();
        let names: BTreeSet<&str> = said.iter().map(|it| it.text("notification")).collect();
        let amount = |name: &str| {
            let of = said.iter().filter(|it| it.text("notification") == name);
            stands(of.map(|it| (first_day(&it.on), it.number("cents"))).collect(), asked)
        };
        let cents: u64 = names.into_iter().filter_map(amount).sum();
        let years = &last.data["years"];
        let span = (years["from"].as_i64().unwrap(), years["to"].as_i64().unwrap());
        let mut of_it = YEARS.iter().filter(|(year, _)| (span.0..=span.1).contains(year));
        let (_, on) = of_it.find(|(_, on)| lies_in(on, asked))?;
        (cents > 0).then_some((last.text("funder"), last.text("object"), *on))
    };
    grants.into_iter().filter_map(|(id, last)| line((id, last))).collect()
}

/// By organisation, what involves it: it was there or led, it financed, it signed.
fn involved(facts: &[Line], asked: Span) -> BTreeMap<&str, BTreeSet<&'static str>> {
    let mut by: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    let all = sessions::all(facts);
    for session in all.iter().filter(|it| lies_in(it.date(), asked)) {
        let leaders = session.leaders();
        for id in session.organisations_there() {
            let ways = by.entry(id).or_default();
            if leaders.contains(id) {
                ways.insert("leading");
            }
            if session.is_represented(id) {
                ways.insert("presence");
            }
        }
    }
    for (funder, ..) in granted(facts, asked) {
        by.entry(funder).or_default().insert("financing");
    }
    for it in facts.iter().filter(|it| it.kind == "agreement.signed" && lies_in(&it.on, asked)) {
        let parties = it.data["parties"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for party in parties {
            by.entry(party).or_default().insert("agreement");
        }
    }
    by
}
