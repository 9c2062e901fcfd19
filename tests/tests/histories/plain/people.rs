//! Who came, named or not, and what they answered.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::answers::{self, Answers};
use super::attendance::persons;
use super::sessions::Session;
use super::sums::{Portion, Sum, bounds, heads, sum};
use super::tally::USERS;
use super::{first_day, last_day};

type Merges<'a> = BTreeMap<&'a str, &'a str>;

/// What somebody answered comes to: whether it is so, `None` where nothing was said.
type Judged = fn(&str) -> Option<bool>;

pub fn is_user(quality: &str) -> Option<bool> {
    (quality != "unknown").then(|| USERS.contains(&quality))
}

fn is_inside(side: &str) -> Option<bool> {
    (side != "unknown").then(|| side == "inside")
}

/// Of the heads of a session, who is so by their answers. Those of several parts may be the same people.
pub fn of_heads(session: &Session<'_>, asked: &[&str], judged: Judged) -> (Portion, Sum) {
    let told = |sheet: &Value, wanted: bool| {
        let answers = asked.iter().fold(&sheet["marginals"], |at, member| &at[*member]);
        let given = answers.as_object().into_iter().flatten().filter(|(answer, _)| judged(answer) == Some(wanted));
        given.filter_map(|(_, number)| number.as_u64()).sum::<u64>()
    };
    let mut by_part: BTreeMap<Option<&str>, [u64; 2]> = BTreeMap::new();
    for sheet in session.heads.values() {
        let sums = by_part.entry(sheet["part"].as_str()).or_default();
        (sums[0], sums[1]) = (sums[0] + told(sheet, true), sums[1] + told(sheet, false));
    }
    let everybody: u64 = by_part.values().flatten().sum();
    let whole = by_part.remove(&None).unwrap_or_default();
    let of = |at: usize| {
        let parts: Vec<u64> = by_part.values().map(|it| it[at]).collect();
        (whole[at] + parts.iter().max().unwrap_or(&0), parts.iter().sum::<u64>() - parts.iter().max().unwrap_or(&0))
    };
    let ((so, also_so), (not_so, also_not)) = (of(0), of(1));
    let left = |of: u64| of.saturating_sub(everybody);
    let unknown = Sum::between(left(heads(session).least), heads(session).most.map(left));
    let unknown = unknown.open_where(session.may_lack_people());
    (Portion { so, not_so, unknown: unknown.most, also_so, also_not }, unknown)
}

/// Of everybody at a session, who is so; and of how many nobody knows.
fn portion<'a>(
    session: &Session<'a>,
    merges: &Merges<'a>,
    asked: &[&str],
    named: impl Fn(&Value) -> Option<bool>,
    judged: Judged,
) -> (Portion, Sum) {
    let (mut all, mut unknown) = of_heads(session, asked, judged);
    for data in persons(session, merges).into_values() {
        match named(data) {
            Some(true) => all.so += 1,
            Some(false) => all.not_so += 1,
            None => {
                all.unknown = all.unknown.map(|number| number + 1);
                unknown = unknown.and(Sum::between(1, Some(1)));
            }
        }
    }
    (all, unknown)
}

fn same_scope(asked: &Value, said: &Value) -> bool {
    !said.is_null() && ["of", "fiche", "year"].iter().all(|member| asked[*member] == said[*member])
}

/// What is counted of people at some sessions.
struct People {
    present: u64,
    known: u64,
    anonymous: Sum,
    /// At least and at most, heads that had come before taken off.
    persons: Sum,
    users: Portion,
    quality_unknown: Sum,
    inside: Portion,
    is_told: bool,
}

fn counted<'a>(sessions: &[&Session<'a>], merges: &Merges<'a>, seen: Option<&Value>) -> People {
    let named = |it: &Session<'a>| persons(it, merges).len() as u64;
    let known = sessions.iter().flat_map(|it| persons(it, merges).into_keys()).collect::<BTreeSet<_>>().len() as u64;
    let anonymous = sessions.iter().map(|it| heads(it).open_where(it.may_lack_people())).fold(Sum::NONE, Sum::and);
    let most_at_once = sessions.iter().map(|it| named(it) + heads(it).least).max().unwrap_or(0);
    let again = sessions.iter().map(|it| came_before(it, sessions, seen)).sum::<u64>();
    let least = known.max(most_at_once);
    let most = anonymous.most.map(|heads| (known + heads.saturating_sub(again)).max(least));
    let (mut users, mut inside, mut quality_unknown) = (Portion::NOBODY, Portion::NOBODY, Sum::NONE);
    for session in sessions {
        let of_quality = |data: &Value| data["quality"].as_str().and_then(is_user);
        let (more, unknown) = portion(session, merges, &["quality"], of_quality, is_user);
        (users, quality_unknown) = (users.and(more), quality_unknown.and(unknown));
        let of_qpv = |data: &Value| data["qpv"]["is"].as_str().and_then(is_inside);
        inside = inside.and(portion(session, merges, &["qpv", "answers"], of_qpv, is_inside).0);
    }
    let is_told = sessions.iter().all(|it| it.held.is_none()) || sessions.iter().any(|it| it.tells_heads());
    let present = sessions.iter().map(|it| named(it)).sum::<u64>();
    let persons = Sum::between(least, most);
    People { present, known, anonymous, persons, users, quality_unknown, inside, is_told }
}

/// Heads of a session that had come before, where that was asked about the sessions which are counted, and none of
/// those is still to be told that may have been before.
fn came_before(session: &Session<'_>, sessions: &[&Session<'_>], seen: Option<&Value>) -> u64 {
    let is_asked = |sheet: &&&Value| seen.is_some_and(|seen| same_scope(seen, &sheet["seen_scope"]));
    let untold = sessions.iter().filter(|it| it.state() == "planned" && !it.has_record());
    let own = last_day(session.date());
    let is_later = |other: &Session<'_>| own.zip(first_day(other.date())).is_some_and(|(own, first)| own < first);
    if !untold.into_iter().all(|other| is_later(other)) {
        return 0;
    }
    session.heads.values().filter(is_asked).filter_map(|it| it["already_seen"].as_u64()).sum()
}

pub fn people<'a>(
    line: &mut Value,
    sessions: &[&Session<'a>],
    perhaps: &[&Session<'a>],
    merges: &Merges<'a>,
    seen: Option<&Value>,
) {
    let (here, also) = (counted(sessions, merges, seen), counted(perhaps, merges, None));
    let told = |of: &People, sum: Sum| Some(sum).filter(|_| of.is_told);
    let both = |of: &dyn Fn(&People) -> Sum| told(&here, of(&here).and_perhaps(told(&also, of(&also))));
    line["present"] = json!(here.present);
    line["persons_known"] = json!(here.known);
    sum(line, "anonymous", both(&|it| it.anonymous));
    sum(line, "passages", both(&|it| it.anonymous.and(Sum::between(it.present, Some(it.present)))));
    bounds(line, "persons", both(&|it| it.persons));
    here.users.and_perhaps(&also.users).write(line, "users_share");
    here.inside.and_perhaps(&also.inside).write(line, "qpv_share");
    line["users"] = json!(here.users.so);
    let known = |it: &Portion| Sum::between(it.so + it.not_so, Some(it.so + it.not_so + it.also_so + it.also_not));
    sum(line, "quality_known", Some(known(&here.users).and_perhaps(Some(known(&also.users)))));
    sum(line, "quality_unknown", both(&|it| it.quality_unknown));

    let mut by_heads = Answers::new();
    let sheets = sessions.iter().flat_map(|it| it.heads.values());
    sheets.for_each(|sheet| answers::of_sheet(&mut by_heads, &sheet["marginals"]));
    let mut by_named = Answers::new();
    for data in sessions.iter().flat_map(|it| persons(it, merges).into_values()) {
        answers::of_person(&mut by_named, data);
    }
    (line["marginals"], line["named_answers"]) = (json!(by_heads), json!(by_named));
}
