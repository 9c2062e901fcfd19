//! Who was a partner in what, under which name, and who took over from whom.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Line, Span, first_day, had_begun, last_day, stands};

/// A partnership that ran at some time of what is asked about.
pub struct Partnership<'a> {
    pub party: &'a str,
    pub scope: &'a str,
    pub from: &'a str,
    pub until: Option<&'a str>,
    /// The role at the end.
    pub role: Option<&'a str>,
}

/// By their streams.
pub fn partnerships(facts: &[Line], asked: Span) -> Vec<Partnership<'_>> {
    let formed: BTreeMap<&str, &Line> =
        facts.iter().filter(|it| it.kind == "partnership.formed").map(|it| (it.object.as_str(), it)).collect();
    let told = |(id, formed): (&str, &'_ Line)| -> Option<Partnership<'_>> {
        let formed = facts.iter().rfind(|it| it.kind == formed.kind && it.object == id)?;
        let of: Vec<&Line> = facts.iter().filter(|it| it.family == "partnership" && it.object == id).collect();
        let ended = of.iter().rfind(|it| it.kind == "partnership.ended").map(|it| it.on.as_str());
        let until = earlier(ended, formed.data["until"].as_str());
        let is_over = matches!((until.and_then(last_day), asked.0), (Some(last), Some(from)) if last < from);
        let roles = of.iter().filter(|it| it.data["role"].is_string());
        let role = stands(roles.map(|it| (first_day(&it.on), it.text("role"))).collect(), asked);
        let (party, scope) = (formed.text("party"), formed.text("scope"));
        (had_begun(&formed.on, asked) && !is_over).then_some(Partnership {
            party,
            scope,
            from: &formed.on,
            until,
            role,
        })
    };
    formed.into_iter().filter_map(|(id, line)| told((id, line))).collect()
}

/// Of two ends the first; one whose day is not known is none beside one that is.
pub fn earlier<'a>(one: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
    let known = |on: &Option<&str>| on.and_then(last_day).map_or((true, None), |day| (false, Some(day)));
    [one, other].into_iter().filter(Option::is_some).min_by_key(known).flatten()
}

/// The name that an organisation or a category bore on a day, or bears now; before its first name, the first.
pub fn name_on(facts: &[Line], family: &str, id: &str, day: Option<Date>) -> Value {
    let said = facts.iter().filter(|it| it.family == family && it.object == id);
    let mut named: Vec<_> =
        said.filter(|it| it.data["name"].is_string()).map(|it| (first_day(&it.on), it.data["name"].clone())).collect();
    named.sort_by_key(|(from, _)| *from);
    let first = named.first().map(|(_, name)| name.clone());
    stands(named, (None, day)).or(first).unwrap_or(Value::Null)
}

/// Who has taken over by the end of what is asked about, the last in turn.
pub fn successor<'a>(facts: &'a [Line], id: &'a str, asked: Span) -> &'a str {
    let mut last = id;
    let mut seen: BTreeSet<&str> = [id].into();
    let next = |id: &str| {
        let said = facts.iter().rfind(|it| it.kind == "organisation.succeeded" && it.object == id);
        said.filter(|it| had_begun(&it.on, asked)).map(|it| it.text("successor"))
    };
    while let Some(next) = next(last).filter(|next| seen.insert(next)) {
        last = next;
    }
    last
}

/// The organisation by its name, as lists have it.
pub fn named(facts: &[Line], id: &str, asked: Span) -> Value {
    json!({ "organisation": id, "name": name_on(facts, "organisation", id, asked.1) })
}
