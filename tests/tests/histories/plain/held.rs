//! From when to when something was held, or was somebody's.

use jiff::civil::Date;

use super::{Line, Span, first_day, had_begun, last_day};

/// From when, and until when where an end is known: on the last day of the end it is held no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch<'a> {
    pub from: &'a str,
    pub until: Option<String>,
}

impl Stretch<'_> {
    fn is_over(&self, day: Option<Date>) -> bool {
        let end = self.until.as_deref().and_then(last_day);
        end.is_some_and(|end| day.is_some_and(|day| end <= day))
    }

    /// Whether some day of it lies in what is asked about.
    pub fn ran(&self, asked: Span) -> bool {
        let end = self.until.as_deref().and_then(last_day);
        let is_over = matches!((end, asked.0), (Some(last), Some(first)) if last < first);
        had_begun(self.from, asked) && !is_over
    }

    /// Whether it lasts at the end of what is asked about; where that has no end, whether no end of it is known.
    pub fn lasts(&self, (_, to): Span) -> bool {
        let begun = |to: Date| first_day(self.from).is_none_or(|first| first <= to);
        to.map_or(self.until.is_none(), |to| begun(to) && !self.is_over(Some(to)))
    }
}

/// Beginnings and ends in order of time: a beginning counts from its first day, an end from its last, an unknown day
/// stands before all others.
fn in_time<'a>(said: &[&'a Line], begins: &str) -> Vec<(Option<Date>, bool, &'a Line)> {
    let mut turns: Vec<(Option<Date>, bool, &Line)> = Vec::new();
    for line in said {
        let does_begin = line.kind == begins;
        turns.push((if does_begin { first_day(&line.on) } else { last_day(&line.on) }, does_begin, line));
    }
    turns.sort_by_key(|(day, ..)| *day);
    turns
}

/// When one thing was held. What begins again while it lasts goes on, until the end that was then said.
pub fn stretches<'a>(said: &[&'a Line], begins: &str) -> Vec<Stretch<'a>> {
    let mut all: Vec<Stretch<'_>> = Vec::new();
    for (day, does_begin, line) in in_time(said, begins) {
        let (on, foreseen) = (line.on.as_str(), line.data["until"].as_str().map(str::to_owned));
        match all.last_mut().filter(|last| !last.is_over(day)) {
            Some(last) => last.until = if does_begin { foreseen } else { Some(on.to_owned()) },
            None if does_begin => all.push(Stretch { from: on, until: foreseen }),
            None => {}
        }
    }
    all
}

/// Whose something was that one holder has at a time: who takes it ends the one before, who does not come back.
pub fn holders<'a>(said: &[&'a Line], begins: &str, member: &str) -> Vec<(&'a str, Stretch<'a>, Option<Date>)> {
    let mut all: Vec<(&str, Stretch<'_>, Option<Date>)> = Vec::new();
    for (day, does_begin, line) in in_time(said, begins) {
        let (who, on) = (line.text(member), line.on.as_str());
        let foreseen = line.data["until"].as_str().map(str::to_owned);
        let lasting = all.last_mut().filter(|(_, held, _)| !held.is_over(day));
        let is_theirs = lasting.as_ref().is_some_and(|(holder, ..)| *holder == who);
        match (lasting, does_begin) {
            (Some((_, held, _)), true) if is_theirs => held.until = foreseen,
            (Some((_, held, _)), false) if is_theirs => held.until = Some(on.to_owned()),
            (_, false) => {}
            (lasting, true) => {
                // Of two who take it on one day the one recorded last has it.
                if lasting.is_some_and(|(.., since)| *since == day) {
                    all.pop();
                } else if let Some((_, held, _)) = all.last_mut().filter(|(_, held, _)| !held.is_over(day)) {
                    held.until = day.map(|first| first.to_string());
                }
                all.push((who, Stretch { from: on, until: foreseen }, day));
            }
        }
    }
    all
}
