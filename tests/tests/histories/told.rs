//! What a report says, brought to the form of the plain model: the same questions, without the words for people.

use serde_json::{Map, Value, json};

use crate::plain::discrepancies::{DECLARED_BY, REGISTERED_BY, sort_by_members};

/// Only some members of an object.
fn only(line: &Value, members: &[&str]) -> Value {
    members.iter().map(|member| ((*member).to_owned(), line[*member].clone())).collect::<Map<_, _>>().into()
}

#[track_caller]
fn each(list: &Value, told: impl Fn(&Value) -> Value) -> Value {
    list.as_array().unwrap_or_else(|| unreachable!("{list}")).iter().map(told).collect()
}

fn sorted(list: Value, key: &str) -> Value {
    let Value::Array(mut lines) = list else { unreachable!("a list") };
    lines.sort_by_key(|line| line[key].to_string());
    lines.into()
}

pub fn fundings(figures: &Value) -> Value {
    let stages = ["requested", "notified", "paid", "refunded", "allocated", "spent"].map(|it| format!("{it}_cents"));
    let mut members: Vec<&str> = stages.iter().map(String::as_str).collect();
    let totals = members.clone();
    members.extend(["funder", "flags"]);
    each(&figures["fundings"], |group| {
        json!({
            "object": group["object"], "years": group["years"], "total": only(&group["total"], &totals),
            "funders": each(&group["funders"], |line| {
                let mut told = only(line, &members);
                told["is_declined"] = json!(!line["declined_on"].is_null());
                told
            }),
        })
    })
}

pub fn fiches(figures: &Value) -> Value {
    let results = |list: &Value| sorted(each(list, |it| only(it, &["result", "what"])), "result");
    each(&figures["fiches"], |fiche| {
        let years = each(&fiche["years"], |year| {
            json!({
                "year": year["year"], "status": year["status"], "sessions": year["sessions"]["ids"],
                "expected": results(&year["expected"]), "achieved": results(&year["achieved"]),
            })
        });
        json!({
            "fiche": fiche["fiche"], "contract": fiche["contract"], "number": fiche["number"], "years": years,
            "presences": fiche["attendance"]["presences"],
        })
    })
}

const COUNTS: [&str; 15] = [
    "sessions",
    "sessions_held",
    "sessions_cancelled",
    "sessions_moved",
    "sessions_pending",
    "sessions_without_record",
    "sessions_partly_recorded",
    "signups_requested",
    "signups_confirmed",
    "signups_waiting",
    "signups_cancelled",
    "signups_lapsed",
    "places_left",
    "present",
    "persons_known",
];

pub fn attendance(figures: &Value) -> Value {
    let tally = |line: &Value, more: &[&str]| {
        let mut told = only(line, &[&COUNTS, more].concat());
        for sum in ["anonymous", "passages", "persons", "visits", "connections"] {
            told[sum] = json!({
                "at_least": line[format!("{sum}_at_least")], "at_most": line[format!("{sum}_at_most")],
            });
        }
        told
    };
    json!({
        "total": tally(&figures["total"], &["new_persons"]),
        "by_pole": each(&figures["by_pole"], |line| tally(line, &["pole", "new_persons"])),
        "by_kind": sorted(each(&figures["by_kind"], |line| tally(line, &["kind"])), "kind"),
        "by_session": sorted(each(&figures["by_session"], |line| tally(line, &["session"])), "session"),
    })
}

pub fn directory(figures: &Value) -> Value {
    let scopes = each(&figures["scopes"], |scope| {
        let parties = each(&scope["parties"], |party| only(party, &["party", "roles"]));
        json!({ "scope": scope["scope"], "entries": scope["entries"], "parties": sorted(parties, "party") })
    });
    let organisations = each(&figures["organisations"], |it| only(it, &["organisation", "name"]));
    json!({ "scopes": scopes, "organisations": sorted(organisations, "organisation") })
}

pub fn ties(figures: &Value) -> Value {
    each(&figures["observed"]["edges"], |edge| only(edge, &["from", "to", "sessions"]))
}

pub fn agenda(figures: &Value) -> Value {
    let all = [&figures["planned"], &figures["past"]].into_iter().flat_map(|list| list.as_array().unwrap().clone());
    sorted(each(&all.collect(), |it| only(it, &["session", "when", "state"])), "session")
}

pub fn amendments(figures: &Value) -> Value {
    only(figures, &["corrected", "cancelled"])
}

pub fn discrepancies(figures: &Value) -> Value {
    let mut told = figures.clone();
    for (member, by) in [("discrepancies", &REGISTERED_BY[..]), ("declared_fiches", &DECLARED_BY)] {
        sort_by_members(told[member].as_array_mut().unwrap(), by);
    }
    told
}

pub fn persons(figures: &Value) -> Value {
    let members =
        ["known", "with_card", "informed", "not_informed", "objecting_to_naming", "objecting_to_all", "merged"];
    only(figures, &members)
}

/// What sources declare that poles reached is told by the report of measures.
pub fn poles(figures: &Value) -> Value {
    only(figures, &["poles"])
}
