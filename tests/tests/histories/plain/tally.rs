//! What a group of sessions comes to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::answers::{self, Answers};
use super::attendance::{persons, same};
use super::sessions::Session;
use super::{last_day, percent};

/// The qualities, in the order in which they are told.
pub const QUALITIES: [&str; 8] =
    ["inhabitant", "relay_inhabitant", "user", "carer", "professional", "elected", "volunteer", "unknown"];

pub const USERS: [&str; 4] = ["inhabitant", "relay_inhabitant", "user", "carer"];

/// At least and at most; no most where a part has no bound; and whether a part was estimated.
#[derive(Debug, Clone, Copy)]
struct Sum {
    least: u64,
    most: Option<u64>,
    is_estimated: bool,
}

impl Sum {
    const NONE: Self = Self { least: 0, most: Some(0), is_estimated: false };

    /// A quantity as it is written in facts.
    fn of(quantity: &Value) -> Self {
        let number = |member: &str| quantity[member].as_u64();
        let is = quantity["is"].as_str().unwrap();
        let (least, most) = match is {
            "exact" | "about" => (number("value").unwrap(), number("value")),
            "range" => (number("min").unwrap(), number("max")),
            _ => (number("at_least").unwrap_or(0), None),
        };
        Self { least, most, is_estimated: is == "about" }
    }

    fn and(self, other: Self) -> Self {
        Self {
            least: self.least + other.least,
            most: self.most.zip(other.most).map(|(a, b)| a + b),
            is_estimated: self.is_estimated || other.is_estimated,
        }
    }

    fn plus(self, number: u64) -> Self {
        Self { least: self.least + number, most: self.most.map(|most| most + number), ..self }
    }
}

/// Heads at a session. Those of several parts may be the same people: at least the most of one part, at most all.
fn heads(session: &Session<'_>) -> Sum {
    let parts: BTreeSet<Option<&str>> = session.heads.values().map(|it| it["part"].as_str()).collect();
    let of = |part: Option<&str>| {
        let sheets = session.heads.values().filter(|it| it["part"].as_str() == part);
        sheets.map(|it| Sum::of(&it["total"])).fold(Sum::NONE, Sum::and)
    };
    let in_parts: Vec<Sum> = parts.into_iter().filter(Option::is_some).map(of).collect();
    let most_of_one = in_parts.iter().map(|it| it.least).max().unwrap_or(0);
    let all = in_parts.into_iter().fold(Sum::NONE, Sum::and);
    of(None).and(Sum { least: most_of_one, ..all })
}

/// Sessions that are counted; beside them those whose number nobody tells, at least and at most.
pub fn number(line: &mut Value, name: &str, sessions: &[&Session<'_>]) {
    let (counted, least, most) = number_of(sessions);
    line[name] = json!(counted);
    line[format!("{name}_more_at_least")] = json!(least);
    line[format!("{name}_more_at_most")] = json!(most);
}

/// The same three numbers.
pub fn number_of(sessions: &[&Session<'_>]) -> (u64, u64, Option<u64>) {
    let (mut counted, mut least, mut most) = (0, 0, Some(0));
    for stands_for in sessions.iter().map(|it| it.planned.map_or(&Value::Null, |it| &it["stands_for"])) {
        match stands_for["is"].as_str() {
            None => counted += 1,
            Some("exact") => counted += stands_for["value"].as_u64().unwrap(),
            Some("range") => {
                least += stands_for["min"].as_u64().unwrap().max(1);
                most = most.map(|most: u64| most + stands_for["max"].as_u64().unwrap());
            }
            Some(_) => {
                least += stands_for["at_least"].as_u64().unwrap_or(0).max(1);
                most = None;
            }
        }
    }
    (counted, least, most)
}

fn bounds(line: &mut Value, name: &str, sum: Option<Sum>) {
    line[format!("{name}_at_least")] = json!(sum.map(|it| it.least));
    line[format!("{name}_at_most")] = json!(sum.and_then(|it| it.most));
    line[format!("{name}_estimated")] = json!(sum.is_some_and(|it| it.is_estimated));
}

/// A sum: its number where its bounds are one, and its bounds.
fn sum(line: &mut Value, name: &str, sum: Option<Sum>) {
    line[name] = json!(sum.and_then(|it| it.most.filter(|most| *most == it.least)));
    bounds(line, name, sum);
}

/// The figures of some sessions. Who had already come is taken off where that was asked about what these sessions are.
pub fn tally<'a>(sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>, seen: Option<&Value>) -> Value {
    let mut line = json!({});
    states(&mut line, sessions);
    signups(&mut line, sessions, merges);
    people(&mut line, sessions, merges, seen);
    around(&mut line, sessions, merges);
    line["new_persons"] = Value::Null;
    line
}

fn states(line: &mut Value, sessions: &[&Session<'_>]) {
    let only = |what: &dyn Fn(&Session<'_>) -> bool| -> Vec<&Session<'_>> {
        sessions.iter().filter(|it| what(it)).copied().collect()
    };
    let held = |it: &Session<'_>| it.held.is_some();
    number(line, "sessions", &only(&|it| it.planned.is_some()));
    number(line, "sessions_held", &only(&held));
    number(line, "sessions_without_record", &only(&|it| held(it) && !it.has_record()));
    number(line, "sessions_partly_recorded", &only(&|it| held(it) && it.has_record() && it.is_open()));
    line["sessions_cancelled"] = json!(only(&|it| it.state() == "cancelled").len());
    line["sessions_moved"] = json!(only(&|it| it.is_moved()).len());
    line["sessions_pending"] = json!(only(&|it| it.state() == "planned").len());
}

fn signups<'a>(line: &mut Value, sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>) {
    let sum = |what: &dyn Fn(&Session<'a>) -> u64| json!(sessions.iter().map(|it| what(it)).sum::<u64>());
    line["signups_requested"] = sum(&|it| it.heads_in(|_| true));
    line["signups_confirmed"] = sum(&|it| it.signups_in("confirmed"));
    line["signups_waiting"] = sum(&|it| it.signups_in("waiting"));
    line["signups_cancelled"] = sum(&|it| it.signups_in("cancelled"));
    line["signups_lapsed"] = sum(&|it| if it.cancelled { it.signups_not_given_back() } else { 0 });
    let pending = sessions.iter().filter(|it| it.state() == "planned");
    let limited: Vec<(u64, u64)> = pending.filter_map(|it| Some((it.capacity?, it.places_taken()))).collect();
    let left = limited.iter().map(|(capacity, taken)| capacity.saturating_sub(*taken)).sum::<u64>();
    line["places_left"] = json!((!limited.is_empty()).then_some(left));
    line["places_over"] = json!(limited.iter().map(|(capacity, taken)| taken.saturating_sub(*capacity)).sum::<u64>());
    let twice = |it: &Session<'a>| {
        let mut places: BTreeMap<&str, u64> = BTreeMap::new();
        let standing = it.signups.values().filter(|signup| signup.state != "cancelled" && !it.cancelled);
        for person in standing.filter_map(|signup| signup.person) {
            *places.entry(same(person, merges)).or_default() += 1;
        }
        places.values().filter(|places| **places > 1).count() as u64
    };
    line["signed_up_twice"] = sum(&twice);
}

fn people<'a>(line: &mut Value, sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>, seen: Option<&Value>) {
    let named = |it: &Session<'a>| persons(it, merges).len() as u64;
    let present = sessions.iter().map(|it| named(it)).sum::<u64>();
    let known = sessions.iter().flat_map(|it| persons(it, merges).into_keys()).collect::<BTreeSet<_>>().len() as u64;
    // Of a session that was held and has no record, or a part of one, nobody knows how many came.
    let of_one = |it: &Session<'a>| Sum { most: heads(it).most.filter(|_| !it.is_open()), ..heads(it) };
    let anonymous = sessions.iter().map(|it| of_one(it)).fold(Sum::NONE, Sum::and);
    let most_at_once = sessions.iter().map(|it| named(it) + heads(it).least).max().unwrap_or(0);
    let is_asked = |sheet: &&&Value| seen.is_some_and(|seen| same_scope(seen, &sheet["seen_scope"]));
    let sheets = || sessions.iter().flat_map(|it| it.heads.values());
    let again = sheets().filter(is_asked).filter_map(|it| it["already_seen"].as_u64()).sum::<u64>();
    let at_least = known.max(most_at_once);
    let most = anonymous.most.map(|heads| (known + heads.saturating_sub(again)).max(at_least));
    let nothing_known = sessions.iter().any(|it| it.held.is_some()) && !sessions.iter().any(|it| it.tells_heads());
    let told = |sum: Sum| Some(sum).filter(|_| !nothing_known);

    let mut by_heads = Answers::new();
    sheets().for_each(|sheet| answers::of_sheet(&mut by_heads, &sheet["marginals"]));
    let mut by_named = Answers::new();
    for data in sessions.iter().flat_map(|it| persons(it, merges).into_values()) {
        answers::of_person(&mut by_named, data);
    }
    let count = |of: &Answers, asked: &str, wanted: &dyn Fn(&str) -> bool| {
        let given = of.get(asked).into_iter().flatten();
        given.filter(|(answer, _)| wanted(answer)).map(|(_, number)| *number).sum::<u64>()
    };
    let both =
        |asked: &str, wanted: &dyn Fn(&str) -> bool| count(&by_heads, asked, wanted) + count(&by_named, asked, wanted);
    let is_told = |answer: &str| answer != "unknown";
    let heads_told = count(&by_heads, "quality", &is_told);
    let unknown = Sum {
        least: anonymous.least.saturating_sub(heads_told),
        most: anonymous.most.map(|most| most.saturating_sub(heads_told)),
        ..anonymous
    };
    line["present"] = json!(present);
    line["persons_known"] = json!(known);
    sum(line, "anonymous", told(anonymous));
    sum(line, "passages", told(anonymous.plus(present)));
    bounds(line, "persons", told(Sum { least: at_least, most, ..anonymous }));
    line["users_share"] = json!(percent(both("quality", &|it| USERS.contains(&it)), both("quality", &is_told)));
    line["qpv_share"] = json!(percent(both("qpv", &|it| it == "inside"), both("qpv", &is_told)));
    line["quality_known"] = json!(both("quality", &is_told));
    sum(line, "quality_unknown", told(unknown.plus(count(&by_named, "quality", &|it| it == "unknown"))));
    (line["marginals"], line["named_answers"]) = (json!(by_heads), json!(by_named));
}

fn same_scope(asked: &Value, said: &Value) -> bool {
    !said.is_null() && ["of", "fiche", "year"].iter().all(|member| asked[*member] == said[*member])
}

fn around<'a>(line: &mut Value, sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>) {
    let sheets = |of: &dyn Fn(&Session<'a>) -> Vec<&'a Value>| {
        let all = sessions.iter().flat_map(|it| of(it)).map(|it| Sum::of(&it["number"]));
        all.reduce(Sum::and)
    };
    sum(line, "visits", sheets(&|it| it.visits.values().copied().collect()));
    sum(line, "connections", sheets(&|it| it.connections.values().copied().collect()));
    let missing: Vec<bool> = sessions
        .iter()
        .flat_map(|it| {
            let absent: BTreeMap<&str, bool> =
                it.absent.iter().map(|(person, excused)| (same(person, merges), *excused)).collect();
            let here = persons(it, merges);
            absent
                .into_iter()
                .filter(|(person, _)| !here.contains_key(person))
                .map(|(_, excused)| excused)
                .collect::<Vec<_>>()
        })
        .collect();
    line["absent"] = json!(missing.len());
    line["excused"] = json!(missing.iter().filter(|excused| **excused).count());
    let (mut came, mut kept) = (0, 0);
    for session in sessions.iter().filter(|it| tells_of_each(it)) {
        let here = persons(session, merges);
        let expected = expected(session, merges);
        came += expected.iter().filter(|person| here.contains_key(*person)).count() as u64;
        kept += expected.len() as u64;
    }
    line["presence_rate"] = json!(percent(came, kept));
    let of_organisations: Vec<u64> =
        sessions.iter().flat_map(|it| it.organisations.values().flatten()).copied().collect();
    line["organisation_heads"] = json!((!of_organisations.is_empty()).then(|| of_organisations.iter().sum::<u64>()));
    let referred = |side: &str| {
        let all = sessions.iter().flat_map(|it| it.referrals.values()).filter(|it| !it[side].is_null());
        json!(all.map(|it| it["heads"].as_u64().unwrap_or(1)).sum::<u64>())
    };
    (line["referred_onwards"], line["referred_here"]) = (referred("to"), referred("from"));
}

/// Whether the record tells of each person who had a place whether that person came.
fn tells_of_each(session: &Session<'_>) -> bool {
    let names = !session.present.is_empty() || !session.absent.is_empty();
    let nobody = session.record == Some("complete") && heads(session).most == Some(0);
    session.held.is_some() && session.record != Some("partial") && (names || nobody)
}

/// Who had a place that was not given back before the day of the session.
fn expected<'a>(session: &Session<'a>, merges: &BTreeMap<&'a str, &'a str>) -> BTreeSet<&'a str> {
    let in_time =
        |cancelled: &str| last_day(cancelled).is_some_and(|last| session.first_day().is_some_and(|day| last < day));
    let kept = session.signups.values().filter(|it| it.had_place && !it.cancelled_on.is_some_and(in_time));
    kept.filter_map(|it| it.person).map(|person| same(person, merges)).collect()
}
