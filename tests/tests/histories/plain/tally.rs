//! What a group of sessions comes to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::attendance::{persons, same};
use super::people::people;
use super::places::{places, visited};
use super::sessions::Session;

/// The qualities, in the order in which they are told.
pub const QUALITIES: [&str; 8] =
    ["inhabitant", "relay_inhabitant", "user", "carer", "professional", "elected", "volunteer", "unknown"];

pub const USERS: [&str; 4] = ["inhabitant", "relay_inhabitant", "user", "carer"];

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

/// The figures of some sessions, and of those that may belong with them: their dates do not tell. Who had already come
/// is taken off where that was asked about what these sessions are.
pub fn tally<'a>(
    sessions: &[&Session<'a>],
    perhaps: &[&Session<'a>],
    merges: &BTreeMap<&'a str, &'a str>,
    seen: Option<&Value>,
) -> Value {
    let mut line = json!({});
    states(&mut line, sessions);
    signups(&mut line, sessions, merges);
    people(&mut line, sessions, perhaps, merges, seen);
    around(&mut line, sessions, merges);
    visited(&mut line, sessions, perhaps);
    places(sessions, merges).and_perhaps(&places(perhaps, merges)).write(&mut line, "presence_rate");
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
    number(line, "sessions_partly_recorded", &only(&|it| held(it) && it.has_record() && it.may_lack_people()));
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

fn around<'a>(line: &mut Value, sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>) {
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
    let of_organisations: Vec<u64> =
        sessions.iter().flat_map(|it| it.organisations.values().flatten()).copied().collect();
    line["organisation_heads"] = json!((!of_organisations.is_empty()).then(|| of_organisations.iter().sum::<u64>()));
    let referred = |side: &str| {
        let all = sessions.iter().flat_map(|it| it.referrals.values()).filter(|it| !it[side].is_null());
        json!(all.map(|it| it["heads"].as_u64().unwrap_or(1)).sum::<u64>())
    };
    (line["referred_onwards"], line["referred_here"]) = (referred("to"), referred("from"));
}
