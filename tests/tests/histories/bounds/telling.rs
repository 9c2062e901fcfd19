//! What people record of a meeting: all of it, a part, an estimate that errs, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::truth::{Meeting, PARTS};
use crate::city::{person, record};
use crate::dice::Dice;
use crate::history::{History, Statement, Wish};

/// Some of them.
fn some(dice: &mut Dice, of: &BTreeSet<u64>) -> BTreeSet<u64> {
    of.iter().copied().filter(|_| dice.one_in(2)).collect()
}

/// A quantity as people know it: true of the number, or an estimate that may be far off.
pub fn known(dice: &mut Dice, number: u64) -> Value {
    match dice.below(6) {
        0 => json!({ "is": "range", "min": number.saturating_sub(dice.below(4)), "max": number + dice.below(5) }),
        1 => json!({ "is": "unknown", "at_least": number.saturating_sub(dice.below(4)) }),
        2 if number > 0 => json!({ "is": "about", "value": 1 + dice.below(number * 2) }),
        _ => json!({ "is": "exact", "value": number }),
    }
}

/// Who records one meeting.
pub struct Clerk<'a> {
    pub dice: &'a mut Dice,
    pub meeting: &'a mut Meeting,
    /// Whether somebody came to the pole before, in the same year.
    pub came_before: &'a dyn Fn(u64) -> bool,
    said: Vec<Statement>,
}

impl<'a> Clerk<'a> {
    pub fn of(dice: &'a mut Dice, meeting: &'a mut Meeting, came_before: &'a dyn Fn(u64) -> bool) -> Self {
        Self { dice, meeting, came_before, said: Vec::new() }
    }

    fn say(&mut self, kind: &'static str, data: Value) {
        let (stream, on) = (format!("session/{}", self.meeting.id), self.meeting.told.when.clone());
        self.said.push(record(stream, on, kind, data));
    }

    /// A sheet of heads, with what some of them answered, and how many had come before.
    fn sheet(&mut self, name: &str, of: &BTreeSet<u64>, part: Option<usize>, standing: &str) {
        let total = known(self.dice, of.len() as u64);
        let mut data = json!({ "sheet": name, "total": total, "standing": { "is": standing } });
        if let Some(part) = part {
            data["part"] = json!(PARTS[part]);
        }
        let most = total["value"].as_u64().or(total["max"].as_u64()).unwrap_or(u64::MAX);
        let told = some(self.dice, of);
        if self.dice.one_in(2) && told.len() as u64 <= most {
            let (mut qualities, mut sides) = (BTreeMap::<&str, u64>::new(), BTreeMap::<&str, u64>::new());
            for visitor in told.iter().map(|person| &self.meeting.came[person]) {
                *qualities.entry(visitor.quality).or_default() += 1;
                *sides.entry(if visitor.is_inside { "inside" } else { "outside" }).or_default() += 1;
            }
            data["marginals"] = json!({ "quality": qualities, "qpv": { "generation": "2015", "answers": sides } });
            self.meeting.told.quality_known.extend(told);
        } else if total["is"] == "exact" && part.is_none() && self.dice.one_in(2) {
            let again = of.iter().filter(|person| (self.came_before)(**person)).count();
            data["already_seen"] = json!(again);
            data["seen_scope"] = json!({ "of": "pole", "year": self.meeting.day[..4].parse::<u64>().unwrap() });
        }
        self.say("attendance.headcount_recorded", data);
    }

    fn name(&mut self, who: BTreeSet<u64>) {
        for number in &who {
            let visitor = self.meeting.came[number];
            let is_said = !self.dice.one_in(4);
            let quality = if is_said { visitor.quality } else { "unknown" };
            let mut data = json!({ "person": person(*number), "quality": quality });
            if is_said {
                self.meeting.told.quality_known.insert(*number);
            }
            match self.dice.below(3) {
                0 => {}
                1 => data["qpv"] = json!({ "is": "unknown" }),
                _ if visitor.is_inside => data["qpv"] = json!({ "is": "inside", "generation": "2015" }),
                _ => data["qpv"] = json!({ "is": "outside" }),
            }
            if self.meeting.has_parts {
                let part = usize::from(!visitor.in_part[0]);
                data["part"] = json!(PARTS[part]);
            }
            self.say("attendance.observed", data);
        }
        self.meeting.told.named = who;
    }

    /// Draws what is told of who came: all of it, a part, or nothing. Gives how far the record tells it, if that is
    /// said.
    fn people(&mut self) -> Option<&'static str> {
        let all: BTreeSet<u64> = self.meeting.came.keys().copied().collect();
        let few = some(self.dice, &all);
        match self.dice.below(8) {
            0 => None,
            1 => {
                self.name(few);
                let nameless = self.meeting.nameless(None);
                let counted = some(self.dice, &nameless);
                if self.dice.one_in(2) {
                    self.sheet("f1", &counted, None, "first");
                }
                Some(*self.dice.pick(&["partial", "none"]))
            }
            2 => {
                self.name(all);
                Some("complete")
            }
            3 => {
                self.name(few);
                None
            }
            4 => {
                self.name(few);
                let (first, rest): (BTreeSet<u64>, BTreeSet<u64>) =
                    self.meeting.nameless(None).into_iter().partition(|person| person % 2 == 0);
                self.sheet("f1", &first, None, "first");
                self.sheet("f2", &rest, None, "adds");
                None
            }
            5 | 6 if self.meeting.has_parts => {
                self.name(few);
                for part in [0, 1].into_iter().take(if self.dice.one_in(3) { 1 } else { 2 }) {
                    let here = self.meeting.nameless(Some(part));
                    self.sheet(["f1", "f2"][part], &here, Some(part), if part == 0 { "first" } else { "adds" });
                }
                None
            }
            _ => {
                self.name(few);
                let nameless = self.meeting.nameless(None);
                self.sheet("f1", &nameless, None, "first");
                self.dice.one_in(3).then_some("complete")
            }
        }
    }

    fn plan(&self) -> Statement {
        let it = &self.meeting;
        let mut plan =
            json!({ "title": it.id, "kind": it.kind, "when": it.told.when, "pole": it.pole, "fiches": [it.fiche] });
        if it.has_parts {
            plan["parts"] = json!([
                { "part": PARTS[0], "date": it.day, "half": "am" }, { "part": PARTS[1], "date": it.day, "half": "pm" },
            ]);
        }
        record(format!("session/{}", it.id), "2013", "session.planned", plan)
    }

    /// Signs people up, and lets some give their place back, on a day that is told or not.
    async fn sign_up(&mut self, history: &mut History) {
        let stream = format!("session/{}", self.meeting.id);
        for (at, place) in self.meeting.places.clone().into_iter().enumerate() {
            let signup = json!({ "signup": format!("i{at}"), "person": person(place.person), "by": "person" });
            let (stream, on) = (stream.clone(), "2013-12-01".to_owned());
            if history.say(Statement { stream: stream.clone(), on, ask: Wish::SignUp(signup) }).await.is_empty() {
                continue;
            }
            self.meeting.told.expected.insert(place.person);
            let Some(day) = place.given_back else { continue };
            let on = match self.dice.below(4) {
                0 => day[..7].to_owned(),
                1 => "unknown".to_owned(),
                _ => day.clone(),
            };
            let back = json!({ "signup": format!("i{at}"), "by": "person" });
            let taken = !history.say(Statement { stream, on, ask: Wish::GiveBack(back) }).await.is_empty();
            if taken && day < self.meeting.day {
                self.meeting.told.expected.remove(&place.person);
            }
        }
    }

    /// Tells what is told of the meeting; at times a number is corrected afterwards.
    pub async fn tell(mut self, history: &mut History) {
        assert!(!history.say(self.plan()).await.is_empty(), "{:?}", history.refused);
        self.sign_up(history).await;
        if self.dice.one_in(8) {
            return;
        }
        let record_is = self.people();
        let absent: Vec<u64> =
            self.meeting.told.expected.iter().copied().filter(|it| !self.meeting.came.contains_key(it)).collect();
        for number in absent {
            if self.dice.one_in(2) {
                let mut data = json!({ "person": person(number), "excused": false });
                if self.meeting.has_parts {
                    data["part"] = json!(PARTS[0]);
                }
                self.say("attendance.absence_observed", data);
            }
        }
        if self.meeting.kind == "stand" && !self.dice.one_in(3) {
            let number = known(self.dice, self.meeting.visits);
            self.say(
                "attendance.visits_recorded",
                json!({ "sheet": "v1", "number": number, "standing": { "is": "first" } }),
            );
        }
        let is_held = record_is.is_some() || self.said.is_empty() || !self.dice.one_in(4);
        if is_held {
            self.say("session.held", record_is.map_or(json!({}), |record| json!({ "record": record })));
        }
        (self.meeting.told.is_told, self.meeting.told.is_held) = (true, is_held);
        for said in std::mem::take(&mut self.said) {
            record_or_correct(self.dice, history, said).await;
        }
    }
}

/// Records what is said; at times with a wrong number, which is corrected.
async fn record_or_correct(dice: &mut Dice, history: &mut History, said: Statement) {
    let Wish::Record(kind, data) = said.ask.clone() else { return };
    let is_plain = data["marginals"].is_null() && data["already_seen"].is_null();
    let mut first = said.clone();
    let is_wrong = kind == "attendance.headcount_recorded" && is_plain && dice.one_in(4);
    if is_wrong {
        let mut data = data.clone();
        data["total"] = json!({ "is": "exact", "value": dice.below(40) });
        first.ask = Wish::Record(kind, data);
    }
    let facts = history.say(first.clone()).await;
    // Nobody is noted absent who gave the place back, whenever that was.
    let may_be_refused = kind == "attendance.absence_observed";
    assert!(!facts.is_empty() || may_be_refused, "{first:?} {:?}", history.refused);
    if is_wrong {
        let mut again = said;
        again.ask = Wish::Correct { target: facts[0], data, occurred: None };
        assert!(!history.say(again).await.is_empty(), "{:?}", history.refused);
    }
}
