//! What no history may hold, whatever was said in whatever order: each law over the facts as they were known when one
//! was recorded.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Line, sessions, standing_facts, stands};

/// The places where a law is broken.
pub fn broken(stored: &[Value]) -> Vec<String> {
    let mut streams: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for fact in stored {
        streams.entry(fact["stream"].as_str().unwrap()).or_default().push(fact.clone());
    }
    let mut broken = Vec::new();
    for (stream, facts) in &streams {
        for (at, fact) in facts.iter().enumerate() {
            let known = || standing_facts(&facts[..=at]);
            let law = match fact["kind"].as_str().unwrap() {
                "signup.confirmed" => confirmed_within_capacity(&known()),
                "funding.allocated" => allocated_within_notified(&known()),
                _ => None,
            };
            broken.extend(law.map(|law| format!("{stream} at {}: {law}", fact["position"])));
        }
    }
    let standing = standing_facts(stored);
    broken.extend(named_where_no_name_is_taken(&standing));
    broken.extend(references_to_nothing(&standing));
    broken.extend(slots_held_twice(&standing));
    broken
}

/// What the rules refuse of what these laws are about: histories meet each.
pub const REFUSALS: [&str; 6] = [
    "slot-held",
    "slot-off-rhythm",
    "allocated-above-notified",
    "reveals-health",
    "minors-unnamed",
    "reference-unknown",
];

/// How often each law had something to judge, after amendments of its stream too.
pub fn judged(stored: &[Value]) -> BTreeMap<&'static str, u64> {
    let mut judged: BTreeMap<&str, u64> = BTreeMap::new();
    let mut amended: BTreeSet<&str> = BTreeSet::new();
    let standing = standing_facts(stored);
    let capped: BTreeSet<String> = sessions::all(&standing)
        .iter()
        .filter(|it| it.capacity.is_some())
        .map(|session| format!("session/{}", session.id))
        .collect();
    for fact in stored {
        let (stream, kind) = (fact["stream"].as_str().unwrap(), fact["kind"].as_str().unwrap());
        let is_amended = amended.contains(stream);
        for (law, bites) in [
            ("places given of a limited number", kind == "signup.confirmed" && capped.contains(stream)),
            ("places given after an amendment", kind == "signup.confirmed" && is_amended),
            ("places refused, with a rank instead", kind == "signup.waiting"),
            ("money allocated", kind == "funding.allocated"),
            ("money allocated after an amendment", kind == "funding.allocated" && is_amended),
        ] {
            *judged.entry(law).or_default() += u64::from(bites);
        }
        if kind.starts_with("amendment.") {
            amended.insert(stream);
        }
    }
    let nameless = sessions::all(&standing).into_iter().filter(|it| {
        let plan = it.planned.unwrap_or(&Value::Null);
        it.held.is_some() && (plan["health_revealing"] == true || plan["audience"] == "minors")
    });
    judged.insert("sessions that take no name", nameless.count() as u64);
    judged
}

/// A place is given only while one is free, by the capacity that was recorded last.
fn confirmed_within_capacity(known: &[Line]) -> Option<String> {
    let session = sessions::all(known).pop()?;
    let confirmed = session.places_taken();
    session.capacity.filter(|capacity| confirmed > *capacity).map(|it| format!("{confirmed} confirmed for {it}"))
}

/// Never more is allocated than is notified.
fn allocated_within_notified(known: &[Line]) -> Option<String> {
    let of = |kind: &'static str| known.iter().filter(move |it| it.kind == kind);
    let names: BTreeSet<&str> = of("funding.notified").map(|it| it.text("notification")).collect();
    let granted = |name: &str| {
        let said = known.iter().filter(|it| it.text("notification") == name);
        stands(said.map(|it| (super::first_day(&it.on), it.number("cents"))).collect(), (None, None))
    };
    let notified: u64 = names.iter().filter_map(|name| granted(name)).sum();
    let allocated: u64 = of("funding.allocated").map(|it| it.number("cents")).sum();
    let released: u64 = of("funding.released").map(|it| it.number("cents")).sum();
    let held = allocated.saturating_sub(released);
    (held > notified).then(|| format!("{held} allocated of {notified}"))
}

/// Qualities of those who work among minors.
const WORKING: [&str; 4] = ["professional", "elected", "volunteer", "carer"];

/// Nobody is named where being there says something about health; among minors, only those who are known to be under
/// age and those who work there.
fn named_where_no_name_is_taken(standing: &[Line]) -> Vec<String> {
    let mut named = Vec::new();
    let is_minor =
        |person: &Value| standing.iter().any(|it| it.kind == "person.minority_declared" && *person == it.object);
    for session in sessions::all(standing) {
        let Some(plan) = session.planned else { continue };
        let health = plan["health_revealing"] == true || plan["kind"] == "screening";
        let minors = plan["audience"] == "minors";
        let works = |presence: &Value| WORKING.iter().any(|quality| presence["quality"] == *quality);
        let nameless = |presence: &&&Value| health || (minors && !works(presence) && !is_minor(&presence["person"]));
        named.extend(session.present.values().filter(nameless).map(|it| format!("{} names {it}", session.id)));
    }
    named
}

/// A slot of a pole's rhythm is held by one session.
fn slots_held_twice(standing: &[Line]) -> Vec<String> {
    let mut held: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for session in sessions::all(standing) {
        if let (Some(pole), Some(slot), Some(_)) =
            (session.planned_text("pole"), session.planned_text("slot"), session.held)
        {
            held.entry((pole, slot)).or_default().push(session.id);
        }
    }
    held.into_iter().filter(|(_, by)| by.len() > 1).map(|(slot, by)| format!("{slot:?} is held by {by:?}")).collect()
}

/// What a fact speaks of was recorded.
fn references_to_nothing(standing: &[Line]) -> Vec<String> {
    let there: BTreeSet<String> = standing.iter().map(|it| format!("{}/{}", it.family, it.object)).collect();
    let families = [
        ("fiche", "fiche"),
        ("organisation", "organisation"),
        ("funder", "organisation"),
        ("person", "person"),
        ("into", "person"),
        ("pole", "pole"),
        ("contract", "contract"),
        ("adult", "person"),
        ("successor", "organisation"),
        ("referred_by", "organisation"),
    ];
    let mut lost = Vec::new();
    for line in standing {
        let ids = families.iter().filter_map(|(member, family)| Some((*family, line.data[*member].as_str()?)));
        let listed = |member: &str| line.data[member].as_array().into_iter().flatten().filter_map(Value::as_str);
        let parties = listed("parties").map(|id| ("organisation", id));
        let ids = ids
            .chain(listed("fiches").map(|id| ("fiche", id)))
            .chain(parties)
            .map(|(family, id)| format!("{family}/{id}"));
        let streams = ["party", "scope", "object"].iter().filter_map(|member| line.data[*member].as_str());
        for named in ids.chain(streams.filter(|it| it.contains('/')).map(str::to_owned)) {
            if !there.contains(&named) {
                lost.push(format!("{}/{} {} names {named}", line.family, line.object, line.kind));
            }
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::broken;

    fn fact(position: u64, stream: &str, kind: &str, data: serde_json::Value) -> serde_json::Value {
        json!({ "position": position, "id": position.to_string(), "stream": stream, "kind": kind, "occurred": "2016",
            "data": data })
    }

    #[test]
    fn a_history_that_breaks_every_law_is_found_out() {
        let sound = vec![
            fact(1, "session/s", "session.planned", json!({ "capacity": 1, "audience": "minors" })),
            fact(2, "session/s", "signup.requested", json!({ "signup": "a" })),
            fact(3, "session/s", "signup.confirmed", json!({ "signup": "a" })),
            fact(4, "funding/g", "funding.notified", json!({ "notification": "n", "cents": 10 })),
            fact(5, "funding/g", "funding.allocated", json!({ "movement": "m", "cents": 10 })),
            fact(1, "pole/p", "pole.opened", json!({})),
            fact(2, "session/t", "session.planned", json!({ "pole": "p", "slot": "2016-02-23" })),
            fact(3, "session/u", "session.planned", json!({ "pole": "p", "slot": "2016-02-23" })),
            fact(4, "session/u", "session.held", json!({})),
        ];
        assert_eq!(broken(&sound), [""; 0]);
        let mut unsound = sound;
        unsound.extend([
            fact(6, "session/s", "signup.requested", json!({ "signup": "b" })),
            fact(7, "session/s", "signup.confirmed", json!({ "signup": "b" })),
            fact(8, "funding/g", "funding.allocated", json!({ "movement": "o", "cents": 1 })),
            fact(9, "session/s", "attendance.observed", json!({ "person": "p" })),
            fact(10, "session/t", "session.held", json!({})),
        ]);
        assert_eq!(broken(&unsound).len(), 5, "{:?}", broken(&unsound));
    }
}
