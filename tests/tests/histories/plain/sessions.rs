//! Sessions: when they were, and who came.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::{Line, days, first_day, last_day};

/// All that is known of one session.
#[derive(Debug, Default)]
pub struct Session<'a> {
    pub id: &'a str,
    pub planned: Option<&'a Value>,
    /// The dates that it was moved to, each with the first day that its decision may mean.
    moves: Vec<(Option<Date>, &'a Value)>,
    /// Its titles, each with the first day that it may count from.
    titles: Vec<(Option<Date>, &'a str)>,
    pub held: Option<&'a str>,
    /// The hour and the length that it really had.
    pub really: [Option<&'a Value>; 2],
    /// How far what is recorded tells who came, where that was said.
    pub record: Option<&'a str>,
    pub cancelled: bool,
    /// Why it was cancelled.
    pub cancelled_motive: Option<&'a Value>,
    /// Since when it counts for a fiche and since when no more, in the order of recording.
    credits: Turns<&'a str>,
    pub capacity: Option<u64>,
    /// By signup.
    pub signups: BTreeMap<&'a str, Signup<'a>>,
    /// By part (the whole session first) and person, with the payload of the last observation.
    pub present: BTreeMap<(&'a str, &'a str), &'a Value>,
    /// By person, whether the absence was excused.
    pub absent: BTreeMap<&'a str, bool>,
    /// Organisations that were represented, whoever came for them, with how many did.
    pub organisations: BTreeMap<&'a str, Option<u64>>,
    /// Who led it in which function, and who does no more.
    leads: Turns<(&'a str, String)>,
    pub referrals: BTreeMap<&'a str, &'a Value>,
    /// Heads by sheet that no later sheet replaces.
    pub heads: BTreeMap<&'a str, &'a Value>,
    pub visits: BTreeMap<&'a str, &'a Value>,
    pub connections: BTreeMap<&'a str, &'a Value>,
}

/// Beginnings and ends by what begins and ends.
type Turns<K> = BTreeMap<K, Vec<(Option<Date>, bool)>>;

/// What has begun and not ended since.
fn lasting<K: Ord + Clone>(turns: &Turns<K>) -> BTreeSet<K> {
    let lasts = |said: &Vec<(Option<Date>, bool)>| {
        let mut in_time = said.clone();
        in_time.sort_by_key(|(day, _)| *day);
        in_time.last().is_some_and(|(_, begins)| *begins)
    };
    turns.iter().filter(|(_, said)| lasts(said)).map(|(key, _)| key.clone()).collect()
}

/// A signup whose request was a mistake is nobody's.
#[derive(Debug, Default, Clone, Copy)]
pub struct Signup<'a> {
    pub state: &'a str,
    pub person: Option<&'a str>,
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
            session.titles.push((None, line.text("title")));
            let fiches = data["fiches"].as_array().into_iter().flatten();
            for fiche in fiches.filter_map(Value::as_str) {
                session.credits.entry(fiche).or_default().push((None, true));
            }
        }
        "session.moved" => session.moves.push((first_day(&line.on), data)),
        "session.renamed" => session.titles.push((first_day(&line.on), line.text("title"))),
        "session.held" => {
            (session.held, session.record) = (Some(line.on.as_str()), data["record"].as_str());
            session.really = ["time", "minutes"].map(|member| Some(&data[member]).filter(|it| !it.is_null()));
        }
        "session.cancelled" => (session.cancelled, session.cancelled_motive) = (true, Some(&data["motive"])),
        "session.credited" => session.credits.entry(line.text("fiche")).or_default().push((first_day(&line.on), true)),
        "session.uncredited" => {
            session.credits.entry(line.text("fiche")).or_default().push((last_day(&line.on), false))
        }
        "session.capacity_changed" => session.capacity = data["capacity"].as_u64(),
        "session.led" => session.leads.entry(lead(line)).or_default().push((first_day(&line.on), true)),
        "session.lead_ended" => session.leads.entry(lead(line)).or_default().push((last_day(&line.on), false)),
        "signup.requested" => {
            let signup = session.signups.entry(line.text("signup")).or_default();
            (signup.state, signup.heads) = ("requested", data["heads"].as_u64().unwrap_or(1));
            signup.person = data["person"].as_str();
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
        "attendance.observed" => drop(session.present.insert((line.text("part"), line.text("person")), data)),
        "attendance.withdrawn" => session.present.retain(|(part, person), _| {
            *person != line.text("person") || data["part"].as_str().is_some_and(|taken| taken != *part)
        }),
        "attendance.absence_observed" => {
            session.absent.insert(line.text("person"), data["excused"] == true);
        }
        "attendance.organisation_present" => {
            let heads = session.organisations.entry(line.text("organisation")).or_default();
            *heads = data["heads"].as_u64().or(*heads);
        }
        "attendance.referral_made" => drop(session.referrals.insert(line.text("referral"), data)),
        "attendance.headcount_recorded" => note(&mut session.heads, line),
        "attendance.visits_recorded" => note(&mut session.visits, line),
        "attendance.connections_recorded" => note(&mut session.connections, line),
        _ => {}
    }
}

fn lead(line: &Line) -> (&str, String) {
    (line.text("organisation"), line.text("function").to_owned())
}

/// A sheet stands until another replaces it.
fn note<'a>(sheets: &mut BTreeMap<&'a str, &'a Value>, line: &'a Line) {
    if let Some(replaced) = line.data["standing"]["sheet"].as_str() {
        sheets.remove(replaced);
    }
    sheets.insert(line.text("sheet"), &line.data);
}

impl<'a> Session<'a> {
    /// Its moves, in the order in which they were decided.
    pub fn moves(&self) -> Vec<&'a Value> {
        let mut moves = self.moves.clone();
        moves.sort_by_key(|(decided, _)| *decided);
        moves.into_iter().map(|(_, told)| told).collect()
    }

    /// The dates that it was planned for and moved to, in the order in which that was decided.
    pub fn dates(&self) -> Vec<&'a str> {
        let moved = self.moves().into_iter().filter_map(|it| it["when"].as_str());
        self.planned_text("when").into_iter().chain(moved).collect()
    }

    /// What stands of a member of the plan, which moves may change.
    pub fn stands(&self, member: &str) -> Value {
        let mut said = self.planned.into_iter().chain(self.moves()).map(|it| &it[member]);
        said.rfind(|it| !it.is_null()).cloned().unwrap_or(Value::Null)
    }

    /// Its title, as it was renamed last.
    pub fn title(&self) -> &'a str {
        let mut titles = self.titles.clone();
        titles.sort_by_key(|(day, _)| *day);
        titles.last().map_or("", |(_, title)| title)
    }

    /// The fiches that it counts for.
    pub fn fiches(&self) -> BTreeSet<&'a str> {
        lasting(&self.credits)
    }

    /// The organisations that led it.
    pub fn leaders(&self) -> BTreeSet<&'a str> {
        lasting(&self.leads).into_iter().map(|(organisation, _)| organisation).collect()
    }

    /// The organisations that were there: represented, led by, or that somebody came for.
    pub fn organisations_there(&self) -> BTreeSet<&'a str> {
        let came_for = self.present.values().filter_map(|it| it["organisation"].as_str());
        let mut there: BTreeSet<&str> = self.organisations.keys().copied().chain(came_for).collect();
        if self.held.is_some() || !there.is_empty() {
            there.extend(self.leaders());
        }
        there
    }

    /// Whether somebody was there for an organisation, named or not.
    pub fn is_represented(&self, id: &str) -> bool {
        self.organisations.contains_key(id) || self.present.values().any(|it| it["organisation"] == id)
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

    /// Whether more may have come than is recorded: nothing tells of people, or only names and nobody said that these
    /// are all, or heads were not counted in every part.
    pub fn may_lack_people(&self) -> bool {
        if let Some(said) = self.record {
            return said != "complete";
        }
        let plan = |member: &str| self.planned.map_or(&Value::Null, |plan| &plan[member]);
        let number = plan("stands_for")["is"].as_str();
        let parts = plan("parts").as_array().cloned().unwrap_or_default();
        let is_counted = |part: &Value| self.heads.values().any(|sheet| sheet["part"] == *part);
        let all_parts = if parts.is_empty() {
            !self.heads.is_empty()
        } else {
            parts.iter().all(|planned| is_counted(&planned["part"]))
        };
        let is_counted = number.is_none_or(|is| is == "exact") && (is_counted(&Value::Null) || all_parts);
        if self.tells_heads() { !is_counted } else { self.took_place() }
    }

    fn took_place(&self) -> bool {
        let is_counted = !self.visits.is_empty() || !self.connections.is_empty();
        let is_told_of = !self.organisations.is_empty() || !self.referrals.is_empty() || !self.absent.is_empty();
        self.held.is_some() || is_counted || is_told_of
    }

    /// How it stands, in one word.
    pub fn state(&self) -> &'static str {
        match (self.held, self.cancelled) {
            (Some(_), _) => "held",
            (None, true) => "cancelled",
            (None, false) => "planned",
        }
    }

    /// Places that confirmed signups take, heads of groups counted.
    pub fn places_taken(&self) -> u64 {
        self.heads_in(|state| state == "confirmed")
    }

    pub fn signups_not_given_back(&self) -> u64 {
        self.heads_in(|state| state != "cancelled")
    }

    /// People whose signup stands so; at a session that was cancelled nobody has a place and nobody waits.
    pub fn signups_in(&self, state: &str) -> u64 {
        if self.cancelled && state != "cancelled" { 0 } else { self.heads_in(|it| it == state) }
    }

    pub fn heads_in(&self, state: impl Fn(&str) -> bool) -> u64 {
        self.signups.values().filter(|signup| state(signup.state)).map(|signup| signup.heads).sum()
    }
}
