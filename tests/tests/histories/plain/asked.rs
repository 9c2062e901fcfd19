//! Whether what was asked stands, on the day that it was said for.

use jiff::civil::Date;
use maillage_events::fact::Fact;
use serde_json::{Value, json};

use super::{Line, first_day, last_day, sessions, standing_facts};
use crate::history::{Statement, Wish};

/// Kinds that count from the last day of their date.
const ENDS: [&str; 21] = [
    "fiche.detached",
    "action.unclassified",
    "action.carrier_ended",
    "action.objective_dropped",
    "contract.party_left",
    "contract.axis_closed",
    "contract.completed",
    "body.seat_left",
    "pole.referent_left",
    "pole.closed",
    "partnership.ended",
    "mandate.ended",
    "session.lead_ended",
    "session.uncredited",
    "fiche.role_ended",
    "fiche.category_dropped",
    "organisation.identifier_ended",
    "agreement.ended",
    "person.objection_withdrawn",
    "person.responsible_ended",
    "person.quality_ended",
];

const FINAL: [&str; 4] = ["done", "not_deployed", "abandoned", "postponed"];

/// How one statement gives way to another of the same thing.
#[derive(Debug, PartialEq)]
enum Way {
    /// Of two for one day the one recorded last stands.
    InTime,
    /// The one recorded last stands.
    InOrder,
    /// There is one; or several stand beside each other.
    Beside,
}

/// Why what was asked does not stand; `None` where it does, and where it is an amendment.
pub fn missing(stored: &[Value], said: &Statement) -> Option<String> {
    let of: Vec<Value> = stored.iter().filter(|it| it["stream"] == said.stream).cloned().collect();
    let facts = standing_facts(&of);
    let stands = match &said.ask {
        Wish::Record(kind, data) | Wish::Put(kind, data) => {
            parts(kind, data).iter().all(|part| stands(&facts, kind, part, &said.on))
        }
        Wish::SignUp(data) | Wish::PutSignUp(data) => ["confirmed", "waiting"].contains(&signup(&facts, data)),
        Wish::GiveBack(data) => signup(&facts, data) == "cancelled",
        Wish::Correct { .. } | Wish::Cancel { .. } => true,
    };
    (!stands).then(|| facts.iter().map(|it| format!("\n   {} {} {}", it.on, it.kind, it.data)).collect())
}

fn signup<'a>(facts: &'a [Line], asked: &Value) -> &'a str {
    let session = sessions::all(facts).pop().unwrap();
    session.signups.get(asked["signup"].as_str().unwrap()).map_or("", |signup| signup.state)
}

/// Each heading of a list is said for itself.
fn parts(kind: &str, data: &Value) -> Vec<Value> {
    match (kind, data["values"].as_array()) {
        ("action.classified" | "action.unclassified", Some(values)) => {
            values.iter().map(|value| json!({ "facet": data["facet"], "values": [value] })).collect()
        }
        _ => vec![data.clone()],
    }
}

fn stands(facts: &[Line], kind: &str, data: &Value, on: &str) -> bool {
    if kind == "session.moved" {
        return moved_to(facts, on) == data["when"].as_str();
    }
    let (way, members) = topic(kind, data);
    let about = |data: &Value| members.iter().map(|member| data[*member].to_string()).collect::<Vec<_>>();
    let wanted = about(data);
    let mut said: Vec<Line> = Vec::new();
    for line in facts.iter().filter(|it| group(&it.kind) == group(kind)) {
        said.extend(parts(&line.kind, &line.data).into_iter().map(|data| Line { data, ..line.clone() }));
    }
    said.retain(|it| about(&it.data) == wanted);
    let read = |data: &Value| Fact::read(kind, &data.to_string()).ok();
    let same = |it: &Line| it.kind == kind && read(&it.data) == read(data);
    let is_for_that_day = |it: &&Line| counts_from(&it.kind, &it.data, &it.on) == counts_from(kind, data, on);
    match way {
        Way::InTime => said.iter().rfind(is_for_that_day).is_some_and(same),
        Way::InOrder => said.last().is_some_and(same),
        Way::Beside => said.iter().any(same) && !is_replaced(facts, kind, data),
    }
}

/// The date of a session as it stood on the day of a decision.
fn moved_to<'a>(facts: &'a [Line], decided: &str) -> Option<&'a str> {
    let plan = facts.iter().filter(|it| it.kind == "session.planned").map(|it| (None, it.text("when")));
    let moves = facts.iter().filter(|it| it.kind == "session.moved").map(|it| (first_day(&it.on), it.text("when")));
    let mut dates: Vec<(Option<Date>, &str)> = plan.chain(moves).collect();
    dates.sort_by_key(|(day, _)| *day);
    dates.into_iter().filter(|(day, _)| *day <= first_day(decided)).map(|(_, when)| when).next_back()
}

const SHEETS: [&str; 3] =
    ["attendance.headcount_recorded", "attendance.visits_recorded", "attendance.connections_recorded"];

/// Whether another sheet replaces this one.
fn is_replaced(facts: &[Line], kind: &str, data: &Value) -> bool {
    let replaces = |it: &Line| it.kind == kind && it.data["standing"]["sheet"] == data["sheet"];
    SHEETS.contains(&kind) && facts.iter().any(replaces)
}

fn counts_from(kind: &str, data: &Value, on: &str) -> Option<Date> {
    let is_final = kind == "fiche.status_declared" && FINAL.contains(&data["status"].as_str().unwrap_or_default());
    if ENDS.contains(&kind) || is_final { last_day(on) } else { first_day(on) }
}

/// Kinds that speak of the same thing are named by one of them.
fn group(kind: &str) -> &str {
    match kind {
        "fiche.detached" => "fiche.attached",
        "session.lead_ended" => "session.led",
        "attendance.withdrawn" => "attendance.observed",
        "funding.revised" => "funding.notified",
        "contract.party_left" => "contract.party_engaged",
        "body.seat_left" => "body.seat_given",
        "pole.referent_left" => "pole.referent_named",
        "action.carrier_ended" => "action.carrier_named",
        "action.unclassified" => "action.classified",
        "action.objective_dropped" => "action.objective_set",
        "person.unmerged" => "person.merged",
        "person.objection_withdrawn" => "person.objected",
        "person.responsible_ended" => "person.responsible_named",
        "person.quality_ended" => "person.quality_recognised",
        "session.uncredited" => "session.credited",
        "fiche.role_ended" => "fiche.role_named",
        "fiche.category_dropped" => "fiche.category_retained",
        "organisation.identifier_ended" => "organisation.identified",
        own => own,
    }
}

/// What a statement is about: the way of its kind, and the members that name the thing.
fn topic(kind: &str, data: &Value) -> (Way, &'static [&'static str]) {
    match kind {
        "fiche.status_declared" => (Way::InTime, &["year"]),
        "fiche.result_expected" | "fiche.result_achieved" => (Way::InTime, &["year", "result"]),
        "fiche.attached" | "fiche.detached" => (Way::InTime, &["axis"]),
        "fiche.renumbered" | "organisation.renamed" | "partnership.role_changed" => (Way::InTime, &[]),
        "partnership.ended" | "mandate.ended" | "pole.closed" | "contract.completed" | "contract.signed" => {
            (Way::InTime, &[])
        }
        "session.led" | "session.lead_ended" => (Way::InTime, &["organisation", "function"]),
        "attendance.observed" | "attendance.withdrawn" => (Way::InOrder, &["person", "part"]),
        "attendance.organisation_present" => (Way::InOrder, &["organisation"]),
        "session.capacity_changed" => (Way::InOrder, &[]),
        "funding.requested" | "funding.declined" => (Way::InTime, &[]),
        "funding.notified" | "funding.revised" => (Way::InTime, &["notification"]),
        "contract.territory_changed" => (Way::InTime, &[]),
        "contract.axis_closed" => (Way::InTime, &["code"]),
        "contract.party_engaged" | "contract.party_left" => (Way::InTime, &["organisation", "capacity"]),
        "contract.context_recorded" => (Way::InTime, &["indicator"]),
        "mandate.extended" => (Way::InTime, &["contract"]),
        "body.seat_given" | "body.seat_left" => (Way::InTime, &["organisation", "person", "college"]),
        "pole.cadence_set" => (Way::InOrder, &["from"]),
        "pole.referent_named" | "pole.referent_left" => (Way::InTime, &["deputy"]),
        "action.carrier_named" | "action.carrier_ended" => (Way::InTime, &[]),
        "action.classified" | "action.unclassified" => (Way::InTime, &["facet", "values"]),
        "action.objective_set" | "action.objective_dropped" => (Way::InTime, &["level", "rank"]),
        "measure.declared" => (Way::InTime, &["subject", "indicator", "period"]),
        "person.merged" | "person.unmerged" => (Way::InOrder, &[]),
        "person.objected" | "person.objection_withdrawn" | "person.minority_declared" => (Way::InTime, &[]),
        "person.responsible_named" | "person.responsible_ended" => (Way::InTime, &["adult"]),
        "person.quality_recognised" | "person.quality_ended" => (Way::InTime, &["quality"]),
        "session.credited" | "session.uncredited" => (Way::InTime, &["fiche"]),
        "session.renamed" | "space.renamed" | "agreement.renewed" | "agreement.ended" => (Way::InTime, &[]),
        "fiche.role_named" | "fiche.role_ended" if data["role"] == "carrier" => (Way::InTime, &["role"]),
        "fiche.role_named" | "fiche.role_ended" => (Way::InTime, &["organisation", "person", "role"]),
        "fiche.category_retained" | "fiche.category_dropped" => (Way::InTime, &["code"]),
        "organisation.identified" | "organisation.identifier_ended" => (Way::InTime, &["scheme", "value"]),
        _ => (Way::Beside, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_statement_of_the_day_replaced_does_not_stand() {
        let status = |status: &str| json!({ "year": 2016, "status": status });
        let fact = |position: u64, said: Value| {
            json!({ "id": position.to_string(), "stream": "fiche/f", "kind": "fiche.status_declared",
                "occurred": "2016-03", "data": said })
        };
        let said = |on: &str| Statement {
            stream: "fiche/f".to_owned(),
            on: on.to_owned(),
            ask: Wish::Put("fiche.status_declared", status("planned")),
        };
        let first = vec![fact(1, status("planned"))];
        assert_eq!((missing(&first, &said("2016-03")), missing(&first, &said("2016-04")).is_some()), (None, true));
        let replaced = [first, vec![fact(2, status("in_progress"))]].concat();
        assert!(missing(&replaced, &said("2016-03")).is_some());
    }
}
