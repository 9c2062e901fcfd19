//! Who came to the sessions of a fiche.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::attendance::persons;
use super::people::{is_user, of_heads};
use super::sessions::Session;
use super::sums::{Portion, Sum};

/// Each person once a session; beside them the heads, and the sessions that may belong here: their dates do not tell.
pub fn presences<'a>(
    sessions: &[&Session<'a>],
    perhaps: &[&Session<'a>],
    merges: &BTreeMap<&'a str, &'a str>,
) -> Value {
    let qualities = |of: &[&Session<'a>]| -> Vec<&'a str> {
        let named = of.iter().flat_map(|it| persons(it, merges).into_values());
        named.filter_map(|it| it["quality"].as_str()).collect()
    };
    let all_of = |of: &[&Session<'a>]| {
        let (mut heads, mut unknown) = (Portion::NOBODY, Sum::NONE);
        for (portion, of_them) in of.iter().map(|it| of_heads(it, &["quality"], is_user)) {
            (heads, unknown) = (heads.and(portion), unknown.and(of_them));
        }
        let mut everybody = heads;
        for quality in qualities(of) {
            match is_user(quality) {
                Some(true) => everybody.so += 1,
                Some(false) => everybody.not_so += 1,
                None => everybody.unknown = everybody.unknown.map(|number| number + 1),
            }
        }
        (heads, unknown, everybody)
    };
    let named = qualities(sessions);
    let known = |wanted: &dyn Fn(&str) -> bool| {
        let number = named.iter().filter(|quality| wanted(quality)).count();
        (!named.is_empty()).then_some(number)
    };
    let (heads, unknown, everybody) = all_of(sessions);
    let (_, also_unknown, also) = all_of(perhaps);
    let unknown = unknown.and_perhaps(Some(also_unknown));
    let mut told = json!({
        "presences": known(&|_| true), "users": known(&|it| is_user(it) == Some(true)),
        "professionals": known(&|it| it == "professional"), "quality_unknown": known(&|it| it == "unknown"),
        "heads_users": heads.so, "heads_quality_known": heads.so + heads.not_so,
        "heads_quality_unknown": unknown.most.filter(|most| *most == unknown.least),
        "heads_quality_unknown_at_least": unknown.least, "heads_quality_unknown_at_most": unknown.most,
        "sessions_not_wholly_recorded":
            sessions.iter().filter(|it| it.held.is_some() && it.may_lack_people()).count(),
    });
    everybody.and_perhaps(&also).write(&mut told, "users_share");
    told
}
