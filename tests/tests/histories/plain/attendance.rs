//! Who came, and how many: in all, and by pole, year, kind, quality, fiche and session.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::sessions::{self, Session};
use super::tally::{QUALITIES, tally};
use super::{Line, Span, days, lies_in};

/// Sessions, and whom each reference was merged into.
struct Model<'a> {
    all: Vec<Session<'a>>,
    merges: BTreeMap<&'a str, &'a str>,
    asked: Span,
}

/// The totals, and the same by each dimension.
pub fn attendance(facts: &[Line], asked: Span) -> Value {
    let it = Model { all: sessions::all(facts), merges: merges(facts), asked };
    let inside: Vec<&Session<'_>> = it.all.iter().filter(|session| lies_in(session.date(), asked)).collect();
    let everywhere: Vec<&Session<'_>> = it.all.iter().collect();
    let perhaps: Vec<&Session<'_>> = it.all.iter().filter(|session| may_lie_in(session.date(), asked)).collect();
    let mut total = tally(&inside, &perhaps, &it.merges, None);
    total["new_persons"] = json!(it.newcomers(&everywhere, None));
    total["sessions_not_placed"] = json!(perhaps.len());
    let kinds: BTreeSet<Option<&str>> = inside.iter().map(|it| it.planned_text("kind")).collect();
    let by_kind = kinds.into_iter().map(|kind| {
        let of_kind = |it: &Session<'_>| it.planned_text("kind") == kind;
        let mut line = tally(&only(&inside, of_kind), &only(&perhaps, of_kind), &it.merges, None);
        line["kind"] = json!(kind);
        line
    });
    let years: BTreeSet<Option<i16>> = inside.iter().map(|it| year(it.date())).collect();
    let by_year = years.iter().map(|of| {
        let here = only(&inside, |it| year(it.date()) == *of);
        let mut line = tally(&here, &may_be_of(*of, &inside, &perhaps), &it.merges, None);
        line["new_persons"] = json!(of.map(|of| it.newcomers(&everywhere, Some(of))));
        line["year"] = json!(of);
        line
    });
    let fiches: BTreeSet<&str> = inside.iter().flat_map(|it| it.fiches()).collect();
    let by_fiche = fiches.into_iter().map(|fiche| {
        let seen = it.asked_about().map(|mut seen| {
            (seen["of"], seen["fiche"]) = (json!("fiche"), json!(fiche));
            seen
        });
        let of_fiche = |it: &Session<'_>| it.fiches().contains(fiche);
        let mut line = tally(&only(&inside, of_fiche), &only(&perhaps, of_fiche), &it.merges, seen.as_ref());
        line["fiche"] = json!(fiche);
        line
    });
    json!({
        "total": total,
        "by_pole": it.by_pole(facts, &inside, &perhaps),
        "by_year": by_year.collect::<Vec<_>>(),
        "by_pole_and_year": it.by_pole_and_year(&inside, &perhaps, &years),
        "by_kind": by_kind.collect::<Vec<_>>(),
        "by_quality": it.by_quality(&inside),
        "by_fiche": by_fiche.collect::<Vec<_>>(),
        "by_session": inside.iter().map(|session| by_session(session, &it.merges)).collect::<Vec<_>>(),
    })
}

fn only<'a, 'b>(of: &[&'b Session<'a>], wanted: impl Fn(&Session<'a>) -> bool) -> Vec<&'b Session<'a>> {
    of.iter().filter(|it| wanted(it)).copied().collect()
}

/// The sessions that may be of a year, and are not sure to: those of no known year, and those that may lie in what is
/// asked about.
fn may_be_of<'a, 'b>(of: Option<i16>, inside: &[&'b Session<'a>], perhaps: &[&'b Session<'a>]) -> Vec<&'b Session<'a>> {
    let undated = inside.iter().filter(|it| of.is_some() && year(it.date()).is_none());
    let vague = perhaps.iter().filter(|it| year(it.date()).is_none_or(|year| Some(year) == of));
    undated.chain(vague).copied().collect()
}

fn year(on: &str) -> Option<i16> {
    days(on).map(|(first, _)| first.year())
}

/// Whether something of that date may lie in what is asked about, and is not sure to.
pub(super) fn may_lie_in(on: &str, (from, to): Span) -> bool {
    let meets = |(first, last): (Date, Date)| from.is_none_or(|from| from <= last) && to.is_none_or(|to| first <= to);
    !lies_in(on, (from, to)) && days(on).is_none_or(meets)
}

impl<'a> Model<'a> {
    fn by_pole(&self, facts: &'a [Line], inside: &[&Session<'a>], perhaps: &[&Session<'a>]) -> Vec<Value> {
        let opened = facts.iter().filter(|it| it.kind == "pole.opened").map(|it| it.object.as_str());
        let poles: BTreeSet<&str> = opened.chain(self.all.iter().filter_map(|it| it.planned_text("pole"))).collect();
        let line = |pole: &str| {
            let of_pole = |it: &Session<'a>| it.planned_text("pole") == Some(pole);
            let seen = self.asked_about().map(|mut seen| {
                seen["of"] = json!("pole");
                seen
            });
            let mut line = tally(&only(inside, of_pole), &only(perhaps, of_pole), &self.merges, seen.as_ref());
            let ever: Vec<&Session<'_>> = self.all.iter().filter(|it| of_pole(it)).collect();
            line["new_persons"] = json!(self.newcomers(&ever, None));
            line["pole"] = json!(pole);
            line
        };
        poles.into_iter().map(line).collect()
    }

    fn by_pole_and_year(
        &self,
        inside: &[&Session<'a>],
        perhaps: &[&Session<'a>],
        years: &BTreeSet<Option<i16>>,
    ) -> Vec<Value> {
        let poles: BTreeSet<&str> = inside.iter().filter_map(|it| it.planned_text("pole")).collect();
        let mut lines = Vec::new();
        for (pole, of) in poles.iter().flat_map(|pole| years.iter().map(move |of| (*pole, *of))) {
            let of_pole = |it: &Session<'a>| it.planned_text("pole") == Some(pole);
            let here = only(inside, |it| of_pole(it) && year(it.date()) == of);
            if here.is_empty() {
                continue;
            }
            let seen = of.filter(|of| self.begins_by(*of)).map(|of| json!({ "of": "pole", "year": of }));
            let also = only(&may_be_of(of, inside, perhaps), of_pole);
            let mut line = tally(&here, &also, &self.merges, seen.as_ref());
            let ever: Vec<&Session<'_>> = self.all.iter().filter(|it| of_pole(it)).collect();
            line["new_persons"] = json!(of.map(|of| self.newcomers(&ever, Some(of))));
            (line["pole"], line["year"]) = (json!(pole), json!(of));
            lines.push(line);
        }
        lines
    }

    /// By the quality of that day: presences, distinct persons, and the heads that said theirs.
    fn by_quality(&self, inside: &[&Session<'a>]) -> Vec<Value> {
        let line = |quality: &&str| {
            let of_it = |it: &Session<'a>| -> BTreeSet<&str> {
                let here = persons(it, &self.merges);
                here.into_iter().filter(|(_, data)| data["quality"] == *quality).map(|(person, _)| person).collect()
            };
            let present = inside.iter().map(|it| of_it(it).len()).sum::<usize>();
            let known = inside.iter().flat_map(|it| of_it(it)).collect::<BTreeSet<_>>().len();
            let said = inside.iter().flat_map(|it| it.heads.values());
            let said: Vec<u64> = said.filter_map(|it| it["marginals"]["quality"][*quality].as_u64()).collect();
            (present > 0 || !said.is_empty()).then(|| {
                json!({ "quality": quality, "present": present, "persons_known": known,
                    "heads": said.iter().sum::<u64>() })
            })
        };
        QUALITIES.iter().filter_map(line).collect()
    }

    /// What "already came" must have been asked about to count here: any time, where all of time is asked for; a year,
    /// where that is asked for from its first day.
    fn asked_about(&self) -> Option<Value> {
        match self.asked {
            (None, None) => Some(json!({})),
            (Some(from), Some(to)) if from.year() == to.year() && self.begins_by(from.year()) => {
                Some(json!({ "year": from.year() }))
            }
            _ => None,
        }
    }

    /// Whether the first day of a year lies in what is asked about.
    fn begins_by(&self, year: i16) -> bool {
        self.asked.0.is_none_or(|from| from <= Date::new(year, 1, 1).unwrap())
    }

    /// Known persons whose first presence, among these sessions, lies in what is asked about, and in a year of it.
    fn newcomers(&self, sessions: &[&Session<'a>], of: Option<i16>) -> u64 {
        let mut firsts: BTreeMap<&str, (Date, bool)> = BTreeMap::new();
        for session in sessions {
            let Some(day) = session.first_day() else { continue };
            let here = lies_in(session.date(), self.asked) && (of.is_none() || year(session.date()) == of);
            for (person, _) in persons(session, &self.merges) {
                let first = firsts.entry(person).or_insert((day, here));
                if day < first.0 {
                    *first = (day, here);
                } else if day == first.0 {
                    first.1 |= here;
                }
            }
        }
        firsts.values().filter(|(_, here)| *here).count() as u64
    }
}

fn by_session<'a>(session: &Session<'a>, merges: &BTreeMap<&'a str, &'a str>) -> Value {
    let mut line = tally(&[session], &[], merges, None);
    let contracts = session.planned.and_then(|it| it["contracts"].as_array()).into_iter().flatten();
    let contracts: BTreeSet<&str> = contracts.filter_map(Value::as_str).collect();
    (line["session"], line["title"], line["kind"]) =
        (json!(session.id), json!(session.title()), json!(session.planned_text("kind")));
    (line["when"], line["time"], line["pole"]) =
        (json!(session.date()), session.stands("time"), json!(session.planned_text("pole")));
    (line["contracts"], line["fiches"]) = (json!(contracts), json!(session.fiches()));
    (line["state"], line["capacity"]) = (json!(session.state()), json!(session.capacity));
    line
}

/// Whom each reference was merged into, as it stands.
pub(super) fn merges(facts: &[Line]) -> BTreeMap<&str, &str> {
    let mut into = BTreeMap::new();
    for line in facts.iter().filter(|it| it.family == "person") {
        match line.kind.as_str() {
            "person.merged" => drop(into.insert(line.object.as_str(), line.text("into"))),
            "person.unmerged" => drop(into.remove(line.object.as_str())),
            _ => {}
        }
    }
    into
}

pub(super) fn same<'a>(person: &'a str, merges: &BTreeMap<&'a str, &'a str>) -> &'a str {
    let mut known = person;
    while let Some(into) = merges.get(known) {
        known = into;
    }
    known
}

/// Who was there, each person once; of several references of one person, what is said of the first counts: as noted
/// for the whole session, else for the first part.
pub(super) fn persons<'a>(session: &Session<'a>, merges: &BTreeMap<&'a str, &'a str>) -> BTreeMap<&'a str, &'a Value> {
    let mut here = BTreeMap::new();
    for ((_, person), data) in &session.present {
        here.entry(same(person, merges)).or_insert(*data);
    }
    here
}
