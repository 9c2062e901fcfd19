//! Who came of those who had a place; visits and connections.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::attendance::{persons, same};
use super::sessions::{Session, Signup};
use super::sums::{Portion, Sum, heads, sum};
use super::{first_day, last_day};

/// Whether a place was still somebody's on the day of the session; nobody knows where the dates do not tell.
fn is_kept(signup: &Signup<'_>, session: &Session<'_>) -> Option<bool> {
    if signup.state == "confirmed" {
        return Some(true);
    }
    let Some(on) = signup.cancelled_on else { return Some(true) };
    let before = last_day(on).zip(session.first_day()).map(|(given_back, day)| given_back < day);
    let after = first_day(on).zip(last_day(session.date())).map(|(given_back, day)| day <= given_back);
    match (before, after) {
        (Some(true), _) => Some(false),
        (_, Some(true)) => Some(true),
        _ => None,
    }
}

/// Of those who had a place at sessions that were held, who came.
pub fn places<'a>(sessions: &[&Session<'a>], merges: &BTreeMap<&'a str, &'a str>) -> Portion {
    let held = sessions.iter().filter(|it| it.held.is_some());
    held.map(|session| at_one(session, merges)).fold(Portion::NOBODY, Portion::and)
}

fn at_one<'a>(session: &Session<'a>, merges: &BTreeMap<&'a str, &'a str>) -> Portion {
    let had_place = |wanted: Option<bool>| -> BTreeSet<&str> {
        let all = session.signups.values().filter(|it| it.had_place && is_kept(it, session) == wanted);
        all.filter_map(|it| it.person).map(|person| same(person, merges)).collect()
    };
    let sure = had_place(Some(true));
    let unsure: BTreeSet<&str> = had_place(None).difference(&sure).copied().collect();
    let here = persons(session, merges);
    let absent: BTreeSet<&str> = session.absent.keys().map(|person| same(person, merges)).collect();
    let came = |of: &BTreeSet<&str>| of.iter().filter(|it| here.contains_key(*it)).count() as u64;
    let not_seen =
        |of: &BTreeSet<&str>| of.iter().filter(|it| !here.contains_key(*it) && !absent.contains(*it)).count() as u64;
    // Whoever was not seen may be one of those without a name, as far as there are any.
    let nameless = if session.may_lack_people() { None } else { heads(session).most };
    let hidden = not_seen(&sure).min(nameless.unwrap_or(u64::MAX));
    let also_hidden = not_seen(&unsure).min(nameless.map_or(u64::MAX, |heads| heads - hidden));
    Portion {
        so: came(&sure),
        not_so: sure.len() as u64 - came(&sure) - hidden,
        unknown: Some(hidden),
        also_so: came(&unsure) + also_hidden,
        also_not: unsure.len() as u64 - came(&unsure),
    }
}

/// Sums of sheets, where there are any.
fn counted<'a>(
    sessions: &[&Session<'a>],
    sheets: impl Fn(&Session<'a>) -> Vec<&'a Value>,
    lacks: impl Fn(&Session<'a>) -> bool,
) -> Option<Sum> {
    let all = sessions.iter().flat_map(|it| sheets(it)).map(|it| Sum::of(&it["number"])).reduce(Sum::and)?;
    Some(all.open_where(sessions.iter().any(|it| lacks(it))))
}

pub fn visited(line: &mut Value, sessions: &[&Session<'_>], perhaps: &[&Session<'_>]) {
    let untold = |it: &Session<'_>| {
        it.held.is_some() && (!it.has_record() || ["partial", "none"].iter().any(|word| it.record == Some(*word)))
    };
    let unvisited = |it: &Session<'_>| {
        let is_stand = it.planned_text("kind") == Some("stand") && it.record != Some("complete");
        untold(it) || it.held.is_some() && is_stand && it.visits.is_empty()
    };
    let with = |here: Option<Sum>, also: Option<Sum>| match also {
        None => here,
        also => Some(here.unwrap_or(Sum::NONE).and_perhaps(also)),
    };
    let visits = |of: &[&Session<'_>]| counted(of, |it| it.visits.values().copied().collect(), unvisited);
    let connections = |of: &[&Session<'_>]| counted(of, |it| it.connections.values().copied().collect(), untold);
    sum(line, "visits", with(visits(sessions), visits(perhaps)));
    sum(line, "connections", with(connections(sessions), connections(perhaps)));
}
