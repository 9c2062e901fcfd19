//! The last facts of a space, each in words with the name of its object.

use maillage_events::declare::Payload;
use maillage_events::id::SpaceId;
use maillage_events::import::ImportRecorded;
use maillage_events::messages::{self, Language, message, say};
use maillage_events::when::OccurredOn;
use maillage_log::log::StoredFact;
use maillage_projections::agenda::Agenda;
use maillage_projections::dates::date_shown;
use maillage_projections::directory::Directory;
use maud::{Markup, html};

use crate::AppState;

/// How many recent facts the page shows.
const RECENT: u64 = 12;

/// The last facts, the newest first.
pub async fn facts(state: &AppState, space: &SpaceId, language: Language) -> Markup {
    let Ok(head) = state.log.head(space).await else { return html! {} };
    let Ok(facts) = state.log.read(space, head.position.saturating_sub(RECENT), RECENT as usize).await else {
        return html! {};
    };
    let lines = facts.iter().rev().map(|fact| (fact.position, line(state, space, language, fact)));
    html! {
        ol.facts {
            @for (position, words) in lines {
                li {
                    span.at data-key=(position) { "n° " (position) }
                    span.what { (words) }
                }
            }
        }
    }
}

/// A fact in words: « Séance tenue : Atelier nutrition, 8 mars 2016 ».
fn line(state: &AppState, space: &SpaceId, language: Language, fact: &StoredFact) -> String {
    let occurred = fact.view().occurred();
    let object = imported(language, fact).unwrap_or_else(|| object(state, space, language, &fact.stream));
    let mut values = vec![("what", messages::kind(language, &fact.kind)), ("object", object)];
    match occurred {
        OccurredOn::Unknown => message(language, "console-fact-undated", &values),
        OccurredOn::Day(_) | OccurredOn::Month(..) | OccurredOn::Year(_) => {
            values.push(("date", date_shown(language, occurred)));
            message(language, "console-fact", &values)
        }
    }
}

/// An import by what it read and gave: its stream bears a fingerprint, which tells people nothing.
fn imported(language: Language, fact: &StoredFact) -> Option<String> {
    if fact.kind != ImportRecorded::KIND {
        return None;
    }
    let it: ImportRecorded = fact.view().data().ok()?;
    let values = [
        ("format", say(language, &format!("label-import-{}", it.format.as_str()))),
        ("rows", it.rows.to_string()),
        ("facts", it.facts.to_string()),
    ];
    Some(message(language, "console-an-import", &values))
}

/// What a stream is called: by its name or title where one is known; a person never.
fn object(state: &AppState, space: &SpaceId, language: Language, stream: &str) -> String {
    let (family, id) = stream.split_once('/').unwrap_or((stream, ""));
    let known = match family {
        "person" => Some(say(language, "label-a-person")),
        "session" => state
            .projector
            .with_live_state(space, |agenda: &Agenda, _| agenda.title_of(id).map(str::to_owned))
            .flatten(),
        _ => state
            .projector
            .with_live_state(space, |directory: &Directory, _| directory.called(language, stream))
            .flatten(),
    };
    known.unwrap_or_else(|| messages::stream(language, stream))
}
