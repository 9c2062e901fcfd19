//! Sessions: when they were, and who came.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::{Line, days};

/// All that is known of one session.
#[derive(Debug, Default)]
pub struct Session<'a> {
    pub id: &'a str,
    pub planned: Option<&'a Value>,
    /// The dates that it was moved to, each with the first day that its decision may mean.
    moves: Vec<(Option<Date>, &'a str)>,
    pub held: Option<&'a str>,
    /// How far what is recorded tells who came, where that was said.
    pub record: Option<&'a str>,
    pub cancelled: bool,
    pub fiches: BTreeSet<&'a str>,
    pub capacity: Option<u64>,
    /// By signup.
    pub signups: BTreeMap<&'a str, Signup<'a>>,
    /// By person, with the payload of the last observation.
    pub present: BTreeMap<&'a str, &'a Value>,
    /// Organisations that were represented, whoever came for them, and those that led it.
    pub organisations: BTreeSet<&'a str>,
    pub leaders: BTreeSet<&'a str>,
    /// Heads by sheet that no later sheet replaces.
    pub heads: BTreeMap<&'a str, &'a Value>,
    pub visits: BTreeMap<&'a str, &'a Value>,
    pub connections: BTreeMap<&'a str, &'a Value>,
}

#[derive(Debug, Default, Clone, Copy)]
pub struct Signup<'a> {
    pub state: &'a str,
    pub heads: u64,
    pub had_place: bool,
    pub cancelled_on: Option<&'a str>,
}

/// Every session, by its name.
pub fn all(facts: &[Line]) -> Vec<Session<'_>> {
    let mut sessions: BTreeMap<&str, Session<'_>> = BTreeMap::new();
    for line in facts.iter().filter(|it| it.family == "session") {
        let session = sessions.entry(&line.object).or_default();
        session.id = &line.object;
        learn(session, line);
    }
    sessions.into_values().collect()
}

fn learn<'a>(session: &mut Session<'a>, line: &'a Line) {
    let data = &line.data;
    match line.kind.as_str() {
        "session.planned" => {
            session.planned = Some(data);
            session.capacity = data["capacity"].as_u64();
            let fiches = data["fiches"].as_array().into_iter().flatten();
            session.fiches.extend(fiches.filter_map(Value::as_str));
        }
        "session.moved" => session.moves.push((days(&line.on).map(|(first, _)| first), line.text("when"))),
        "session.held" => (session.held, session.record) = (Some(line.on.as_str()), data["record"].as_str()),
        "session.cancelled" => session.cancelled = true,
        "session.credited" => drop(session.fiches.insert(line.text("fiche"))),
        "session.capacity_changed" => session.capacity = data["capacity"].as_u64(),
        "session.led" => drop(session.leaders.insert(line.text("organisation"))),
        "signup.requested" => {
            let signup = session.signups.entry(line.text("signup")).or_default();
            (signup.state, signup.heads) = ("requested", data["heads"].as_u64().unwrap_or(1));
        }
        "signup.waiting" => session.signups.entry(line.text("signup")).or_default().state = "waiting",
        "signup.confirmed" => {
            let signup = session.signups.entry(line.text("signup")).or_default();
            (signup.state, signup.had_place) = ("confirmed", true);
        }
        "signup.cancelled" => {
            let signup = session.signups.entry(line.text("signup")).or_default();
            (signup.state, signup.cancelled_on) = ("cancelled", Some(line.on.as_str()));
        }
        "attendance.observed" => drop(session.present.insert(line.text("person"), data)),
        "attendance.withdrawn" => drop(session.present.remove(line.text("person"))),
        "attendance.organisation_present" => drop(session.organisations.insert(line.text("organisation"))),
        "attendance.headcount_recorded" => {
            if let Some(replaced) = replaced(data) {
                session.heads.remove(replaced);
            }
            session.heads.insert(line.text("sheet"), data);
        }
        "attendance.visits_recorded" => drop(session.visits.insert(line.text("sheet"), data)),
        "attendance.connections_recorded" => drop(session.connections.insert(line.text("sheet"), data)),
        _ => {}
    }
}

/// The sheet that a sheet replaces.
fn replaced(sheet: &Value) -> Option<&str> {
    sheet["standing"]["sheet"].as_str()
}

impl<'a> Session<'a> {
    /// The dates that it was planned for and moved to, in the order in which that was decided.
    fn dates(&self) -> Vec<&'a str> {
        let mut moves = self.moves.clone();
        moves.sort_by_key(|(decided, _)| *decided);
        self.planned_text("when").into_iter().chain(moves.into_iter().map(|(_, when)| when)).collect()
    }

    /// Whether it was moved to another date than the first.
    pub fn is_moved(&self) -> bool {
        let dates = self.dates();
        dates.iter().any(|date| date != &dates[0])
    }

    /// The session's date: the day on which it was held where that is known, else when it was planned for, else what is
    /// known of when it was held.
    pub fn date(&self) -> &'a str {
        let known = |on: &&str| days(on).is_some();
        let held_day = self.held.filter(|on| days(on).is_some_and(|(first, last)| first == last));
        held_day.or(self.dates().last().copied().filter(known)).or(self.held).unwrap_or("unknown")
    }

    pub fn first_day(&self) -> Option<Date> {
        days(self.date()).map(|(first, _)| first)
    }

    pub fn planned_text(&self, member: &str) -> Option<&'a str> {
        self.planned?[member].as_str()
    }

    /// Whether anything tells who or how many came.
    pub fn has_record(&self) -> bool {
        self.tells_heads() || !self.visits.is_empty() || !self.connections.is_empty()
    }

    /// Whether anything tells of people; a complete record without anybody tells that nobody came.
    pub fn tells_heads(&self) -> bool {
        self.record == Some("complete") || !self.present.is_empty() || !self.heads.is_empty()
    }

    /// Whether more may have come than is recorded.
    pub fn is_open(&self) -> bool {
        self.held.is_some() && !self.has_record() || self.record == Some("partial")
    }

    /// Places that confirmed signups take, heads of groups counted.
    pub fn places_taken(&self) -> u64 {
        self.signups.values().filter(|signup| signup.state == "confirmed").map(|signup| signup.heads).sum()
    }

    pub fn signups_not_given_back(&self) -> u64 {
        self.signups.values().filter(|signup| signup.state != "cancelled").count() as u64
    }

    /// Signups that stand so; at a session that was cancelled nobody has a place and nobody waits.
    pub fn signups_in(&self, state: &str) -> u64 {
        if self.cancelled && state != "cancelled" {
            return 0;
        }
        self.signups.values().filter(|signup| signup.state == state).count() as u64
    }
}
